import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import type { ServerAccount } from './account.ts';

/** Starts a server program in a process group of its own, its output going to a file. */
export function spawnQuietly(
  command: string,
  args: readonly string[],
  to: { readonly account: ServerAccount | null; readonly log: string },
): ChildProcess {
  const output = openSync(to.log, 'a');
  // The server's account may differ from ours, and reads its own environment: our secrets are not in it.
  const { OPENDTS_SECRET: _, DATABASE_URL: __, ...env } = process.env;
  const child = spawn(command, args, {
    detached: true,
    cwd: '/',
    stdio: ['ignore', output, output],
    env: { ...env, LC_ALL: 'C', TZ: 'UTC' },
    ...(to.account ?? {}),
  });
  closeSync(output);
  return child;
}

/** A process id alone may belong to someone else by now. */
export function isServer(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    return process.platform !== 'linux';
  }
}

/** Whether a process of this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A child that ended but was not yet waited for still answers signal 0. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves after `ms` milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}
