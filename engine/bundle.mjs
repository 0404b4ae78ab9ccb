// In JavaScript because it runs before anything is registered that reads TypeScript. What runs for as long as a task does is made into one
// file first: read file by file through tsx a thread took 0.3 s longer to begin and held 40-50 MB more, and so did the command line.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { buildSync } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** Runs a TypeScript file of the engine, with all of the engine that it imports, as one file. */
export async function run(entry) {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
  });
  const file = kept(outputFiles[0].contents);
  if (file === null) {
    // Installed where nothing may be written.
    const { register } = await import('tsx/esm/api');
    register();
  }
  await import(pathToFileURL(file ?? entry).href);
}

/** Named by what is in it, so that two versions never meet; in a folder that packages are found from. */
function kept(contents) {
  const folder = join(ROOT, 'node_modules', '.cache', 'opendts');
  const name = join(folder, `${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`);
  if (existsSync(name)) return name;
  const begun = `${name}.${process.pid}-${threadId}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(begun, contents);
    renameSync(begun, name);
    return name;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) return null;
    throw error;
  }
}
