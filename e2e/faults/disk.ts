import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { actualFolder } from '#lib/postgres/cluster.ts';
import { sql, type TestServers } from './servers.ts';

const ROOM_BYTES = 6 * 2 ** 30;
/** Left when the disk is made full: the file system takes no size below what is used, and more comes in the meantime. */
const SPARE_BYTES = 4 * 2 ** 20;

/** A file system of its own for the destination's tables, which can be made full. */
export interface Disk extends Disposable {
  readonly tablespace: string;
  fill(): boolean;
  makeRoom(): void;
}

/** The disk, or why there is none. */
export async function mountDisk({ dir, destination }: TestServers): Promise<Disk | string> {
  if (process.getuid?.() !== 0) return 'only root may mount a small disk';
  const at = join(dir, 'disk');
  mkdirSync(at, { mode: 0o755 });
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOM_BYTES}`, 'tmpfs', at], { encoding: 'utf8' });
  if (status !== 0) return `no small disk: ${stderr.trim()}`;
  // Lazily, for a server may still have files there when this process has to end.
  const unmount = () => spawnSync('umount', ['-l', at]);
  process.once('exit', unmount);
  const space = join(at, 'space');
  const { uid, gid } = statSync(join(actualFolder(join(dir, 'destination')), 'PG_VERSION'));
  mkdirSync(space);
  chownSync(space, uid, gid);
  await sql(destination.url(), `create tablespace small location '${space}'`);
  const resize = (bytes: number) => spawnSync('mount', ['-o', `remount,size=${bytes}`, at]).status === 0;
  return {
    tablespace: 'small',
    fill: () => {
      const { blocks, bfree, bsize } = statfsSync(at);
      return resize((blocks - bfree) * bsize + SPARE_BYTES);
    },
    makeRoom: () => {
      resize(ROOM_BYTES);
    },
    [Symbol.dispose]: () => {
      process.off('exit', unmount);
      unmount();
    },
  };
}
