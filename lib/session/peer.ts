import type { IncomingMessage } from 'node:http';

/** Carries from our HTTP server to the sign-in who asks; what a request itself brings under this name is overwritten. */
export const PEER_HEADER = 'x-opendts-peer';

/**
 * The address that attempts to sign in are counted by. `X-Forwarded-For` is anybody's to write: it is believed only of a proxy on
 * this machine, and of that only the last entry, which is the proxy's own.
 */
export function peerOf(
  request: Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } },
): string {
  const address = request.socket.remoteAddress ?? '';
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
  return isLoopback(address) && forwarded !== '' ? forwarded : address;
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
