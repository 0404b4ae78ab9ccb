import { hkdfSync } from 'node:crypto';
import { keyFrom, secretOf } from '#engine/secret.ts';
import { type Env, readEnv } from '#lib/env.ts';

/** The installation's secret: OPENDTS_SECRET, else the one in the data folder, generated on first use. */
export async function readSecret(env: Env = readEnv()): Promise<string> {
  return env.secret ?? secretOf(env.dataFolder);
}

let key: Promise<Buffer> | null = null;

/** Seals and opens the passwords of stored tasks and connections. */
export function sealingKey(): Promise<Buffer> {
  key ??= readSecret().then(keyFrom);
  return key;
}

/** For signing session cookies; another key than the sealing one. */
export async function sessionSecret(): Promise<string> {
  return Buffer.from(hkdfSync('sha256', await readSecret(), '', 'opendts sessions', 32)).toString('base64url');
}
