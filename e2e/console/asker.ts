import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { closeMetadataClient } from '#lib/metadata/client.ts';
import { migrate, readMigrations } from '#lib/metadata/migrate.ts';
import { startServer } from '#lib/postgres/server.ts';
import { enterOrLeave } from '#lib/session/entrance.ts';
import { PEER_HEADER } from '#lib/session/peer.ts';
import { ADMIN, type Answer } from './client.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const HOST = 'console.example.com';

type Handler = (request: Request, context: { readonly params: Promise<unknown> }) => Promise<Response>;

/** A metadata store of its own for the console's routes in this process, without pages around them. */
export async function openStore(): Promise<AsyncDisposable & { readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'opendts-access-'));
  // The account that runs the server must be able to enter.
  chmodSync(folder, 0o755);
  const server = await startServer({ dir: join(folder, 'store') });
  process.env.DATABASE_URL = server.url();
  process.env.OPENDTS_DATA = folder;
  process.env.OPENDTS_SECRET = 'a secret of the tests';
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  await migrate(client, readMigrations(join(ROOT, 'prisma', 'migrations')));
  await client.end();
  return {
    url: server.url(),
    [Symbol.asyncDispose]: async () => {
      await closeMetadataClient();
      await server.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks a route's own function, as Next does: with a session's cookie, an API key, or as nobody. */
export class Asker {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>> = {}) {
    this.#headers = headers;
  }

  static async signedIn(email = ADMIN.email, password = ADMIN.password): Promise<Asker> {
    const response = await signIn(email, password);
    if (!response.ok) throw new Error(`Signing in as ${email} failed: ${response.status} ${await response.text()}`);
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Asker({ cookie });
  }

  /** A request to the file at `pattern` (`/api/v1/tasks/[id]`), every parameter as in `params`. */
  async ask<T>(method: string, pattern: string, init: Asking = {}): Promise<Answer<T>> {
    const response = await this.fetch(method, pattern, init);
    const content = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, body: (isJson ? JSON.parse(content) : content) as T };
  }

  async fetch(method: string, pattern: string, { params = {}, body, query = '' }: Asking = {}): Promise<Response> {
    const routes = (await import(join(ROOT, 'app', pattern, 'route.ts'))) as Readonly<Record<string, Handler>>;
    const handler = routes[method];
    if (handler === undefined) throw new Error(`${pattern} has no ${method}`);
    const given = new Map<string, unknown>(Object.entries(params));
    const valueFor = (name: string) => String(given.get(name) ?? 'none');
    const path = pattern.replaceAll(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(valueFor(name)));
    const filled = Object.fromEntries([...pattern.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => [name, valueFor(name)]));
    return handler(requestTo(`${path}${query}`, { method, headers: this.#headers, body }), { params: Promise.resolve(filled) });
  }
}

interface Asking {
  /** What the pattern's parameters stand for; others than those may be in it. */
  readonly params?: object;
  readonly body?: unknown;
  /** `?page=2`. */
  readonly query?: string;
}

let visitors = 0;

/** From an address of its own: sign-ins are counted by address. */
export function signIn(email: string, password: string): Promise<Response> {
  visitors += 1;
  const headers = { [PEER_HEADER]: `198.51.${visitors >> 8}.${visitors & 255}` };
  const path = '/api/auth/sign-in/email';
  return enterOrLeave(path, requestTo(path, { method: 'POST', headers, body: { email, password } }));
}

function requestTo(
  path: string,
  { method, headers = {}, body }: { readonly method: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown },
): Request {
  const own = { host: HOST, origin: `http://${HOST}`, 'content-type': 'application/json', ...headers };
  return new Request(`http://${HOST}${path}`, { method, headers: own, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}
