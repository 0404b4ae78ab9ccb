import { isIP } from 'node:net';
import { sqlStateOf, type Walk } from './walk.ts';

/** Words that mean something else in pg_hba.conf unless they are quoted. */
const KEYWORDS = new Set(['all', 'sameuser', 'samerole', 'samegroup', 'replication']);

/** The line of pg_hba.conf that lets this host log in as configured, e.g. `hostssl app dts 10.1.2.3/32 scram-sha-256`. */
export function hbaLine(walk: Walk, error: unknown): string {
  const { database, user, tls, ssh } = walk.endpoint;
  // The server sees the bastion, at an address of it that need not be the one it is reached by from here.
  const address = addressSeen(error) ?? (ssh === undefined ? walk.localAddress : bastionAddress(ssh.host));
  const type = address === null ? 'local' : tls.mode === 'disable' ? 'host' : 'hostssl';
  const from = address === null ? [] : [isIP(address) === 0 ? address : `${address}/${isIP(address) === 6 ? 128 : 32}`];
  return [type, name(database), name(user), ...from, 'scram-sha-256'].join(' ');
}

/** A name that pg_hba.conf takes as it is: the server resolves it. */
function bastionAddress(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
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
