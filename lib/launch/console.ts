import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopEngine } from '#lib/engine.ts';
import { type Env, readEnv } from '#lib/env.ts';
import { openMetadata } from '#lib/metadata/metadata.ts';
import { Refused } from '#lib/refused.ts';
import { PEER_HEADER, peerOf } from '#lib/session/peer.ts';
import { buildIfStale } from './build.ts';

export interface Console {
  /** For people: `http://localhost:3000`. */
  readonly url: string;
  readonly port: number;
  /** Lets tasks reach a checkpoint, then closes everything this process opened. Their states stay: the next start goes on. */
  stop(): Promise<void>;
}

export interface ConsoleInit {
  readonly env?: Env;
  readonly dev?: boolean;
  /** Take the next free port when the wanted one is taken, instead of refusing. */
  readonly anyPort?: boolean;
  readonly say?: (line: string) => void;
  /** Called when another process took the metadata store over. */
  readonly onLost?: (error: Error) => void;
}

/** A port that somebody else listens on. */
export class PortTaken extends Refused {
  override readonly name = 'PortTaken';
}

const ROOT = join(import.meta.dirname, '..', '..');
const PORTS_TRIED = 50;
/** Time a browser's last request gets. */
const GRACE_MS = 2_000;

/**
 * Serves the console in this process: metadata store, migrations, pages, API and engine.
 * @throws PortTaken, StoreInUse
 */
export async function startConsole(init: ConsoleInit = {}): Promise<Console> {
  const { env = readEnv(), dev = false, anyPort = false, say = () => {}, onLost = () => {} } = init;
  process.env.OPENDTS_ROOT = ROOT;
  process.env.OPENDTS_DATA = env.dataFolder;
  process.env.OPENDTS_AUDIT_DAYS = String(env.auditDays ?? 0);
  // Listened on before anything is started: a taken port must not cost a minute first.
  const server = createServer();
  const port = await listen(server, { host: env.host, port: env.port, tries: anyPort ? PORTS_TRIED : 1 });
  const waiting: [IncomingMessage, ServerResponse][] = [];
  server.on('request', (...exchange) => waiting.push(exchange));
  try {
    if (!dev) await buildIfStale(ROOT, say);
    const metadata = await openMetadata(env, onLost);
    process.env.DATABASE_URL = metadata.url;
    try {
      Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });
      // Imported only now: React chooses its build by NODE_ENV when it is loaded.
      const { default: next } = await import('next');
      const app = next({ dev, dir: ROOT, port, hostname: 'localhost', httpServer: server });
      await app.prepare();
      const handle = app.getRequestHandler();
      server.removeAllListeners('request').on('request', (request, response) => {
        request.headers[PEER_HEADER] = peerOf(request);
        handle(request, response).catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
      });
      for (const exchange of waiting) server.emit('request', ...exchange);
      return {
        url: `http://localhost:${port}`,
        port,
        stop: async () => {
          await closeServer(server);
          await stopEngine();
          await app.close().catch(() => {});
          await metadata.close();
        },
      };
    } catch (error) {
      await stopEngine();
      await metadata.close();
      throw error;
    }
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}

async function listen(server: Server, at: { readonly host: string; readonly port: number; readonly tries: number }): Promise<number> {
  const { host, port: first, tries } = at;
  for (let port = first; ; port += 1) {
    try {
      await new Promise<void>((settle, fail) => {
        server.once('error', fail);
        server.listen(port, host, () => {
          server.off('error', fail);
          settle();
        });
      });
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : port;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      if (port - first + 1 >= tries) {
        throw new PortTaken(`Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`);
      }
    }
  }
}

/** Event streams never end by themselves: they are cut after a short grace. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((settle) => server.close(() => settle()));
  server.closeIdleConnections();
  await Promise.race([closed, pause(GRACE_MS)]);
  server.closeAllConnections();
  await closed;
}
