import type { EventEmitter } from 'node:events';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import pg, { type ClientConfig } from 'pg';
import type { Side } from '../errors.ts';
import type { PostgresEndpoint, TlsConfig } from '../task/config.ts';
import { TunnelSocket } from '../tunnel/tunnel-socket.ts';
import { createReadSocket, type Reads } from './copy/read-socket.ts';
import { translate } from './errors.ts';
import { tlsFailure } from './tls-failure.ts';

/**
 * Pinned on every session: what a role or database sets for itself must not change how values are written
 * (reference engine-anchors.md, trap 56). Sent as startup options, so they hold before the first statement.
 */
const SESSION: Readonly<Record<string, string>> = {
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  extra_float_digits: '3',
  // The text of money is read by the reader's own: 12,34 would become 1234.00.
  lc_monetary: 'C',
  default_transaction_isolation: 'read committed',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  search_path: 'pg_catalog',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  row_security: 'off',
  check_function_bodies: 'off',
  synchronize_seqscans: 'off',
  // A destination that answers COMMIT before it is on disk would lose, in a crash, what the source was told to let go of.
  synchronous_commit: 'on',
};

/** Limits that came with later versions, where a startup option unknown to the server would be refused. */
const NO_LIMITS = `select set_config(name, '0', false) from pg_settings where name in ('idle_session_timeout', 'transaction_timeout')`;

const CONNECT_TIMEOUT_MS = 10_000;

export interface ConnectOptions {
  readonly side: Side;
  /** Shown in pg_stat_activity. */
  readonly purpose: string;
  /** Opens a walsender session (START_REPLICATION, CREATE_REPLICATION_SLOT). */
  readonly replication?: boolean;
  /** Much of this will be read. */
  readonly bulk?: Reads | undefined;
}

/**
 * Opens one connection with pinned session settings. Values come back as the server's own text: nothing is parsed into
 * JavaScript dates or numbers on the way.
 * @throws EngineError `connect.*`, saying at which stage it failed
 */
export async function connect(endpoint: PostgresEndpoint, options: ConnectOptions): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(endpoint, options));
  // A broken idle connection emits `error`; the next query reports it. Without a listener it would end the process.
  client.on('error', () => {});
  try {
    const version = versionSaid(client);
    await client.connect();
    // Before version 10 a walsender takes no SQL; those limits are younger.
    if (options.replication !== true || version() >= 10) await client.query(NO_LIMITS);
    return client;
  } catch (error) {
    // pg leaves the socket open after some failures.
    client.end().catch(() => {});
    const scope = { side: options.side, endpoint };
    throw tlsFailure(error, scope) ?? translate(error, scope);
  }
}

/** The major version, which the server says by itself as a session begins; 0 for one that does not. */
function versionSaid(client: pg.Client): () => number {
  let said = '';
  const { connection } = client as unknown as { readonly connection: EventEmitter };
  connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<'parameterName' | 'parameterValue', string>) => {
    if (parameterName === 'server_version') said = parameterValue;
  });
  return () => Number.parseInt(said, 10) || 0;
}

/** What the driver is given for an endpoint: address, account, TLS, timeouts in milliseconds. */
export function clientConfig(endpoint: PostgresEndpoint, options: ConnectOptions): ClientConfig {
  const { host, port, database, user, password } = endpoint;
  const settings = Object.entries(SESSION).map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`);
  return {
    host,
    port,
    database,
    user,
    password,
    ssl: tlsOptions(endpoint.tls, host),
    application_name: `opendts ${options.purpose}`.slice(0, 63),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    options: settings.join(' '),
    types: { getTypeParser: () => (value: string) => value },
    ...(options.replication === true ? { replication: 'database' } : {}),
    ...socketOf(endpoint, options),
  } as ClientConfig;
}

function socketOf({ ssh, tls }: PostgresEndpoint, { side, bulk }: ConnectOptions): { readonly stream?: () => Duplex } {
  if (ssh !== undefined) return { stream: () => new TunnelSocket(ssh, side) };
  // TLS reads from the socket in its own way.
  return bulk !== undefined && tls.mode === 'disable' ? { stream: () => createReadSocket(bulk) } : {};
}

/** libpq's meaning of the modes: `require` encrypts without asking who answers; `verify-full` also checks the name. */
export function tlsOptions(tls: TlsConfig, host: string): ClientConfig['ssl'] {
  if (tls.mode === 'disable') return false;
  return {
    rejectUnauthorized: tls.mode !== 'require',
    ...(tls.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    // An address is no server name (RFC 6066); pg hands it to the identity check by itself.
    ...(tls.mode === 'verify-full' && isIP(host) === 0 ? { servername: host } : {}),
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
  };
}
