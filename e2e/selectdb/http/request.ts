import type { IncomingMessage, ServerResponse } from 'node:http';

/** Segments of the path, decoded. */
export function pathOf(request: IncomingMessage): readonly string[] {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    // What is no address leads nowhere.
    return [];
  }
}

export function queryOf(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? '/', 'http://localhost').searchParams;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Of a Basic header; null: there is none. */
export function credentials(request: IncomingMessage): Credentials | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [name = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { name, password: password.join(':') };
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Answers before the body has come: what the client would still send is nobody's, so the connection cannot be used again. */
export function answerAndClose(response: ServerResponse, body: unknown, status = 200): void {
  response.setHeader('connection', 'close');
  answerJson(response, body, status);
}
