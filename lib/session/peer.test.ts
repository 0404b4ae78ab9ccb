import { expect, test } from 'vitest';
import { peerOf } from './peer.ts';

const peer = (remoteAddress: string, forwarded?: string) =>
  peerOf({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress } });

test('a stranger counts by the address of his connection, whatever he writes into the request', () => {
  expect(peer('203.0.113.7')).toBe('203.0.113.7');
  expect(peer('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
});

test('behind a proxy on this machine it is the address the proxy saw, not one its client made up', () => {
  expect(peer('127.0.0.1', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
  expect(peer('::ffff:127.0.0.1', '203.0.113.7')).toBe('203.0.113.7');
  expect(peer('::1')).toBe('::1');
});
