import { isIP } from 'node:net';
import { sqlStateOf, type Walk } from './walk.ts';

/** Words that mean something else in pg_hba.conf unless they are quoted. */
const KEYWORDS = new Set(['all', 'sameuser', 'samerole', 'samegroup', 'replication']);

/** The line of pg_hba.conf that lets this host log in as configured, e.g. `hostssl app dts 10.1.2.3/32 scram-sha-256`. */
export function hbaLine(walk: Walk, error: unknown): string {
  const { database, user, tls } = walk.endpoint;
  const address = addressSeen(error) ?? walk.localAddress;
  const type = address === null ? 'local' : tls.mode === 'disable' ? 'host' : 'hostssl';
  const from = address === null ? [] : [`${address}/${isIP(address) === 6 ? 128 : 32}`];
  return [type, name(database), name(user), ...from, 'scram-sha-256'].join(' ');
}

/** The server says whom it turned away: behind NAT that is not the address we have here. */
function addressSeen(error: unknown): string | null {
  if (sqlStateOf(error) !== '28000' || !(error instanceof Error) || !(error.cause instanceof Error)) return null;
  const seen = /host "([^"]+)"/.exec(error.cause.message)?.[1];
  return seen !== undefined && isIP(seen) !== 0 ? seen : null;
}

function name(value: string): string {
  return /^[A-Za-z_][A-Za-z0-9_$-]*$/.test(value) && !KEYWORDS.has(value) ? value : `"${value}"`;
}
