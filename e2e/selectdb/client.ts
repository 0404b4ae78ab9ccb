import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';

/** Where a Doris, or the emulator, is to be found. */
export interface Address {
  readonly host: string;
  readonly mysqlPort: number;
  readonly httpPort: number;
  readonly user: string;
  readonly password: string;
}

/** Anything a load can answer with; a broken connection is thrown. */
interface LoadAnswer {
  readonly status: number;
  readonly body: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Load {
  readonly database: string;
  readonly table: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The least that a client of Doris has to do, and independent of what OpenDTS does: a check that shares no code. */
export class Client implements AsyncDisposable {
  readonly address: Address;
  readonly #connection: Connection;

  private constructor(address: Address, connection: Connection) {
    this.address = address;
    this.#connection = connection;
  }

  static async open(address: Address, database?: string): Promise<Client> {
    const { host, mysqlPort: port, user, password } = address;
    // The server calls its UTF-8 `utf8`, which the driver takes for MySQL's three-byte one: characters beyond it would arrive broken.
    const typeCast = (field: { readonly buffer: () => Buffer | null }): string | null => field.buffer()?.toString('utf8') ?? null;
    return new Client(
      address,
      await createConnection({ host, port, user, password, ...(database === undefined ? {} : { database }), typeCast }),
    );
  }

  /** Rows, every value as the server's text. */
  async rows(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const [rows] = await this.#connection.query<(RowDataPacket & (string | null)[])[]>({ sql, rowsAsArray: true });
    return rows.map((row) => [...row]);
  }

  async run(sql: string): Promise<void> {
    await this.#connection.query(sql);
  }

  /** The text of the refusal; `OK` when there is none. */
  async outcome(sql: string): Promise<string> {
    try {
      await this.#connection.query(sql);
      return 'OK';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async load({ database, table, body, headers = {} }: Load): Promise<LoadAnswer> {
    const bytes = Buffer.from(body);
    const path = `/api/${encodeURIComponent(database)}/${encodeURIComponent(table)}/_stream_load`;
    const { host, httpPort, user, password } = this.address;
    const sent = {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      expect: '100-continue',
      'content-length': String(bytes.length),
      ...headers,
    };
    const led = await exchange({ host, port: httpPort, path, method: 'PUT', headers: sent }, bytes);
    const location = led.headers.location;
    if (led.status !== 307 || location === undefined) return led;
    const to = new URL(location);
    return exchange({ host: to.hostname, port: to.port, path: to.pathname, method: 'PUT', headers: sent }, bytes);
  }

  async get(
    path: string,
    at: { readonly host: string; readonly port: number } = { host: this.address.host, port: this.address.httpPort },
  ): Promise<LoadAnswer> {
    const authorization = `Basic ${Buffer.from(`${this.address.user}:${this.address.password}`).toString('base64')}`;
    return exchange({ ...at, path, method: 'GET', headers: { authorization } }, null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.end().catch(() => this.#connection.destroy());
  }
}

/** Sends the body when the server asks for it, and not at all when it answers first. */
export async function exchange(
  options: RequestOptions,
  body: Buffer | null,
): Promise<LoadAnswer & { readonly headers: IncomingMessage['headers'] }> {
  const sending: ClientRequest = request({ ...options, agent: false });
  const waits = Object.keys(options.headers ?? {}).includes('expect');
  if (waits) sending.on('continue', () => sending.end(body));
  else sending.end(body ?? undefined);
  if (waits) sending.flushHeaders();
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  const answer = await text(response);
  sending.destroy();
  return { status: response.statusCode ?? 0, body: answer, json: parsed(answer), headers: response.headers };
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
