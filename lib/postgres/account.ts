import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The operating system account a server runs as when we are root, which PostgreSQL refuses. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** Null when we are not root: the server then runs as ourselves. Makes the account when there is none. */
export function serverAccount(): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  return find() ?? make();
}

function find(): ServerAccount | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function make(): ServerAccount {
  execFileSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    NAME,
  ]);
  const account = find();
  if (account === null) throw new Error(`PostgreSQL does not run as root, and the account ${NAME} could not be made. Run as another user.`);
  return account;
}

/** Whether the account can enter every folder on the way to `path` and read what is there. */
export function isReachableBy(path: string, account: ServerAccount): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((bits & 1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
