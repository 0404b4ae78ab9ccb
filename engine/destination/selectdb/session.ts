import { isIP } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { createConnection } from 'mysql2';
import type { Connection, ConnectionOptions } from 'mysql2/promise';
import type { SelectDbEndpoint, TlsConfig } from '../../task/config.ts';
import { asHttpPort, muteAsHttp } from './http-port.ts';
import { quote } from './quote.ts';
import { translateMysql } from './session-errors.ts';

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

/** Lets names hold letters that are not ASCII, for this session. Servers before 2.0 do not know it: names stay ASCII there. */
const UNICODE_NAMES = 'set enable_unicode_name_support = true';

/**
 * Opens one session of the MySQL protocol with FE, in no database: names are written with theirs.
 * @throws EngineError `connect.*`
 */
export async function openSelectDbSession(endpoint: SelectDbEndpoint): Promise<SelectDbSession & AsyncDisposable> {
  const connection = await connect(endpoint);
  const session = new MysqlSession(connection, endpoint);
  try {
    for (const sql of SESSION) await session.query(sql);
    if (endpoint.computeGroup !== undefined) await session.query(`use @${quote(endpoint.computeGroup)}`, [], endpoint.computeGroup);
    await session.query(UNICODE_NAMES).catch(() => {});
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

function opened(endpoint: SelectDbEndpoint): Promise<Connection> {
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

class MysqlSession implements SelectDbSession, AsyncDisposable {
  readonly #connection: Connection;
  readonly #endpoint: SelectDbEndpoint;

  constructor(connection: Connection, endpoint: SelectDbEndpoint) {
    this.#connection = connection;
    this.#endpoint = endpoint;
  }

  /** Placeholders are filled in here: statements prepared by the server are not for every kind of statement, nor for every version. */
  async query(sql: string, values: readonly (string | number | null)[] = [], object?: string): Promise<readonly SelectDbRow[]> {
    try {
      const [rows] = await this.#connection.query(values.length === 0 ? sql : this.#connection.format(sql, [...values]));
      return Array.isArray(rows) ? (rows as SelectDbRow[]) : [];
    } catch (error) {
      throw translateMysql(error, { endpoint: this.#endpoint, ...(object === undefined ? {} : { object }) });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The server may be gone, or in the middle of a statement: nobody waits for it.
    this.#connection.destroy();
  }
}
