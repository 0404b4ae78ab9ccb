// In JavaScript because it runs before anything is registered that reads TypeScript. What runs for as long as a task does is made into one
// file first: read file by file through tsx a thread took 0.3 s longer to begin and held 40-50 MB more, and so did the command line.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';

const ROOT = join(import.meta.dirname, '..');
/** The program itself: through its JavaScript each thread began 0.15 s later, and held 30 MB more for good. */
const ESBUILD = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
const OPTIONS = ['--bundle', '--packages=external', '--platform=node', '--format=esm', '--target=node20', '--log-level=warning'];
/** Bytes; the engine is a tenth of it. */
const MOST = 16 << 20;

/** Runs a TypeScript file of the engine, with all of the engine that it imports, as one file. */
export async function run(entry) {
  const contents = execFileSync(ESBUILD, [entry, ...OPTIONS], { cwd: ROOT, maxBuffer: MOST, stdio: ['ignore', 'pipe', 'inherit'] });
  const file = kept(contents);
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
