import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Program {
  readonly path: string;
  readonly version: string;
}

/** The program of this name in a folder; null when there is none, or no folder. */
export async function programIn(folder: string | null, name: string): Promise<Program | null> {
  if (folder === null) return null;
  const path = join(folder, name);
  return existsSync(path) ? program(path) : null;
}

/** Null when it cannot be run. */
export async function program(path: string): Promise<Program | null> {
  try {
    const { stdout, stderr } = await run(path, ['--version']);
    return { path, version: /\d+(\.\d+)+|\d+/.exec(`${stdout}${stderr}`.replace(/^\d+:\d+:\d+ /, ''))?.[0] ?? 'unknown' };
  } catch {
    return null;
  }
}
