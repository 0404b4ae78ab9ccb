import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isReachableBy, type ServerAccount } from './account.ts';
import { spawnQuietly } from './process.ts';

/**
 * Where the data really is: below a folder that the server's account cannot enter (a checkout in /root) a note in the wanted
 * folder names the place it went to instead.
 */
export function actualFolder(dir: string): string {
  const note = join(resolve(dir), NOTE);
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : resolve(dir);
}

const NOTE = 'data-is-elsewhere';

/** The data folder, made if it is missing and owned by the server's account. */
export function serverFolder(dir: string, account: ServerAccount | null): string {
  const known = actualFolder(dir);
  mkdirSync(dirname(known), { recursive: true });
  mkdirSync(known, { recursive: true, mode: 0o700 });
  if (account === null) return known;
  chownSync(known, account.uid, account.gid);
  return isReachableBy(known, account) ? known : elsewhere(known, account);
}

function elsewhere(wanted: string, account: ServerAccount): string {
  const place = join('/var/lib/opendts/data', createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  // Without the note it is what a removed folder of this name left behind.
  rmSync(place, { recursive: true, force: true });
  mkdirSync(dirname(place), { recursive: true });
  mkdirSync(place, { mode: 0o700 });
  chownSync(place, account.uid, account.gid);
  writeFileSync(join(wanted, NOTE), `${place}\n`);
  return place;
}

/** Makes a new cluster: UTF-8, byte-order collation, passwords only. */
export async function initCluster(init: {
  readonly binaries: string;
  readonly dir: string;
  readonly user: string;
  readonly password: string;
  readonly account: ServerAccount | null;
}): Promise<void> {
  const { binaries, dir, user, password, account } = init;
  const secret = join(tmpdir(), `opendts-${randomBytes(8).toString('hex')}`);
  writeFileSync(secret, password, { mode: 0o600 });
  if (account !== null) chownSync(secret, account.uid, account.gid);
  const log = `${secret}.log`;
  try {
    const args = [
      '-D',
      dir,
      '-U',
      user,
      '--auth=scram-sha-256',
      `--pwfile=${secret}`,
      '--encoding=UTF8',
      '--no-locale',
      '--no-instructions',
    ];
    // An older initdb does not know the last one, which only silences it.
    const known = existsSync(join(binaries, 'share')) && Number(readMajor(binaries)) >= 14 ? args : args.slice(0, -1);
    const child = spawnQuietly(join(binaries, 'bin', 'initdb'), known, { account, log });
    const code = await new Promise((settle) => child.once('exit', settle));
    if (code !== 0) throw new Error(`initdb failed in ${dir}:\n${readFileSync(log, 'utf8')}`);
  } finally {
    rmSync(secret, { force: true });
    rmSync(log, { force: true });
  }
}

function readMajor(binaries: string): string {
  const sample = join(binaries, 'share', 'postgresql', 'postgres.bki');
  const file = existsSync(sample) ? sample : join(binaries, 'share', 'postgres.bki');
  return existsSync(file) ? (/PostgreSQL (\d+)/.exec(readFileSync(file, 'utf8').slice(0, 100))?.[1] ?? '0') : '0';
}
