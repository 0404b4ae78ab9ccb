import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { SelectDbEndpoint } from '../../../task/config.ts';
import { frontendOf, type HttpPlace, hostInUrl, openRequest, placeOf } from '../http.ts';

/** Rows to send: in memory, so that they can be sent again, or as they are read. */
export type Body = Buffer | AsyncIterable<Buffer>;

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** The exchange broke off. `sent`: the backend had asked for rows, so what became of the load is not known. */
export class BrokenLoad extends Error {
  override readonly name = 'BrokenLoad';
  readonly sent: boolean;
  /** Where the connection went: FE, or the backend it named. */
  readonly place: string;
  /** No backend had been named yet. */
  readonly isFrontend: boolean;

  constructor(cause: unknown, at: { readonly sent: boolean; readonly place: string; readonly isFrontend?: boolean }) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.sent = at.sent;
    this.place = at.place;
    this.isFrontend = at.isFrontend === true;
  }
}

/** What reading the source threw, as it threw it: the server is not to blame. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
}

const CONNECT_MS = 10_000;
/** A backend opens the transaction before it asks for rows: FE may be busy. */
const ANSWER_MS = 120_000;
/** While rows are published nothing is heard; longer than a load may take by its own `timeout` header. */
export const LOAD_SECONDS = 3_600;
const QUIET_MS = LOAD_SECONDS * 1_000;
/** A peer that is gone is noticed within a minute, and who stands in between keeps a connection that is quiet while rows are published. */
const KEEP_ALIVE_MS = 30_000;
/** Of an answer; a body that is longer is none of Stream Load's. */
const MOST_TEXT = 1 << 20;

interface Place extends HttpPlace {
  readonly path: string;
}

/**
 * One Stream Load: FE names a backend by 307, and the same request is made there. Rows are sent only when the backend has asked for them
 * (`Expect: 100-continue`), so a body that FE or a dead backend refuses is still whole. By Node's own client: undici cannot send `Expect`.
 * Not compressed: the engine's processor is what limits a load, and gzip takes more of it than writing the rows does (measured at its
 * fastest level: 0.39 us a row of six numbers that is written in 0.34, for a sixth of the bytes).
 * @throws BrokenLoad
 */
export async function putRows(endpoint: SelectDbEndpoint, path: string, headers: OutgoingHttpHeaders, body: Body): Promise<Reply> {
  const sent = { ...headers, Authorization: authorization(endpoint), ...computeGroup(endpoint) };
  const first = await exchange(endpoint, { ...frontendOf(endpoint), path }, sent, body).catch((error: unknown) => {
    if (!(error instanceof BrokenLoad)) throw error;
    throw new BrokenLoad(error.cause, { sent: error.sent, place: error.place, isFrontend: true });
  });
  if ('text' in first) return first;
  const place = placeIn(first.location);
  // The name and password are those of this cluster, for this request: no other address gets them.
  if (place === null || place.path !== path)
    throw new BrokenLoad(new Error('FE redirects to something that is no Stream Load'), {
      sent: false,
      place: `${endpoint.host}:${endpoint.httpPort}`,
    });
  const second = await exchange(endpoint, place, sent, body);
  if ('text' in second) return second;
  throw new BrokenLoad(new Error('The backend redirects once more'), { sent: false, place: `${place.host}:${place.port}` });
}

/** A question without a body, to FE or to the address of an error log. */
export function ask(endpoint: Pick<SelectDbEndpoint, 'tls'>, url: URL, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
  const at = placeOf(url);
  if (at === null) return Promise.reject(new Error(`${url.protocol} is not asked`));
  const place = `${at.host}:${at.port}`;
  return new Promise((resolve, reject) => {
    const asked = openRequest(endpoint, at, { path: `${url.pathname}${url.search}`, headers, timeout: CONNECT_MS }, (response) =>
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject),
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', (error) => reject(new BrokenLoad(error, { sent: false, place })));
    asked.end();
  });
}

export function feUrl(endpoint: SelectDbEndpoint, path: string): URL {
  const { scheme, host, port } = frontendOf(endpoint);
  return new URL(`${scheme}://${hostInUrl(host)}:${port}${path}`);
}

export function authorization({ user, password }: SelectDbEndpoint): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Servers of 3.x know it by the first name, those of 4.x by both. */
function computeGroup({ computeGroup: name }: SelectDbEndpoint): OutgoingHttpHeaders {
  return name === undefined ? {} : { cloud_cluster: headerText(name), compute_group: headerText(name) };
}

/** Node writes headers one byte a character; the server reads them as UTF-8. */
export function headerText(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

/** FE writes the account into the address, and a question mark behind it. The account is ours to add, not the address's. */
function placeIn(location: string): Place | null {
  if (!URL.canParse(location)) return null;
  const url = new URL(location);
  const place = placeOf(url);
  return place === null ? null : { ...place, path: url.pathname };
}

/** By what FE would send a load on, as far as it says: nothing is loaded, for no rows are sent to who only names another address. */
export async function schemeOfBackends(endpoint: SelectDbEndpoint, table: string): Promise<HttpPlace['scheme'] | null> {
  const headers = { Authorization: authorization(endpoint), ...computeGroup(endpoint) };
  const path = `/api/${encodeURIComponent(endpoint.database)}/${encodeURIComponent(table)}/_stream_load`;
  const answer = await exchange(endpoint, { ...frontendOf(endpoint), path }, headers, Buffer.alloc(0)).catch(() => null);
  return answer !== null && 'location' in answer ? (placeIn(answer.location)?.scheme ?? null) : null;
}

function exchange(
  endpoint: Pick<SelectDbEndpoint, 'tls'>,
  { path, ...at }: Place,
  headers: OutgoingHttpHeaders,
  body: Body,
): Promise<Reply | { readonly location: string }> {
  const place = `${at.host}:${at.port}`;
  let sent = false;
  let over = false;
  let isAnswered = false;
  return new Promise((resolve, reject) => {
    const length: OutgoingHttpHeaders = Buffer.isBuffer(body) ? { 'Content-Length': body.length } : { 'Transfer-Encoding': 'chunked' };
    // The socket of FE still waits for a body that is never sent: it cannot be used again.
    const put = openRequest(endpoint, at, { path, method: 'PUT', headers: { ...headers, ...length, Expect: '100-continue' } });
    let timer = setTimeout(() => put.destroy(new Error('no connection in time')), CONNECT_MS);
    const wait = (ms: number) => {
      clearTimeout(timer);
      if (!over) timer = setTimeout(() => put.destroy(new Error('no answer in time')), ms);
    };
    /** A backend that has given the load up by its timeout may take nothing more, and say nothing. */
    const drain = async () => {
      if (!isAnswered) wait(QUIET_MS);
      await drained(put);
      if (!isAnswered) clearTimeout(timer);
    };
    const end = () => {
      over = true;
      clearTimeout(timer);
      put.destroy();
    };
    const fail = (error: unknown) => {
      end();
      reject(error instanceof UnreadableBody ? error : new BrokenLoad(error, { sent, place }));
    };
    put.on('socket', (socket) => {
      // Headers that do not wait for a body go out by the socket's own encoding, which is not theirs.
      socket.setDefaultEncoding('latin1');
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      socket.once('connect', () => wait(ANSWER_MS));
    });
    put.on('continue', () => {
      sent = true;
      clearTimeout(timer);
      send(put, body, drain).then(() => wait(QUIET_MS), fail);
    });
    put.on('response', (response) => {
      isAnswered = true;
      wait(ANSWER_MS);
      const { statusCode = 0, headers: answered } = response;
      const moved = (statusCode === 307 || statusCode === 302) && answered.location !== undefined && !sent;
      if (moved) {
        resolve({ location: answered.location ?? '' });
        end();
        return;
      }
      textOf(response).then((text) => {
        resolve({ status: statusCode, text });
        end();
      }, fail);
    });
    put.on('error', fail);
    put.on('close', () => fail(new Error('The connection was closed')));
    put.flushHeaders();
  });
}

/** Ends early, without an error, when the server has answered before it has everything. */
async function send(put: ClientRequest, body: Body, drain: () => Promise<void>): Promise<void> {
  if (Buffer.isBuffer(body)) {
    put.end(body);
    return;
  }
  const rows = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await rows.next().catch((error: unknown) => {
        throw new UnreadableBody('The rows could not be read', { cause: error });
      });
      if (put.destroyed) return;
      if (next.done === true) break;
      if (!put.write(next.value)) await drain();
    }
    put.end();
  } finally {
    await rows.return?.();
  }
}

function drained(put: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      put.off('drain', done);
      put.off('close', done);
      resolve();
    };
    put.on('drain', done);
    put.on('close', done);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > MOST_TEXT) break;
  }
  return Buffer.concat(parts).toString('utf8');
}
