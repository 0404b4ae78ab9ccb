import mysql, { type Connection, type ConnectionOptions } from 'mysql2/promise';
import type { SelectDbEndpoint, TlsConfig } from '../../task/config.ts';
import { asHttpPort } from './http-port.ts';
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
  try {
    return await mysql.createConnection(connectionOptions(endpoint));
  } catch (error) {
    throw (await asHttpPort(error, endpoint)) ?? translateMysql(error, { endpoint });
  }
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
    ...(tls.mode === 'disable' ? {} : { ssl: sslOptions(tls) }),
  };
}

/** The modes mean what they mean to PostgreSQL: `require` encrypts without asking who answers. */
function sslOptions({ mode, ca, cert, key, passphrase }: TlsConfig): NonNullable<ConnectionOptions['ssl']> {
  return {
    rejectUnauthorized: mode !== 'require',
    verifyIdentity: mode === 'verify-full',
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
    // A broken idle connection emits `error`; the next statement reports it. Without a listener it would end the process.
    connection.on('error', () => {});
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
