// First file of a worker thread, in JavaScript because nothing has been registered yet that reads TypeScript. The engine is made into
// one file first: read file by file through tsx a thread took 0.3 s longer to begin and held 40-50 MB more, for as long as its task runs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const { outputFiles } = buildSync({
  entryPoints: [join(import.meta.dirname, 'worker.ts')],
  absWorkingDir: root,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  write: false,
});
const [{ contents }] = outputFiles;

// Named by what is in it, so that two versions never meet; where packages are found from.
const folder = join(root, 'node_modules', '.cache', 'opendts');
const file = join(folder, `worker-${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`);
if (!existsSync(file)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, contents);
  renameSync(`${file}.${process.pid}`, file);
}
await import(pathToFileURL(file).href);
