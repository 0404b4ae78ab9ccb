import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface DumpProgram {
  readonly path: string;
  readonly major: number;
}

/** The oldest pg_dump on this machine that reads servers of all these versions; or why there is none. */
export async function dumpProgram(...majors: readonly number[]): Promise<DumpProgram | { readonly missing: string }> {
  const wanted = Math.max(...majors);
  const programs = (await Promise.all(candidates().map(versionOf))).filter((program) => program !== null);
  const [best] = programs.filter(({ major }) => major >= wanted).sort((a, b) => a.major - b.major);
  if (best !== undefined) return best;
  const there = programs.map(({ major }) => major).join(', ');
  return { missing: `no pg_dump of version ${wanted} or later on this machine${there === '' ? '' : `, only of ${there}`}` };
}

function candidates(): readonly string[] {
  // Debian's own is a script that looks for the others: those come first.
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...versionFolders(), ...folders].map((folder) => join(folder, 'pg_dump')).filter(isProgram);
}

/** Where Debian keeps the programs of each version. */
function versionFolders(): readonly string[] {
  try {
    return readdirSync('/usr/lib/postgresql').map((version) => join('/usr/lib/postgresql', version, 'bin'));
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(path: string): Promise<DumpProgram | null> {
  try {
    const { stdout } = await run(path, ['--version']);
    const major = /(\d+)(?:\.\d+|beta\d+|rc\d+|devel)?/.exec(stdout)?.[1];
    return major === undefined ? null : { path, major: Number(major) };
  } catch {
    return null;
  }
}

/**
 * What `pg_dump --schema-only` writes of a database, entry by entry (an entry is one object, or one part of one), in its order.
 * Left out are the product's own schema and the lines that `DOCUMENTED` names.
 */
export async function dumpStructure(
  program: DumpProgram,
  url: string,
  { owners }: { readonly owners: boolean },
): Promise<readonly string[]> {
  const { username, password, hostname, port, pathname } = new URL(url);
  const args = ['--schema-only', '--exclude-schema=opendts', ...(owners ? [] : ['--no-owner', '--no-acl'])];
  const to = ['--host', hostname, '--port', port, '--username', decodeURIComponent(username), decodeURIComponent(pathname.slice(1))];
  const { stdout } = await run(program.path, [...args, ...to], {
    env: { ...process.env, PGPASSWORD: decodeURIComponent(password) },
    maxBuffer: 512 * 1024 * 1024,
  });
  const lines = stdout.split('\n').filter((line) => !DOCUMENTED.some((pattern) => pattern.test(line)));
  return lines
    .join('\n')
    .split(/^--\n(?=-- (?:Name|Data for Name): )/m)
    .map((entry) => entry.replace(/\n*(--\n\n*)*$/, '').trim());
}

/** Lines that differ between two databases of the same structure. */
const DOCUMENTED: readonly RegExp[] = [
  // Versions of server and program.
  /^-- Dumped (from database|by pg_dump) version /,
  // A token made anew for every dump.
  /^\\(un)?restrict /,
  // Settings of the session that reads the dump; which there are depends on the server's version.
  /^SET \w+ = .*;$/,
  /^SELECT pg_catalog\.set_config\('search_path', '', false\);$/,
];
