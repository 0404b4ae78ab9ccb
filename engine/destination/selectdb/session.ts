import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { Connection, ConnectionOptions, RowDataPacket } from 'mysql2/promise';
import { EngineError } from '../../errors.ts';
import type { SelectDbEndpoint, TlsConfig } from '../../task/config.ts';
import { asHttpPort, muteAsHttp } from './http-port.ts';
import { quote } from './quote.ts';
import { faultOf, translateMysql } from './session-errors.ts';
import { SILENCE_MS, Silence } from './silence.ts';

export type SelectDbRow = Readonly<Record<string, string | null>>;

export interface SelectDbSession {
  /**
   * Runs one statement; every value comes back as the server's text. Values stand for `?`. `object` is what the statement is about, as
   * the user names it.
   * @throws EngineError
   */
  query(sql: string, values?: readonly (string | number | null)[], object?: string): Promise<readonly SelectDbRow[]>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** How long a quiet task keeps its session: the server ends one after eight hours otherwise. */
const WAIT_TIMEOUT_S = 31_536_000;

/**
 * A backslash in a literal is an escape to the driver: a server on which it is none would read other values, and other statements, than
 * were written. The zone is that of timestamps with time zone, which arrive in UTC.
 */
const SESSION = [`set sql_mode = ''`, `set time_zone = '+00:00'`, `set wait_timeout = ${WAIT_TIMEOUT_S}`];

/**
 * What not every server knows. Names may hold letters that are not ASCII: before 2.0 they may not. And what is read is what was written: an FE
 * that is not the master reads what it has heard of so far, and what was inserted counts as done after a minute though nobody sees it yet.
 */
const WISHES = [
  'set enable_unicode_name_support = true',
  'set enable_strong_consistency_read = true',
  'set insert_visible_timeout_ms = 600000',
];

/**
 * Opens one session of the MySQL protocol with FE, in no database: names are written with theirs. `silenceMs`: how long an answer may take
 * before FE is asked whether there will be one.
 * @throws EngineError `connect.*`
 */
export async function openSelectDbSession(endpoint: SelectDbEndpoint, silenceMs = SILENCE_MS): Promise<SelectDbSession & AsyncDisposable> {
  const connection = await connect(endpoint);
  const session = new MysqlSession(connection, endpoint, silenceMs);
  try {
    for (const sql of SESSION) await session.query(sql);
    if (endpoint.computeGroup !== undefined) await session.query(`use @${quote(endpoint.computeGroup)}`, [], endpoint.computeGroup);
    for (const sql of WISHES) await session.query(sql).catch(() => {});
    return session;
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

async function connect(endpoint: SelectDbEndpoint): Promise<Connection> {
  const opening = opened(endpoint);
  const over = new AbortController();
  try {
    return await Promise.race([opening, muteAsHttp(endpoint, over.signal)]);
  } catch (error) {
    opening.then(
      (late) => late.destroy(),
      () => {},
    );
    throw (await asHttpPort(error, endpoint)) ?? translateMysql(error, { endpoint });
  } finally {
    over.abort();
  }
}

async function opened(endpoint: SelectDbEndpoint): Promise<Connection> {
  // When it is needed: most tasks go elsewhere, and would hold 7 MB for it in each thread.
  const { createConnection } = await import('mysql2');
  const connection = createConnection(connectionOptions(endpoint));
  if (endpoint.tls.mode === 'verify-full' && isIP(endpoint.host) !== 0) verifyAddress(connection, endpoint.host);
  return new Promise((resolve, reject) => {
    // For good: a broken connection that is idle emits it, and the next statement reports it. Unheard it would end the process.
    connection.on('error', (error) => {
      connection.destroy();
      reject(error);
    });
    connection.once('connect', () => resolve(connection.promise()));
  });
}

/** The driver compares certificates with names only: where the host is an address, it would ask for one of `localhost`. */
function verifyAddress(connection: object, address: string): void {
  const driver = connection as { startTLS(onSecure: (error?: Error) => void): void; stream: unknown };
  const startTls = driver.startTLS.bind(driver);
  driver.startTLS = (onSecure) => {
    startTls((error) => {
      if (error !== undefined || !(driver.stream instanceof TLSSocket)) onSecure(error ?? new Error('The connection is not encrypted'));
      else onSecure(checkServerIdentity(address, driver.stream.getPeerCertificate()));
    });
  };
}

function connectionOptions({ host, port, user, password, tls }: SelectDbEndpoint): ConnectionOptions {
  return {
    host,
    port,
    user,
    password,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    keepAliveInitialDelay: 30_000,
    charset: 'utf8mb4',
    // Older servers refuse a login that carries attributes they did not offer to read.
    flags: ['-CONNECT_ATTRS'],
    typeCast: (field) => field.string(),
    ...(tls.mode === 'disable' ? {} : { ssl: { ...sslOptions(tls), verifyIdentity: tls.mode === 'verify-full' && isIP(host) === 0 } }),
  };
}

/** The modes mean what they mean to PostgreSQL: `require` encrypts without asking who answers. */
function sslOptions({ mode, ca, cert, key, passphrase }: TlsConfig) {
  return {
    rejectUnauthorized: mode !== 'require',
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function socketOf(connection: Connection): Socket {
  return (connection as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
}

/** The driver's own end waits for the server's: one that is gone would hold the socket for a quarter of an hour. */
function end(connection: Connection): void {
  connection.destroy();
  socketOf(connection).destroy();
}

/** Whether FE is at a statement of the connection with this number; null where it does not tell, or another FE has the connection. */
async function isAtWork(endpoint: SelectDbEndpoint, id: number): Promise<boolean | null> {
  try {
    const connection = await connect(endpoint);
    const ask = async (sql: string) => (await connection.query<RowDataPacket[]>({ sql, timeout: CONNECT_TIMEOUT_MS }))[0];
    try {
      await ask('set show_all_fe_connection = true').catch(unlessSaid);
      const own = (await ask('show processlist')).filter(({ Id }) => Number(Id) === id);
      return own.length === 0 ? null : own.some(({ Command }) => Command !== 'Sleep');
    } finally {
      end(connection);
    }
  } catch (error) {
    unlessSaid(error);
    return null;
  }
}

/** A server that refuses something is there. */
function unlessSaid(error: unknown): void {
  if (faultOf(error instanceof EngineError ? error.cause : error).number === 0) throw error;
}

class MysqlSession implements SelectDbSession, AsyncDisposable {
  readonly #connection: Connection;
  readonly #endpoint: SelectDbEndpoint;
  readonly #silence: Silence;

  constructor(connection: Connection, endpoint: SelectDbEndpoint, silenceMs: number) {
    this.#connection = connection;
    this.#endpoint = endpoint;
    const { threadId } = connection;
    this.#silence = new Silence({ endpoint, silenceMs, isAtWork: () => isAtWork(endpoint, threadId), end: () => end(connection) });
    const socket = socketOf(connection);
    socket.on('data', () => this.#silence.heard());
    // The driver tells those who wait, unless the session was closed before.
    socket.once('close', () => setImmediate(() => this.#silence.closed()));
  }

  /** Placeholders are filled in here: statements prepared by the server are not for every kind of statement, nor for every version. */
  async query(sql: string, values: readonly (string | number | null)[] = [], object?: string): Promise<readonly SelectDbRow[]> {
    try {
      const asked = values.length === 0 ? sql : this.#connection.format(sql, [...values]);
      const [rows] = await this.#silence.wait(this.#connection.query(asked));
      return Array.isArray(rows) ? (rows as SelectDbRow[]) : [];
    } catch (error) {
      throw translateMysql(error, { endpoint: this.#endpoint, ...(object === undefined ? {} : { object }) });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nobody waits for the server, which may be gone; but whoever has asked it something is still answered.
    if (this.#silence.isWaiting) this.#connection.destroy();
    else end(this.#connection);
  }
}
