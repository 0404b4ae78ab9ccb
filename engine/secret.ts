import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'sealed:v1:';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derives the 32-byte sealing key from the installation's secret (design section 8). */
export function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'opendts sealed fields', 32));
}

/** Seals `plain` with AES-256-GCM. The result carries its own random IV and tag: `sealed:v1:<base64>`. */
export function seal(plain: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

/**
 * Opens what `seal` made.
 * @throws Error when the key is another one or the text was altered; the message never carries the content.
 */
export function open(sealed: string, key: Buffer): string {
  if (!isSealed(sealed)) throw new Error('This value is not sealed.');
  const raw = Buffer.from(sealed.slice(PREFIX.length), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, IV_BYTES));
  decipher.setAuthTag(raw.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(raw.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new Error('A sealed value cannot be opened: OPENDTS_SECRET is not the one it was sealed with.');
  }
}

/** Whether `seal` made this value. */
export function isSealed(value: string): boolean {
  return value.startsWith(PREFIX);
}

/** The installation's secret in its data folder: generated on first use, readable by its owner alone (design section 8). */
export async function secretOf(folder: string): Promise<string> {
  const path = join(folder, 'secret');
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(path, 'utf8')).trim();
}
