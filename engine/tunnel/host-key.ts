import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

/** Of a key as it goes over the wire: its kind and fingerprint, as OpenSSH writes them. */
export function describeHostKey(key: Buffer): string {
  const kind = key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
  return `${kind} SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** A pinned key may be written with its kind or as the fingerprint alone. */
export function isPinned(pinned: string, seen: string): boolean {
  return (pinned.includes(' ') ? seen : (seen.split(' ')[1] ?? '')) === pinned;
}

/**
 * A bastion may have keys of several kinds: only the kind that was confirmed is asked for, so that one that was added since does not look
 * like a change.
 */
export function hostKeyAlgorithms(pinned: string | undefined): ServerHostKeyAlgorithm[] | undefined {
  const kind = pinned?.includes(' ') ? pinned.split(' ')[0] : undefined;
  if (kind === undefined) return undefined;
  return kind === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [kind as ServerHostKeyAlgorithm];
}
