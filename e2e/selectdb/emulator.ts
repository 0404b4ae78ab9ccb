import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { Cluster } from './cluster.ts';
import type { Faults } from './faults.ts';
import { backendServer } from './http/backend.ts';
import type { Certificate } from './http/certificate.ts';
import { frontendServer } from './http/frontend.ts';
import { mysqlServer } from './mysql/server.ts';

export interface EmulatorSettings {
  /** Ports; 0 takes a free one. */
  readonly mysqlPort?: number;
  readonly httpPort?: number;
  readonly backendPort?: number;
  readonly version?: 3 | 4;
  readonly cloud?: boolean;
  /** Password of root; none unless given. */
  readonly password?: string;
  readonly labelKeepMs?: number;
  readonly labelLimit?: number;
  readonly maxRunning?: number;
  readonly precommitMs?: number;
  /** How long each phase of a slow schema change takes. */
  readonly schemaChangeMs?: number;
  /** The MySQL port takes TLS, and the frontend answers HTTPS too, on a port of its own. */
  readonly certificate?: Certificate;
  /** The backends answer nothing but HTTPS, with the same certificate. */
  readonly tlsBackends?: boolean;
}

export interface Emulator extends AsyncDisposable {
  readonly host: string;
  readonly mysqlPort: number;
  readonly httpPort: number;
  /** 0 without a certificate. */
  readonly httpsPort: number;
  readonly backendPort: number;
  readonly faults: Faults;
  readonly cluster: Cluster;
  /** Ends every wait that a fault or a schema change is in. */
  readonly release: () => void;
}

const HOST = '127.0.0.1';
const HOUR = 3_600_000;

export async function startEmulator(settings: EmulatorSettings = {}): Promise<Emulator> {
  const cloud = settings.cloud ?? false;
  const limits = {
    labelKeepMs: settings.labelKeepMs ?? (cloud ? 72 * HOUR : 12 * HOUR),
    labelLimit: settings.labelLimit ?? (cloud ? Number.POSITIVE_INFINITY : 2000),
    maxRunning: settings.maxRunning ?? 10_000,
    precommitMs: settings.precommitMs ?? HOUR,
  };
  const cluster = new Cluster({ version: settings.version ?? 4, cloud, limits });
  if (settings.schemaChangeMs !== undefined) cluster.faults.schemaChangeMs = settings.schemaChangeMs;
  const root = cluster.users.find('root');
  if (root !== null && settings.password !== undefined) root.password = settings.password;
  const sockets = new Set<Socket>();
  const frontend = frontendServer(cluster);
  const { certificate = null, tlsBackends = false } = settings;
  const mysql = mysqlServer(cluster, sockets, certificate);
  const secure = certificate === null ? null : frontendServer(cluster, certificate);
  const backend = backendServer(cluster, () => `${HOST}:${cluster.backends[0]?.port}`, tlsBackends ? certificate : null);
  cluster.backendScheme = tlsBackends ? 'https' : 'http';
  const http = [frontend, backend, ...(secure === null ? [] : [secure])];
  let httpsPort = 0;
  try {
    cluster.backends.push({ id: cluster.nextId(), host: HOST, port: await listen(backend, settings.backendPort ?? 0), alive: true });
    cluster.httpPort = await listen(frontend, settings.httpPort ?? 0);
    if (secure !== null) httpsPort = await listen(secure, 0);
    cluster.mysqlPort = await listen(mysql, settings.mysqlPort ?? 0);
  } catch (error) {
    await stop(cluster, http, mysql, sockets);
    throw error;
  }
  return {
    host: HOST,
    mysqlPort: cluster.mysqlPort,
    httpPort: cluster.httpPort,
    httpsPort,
    backendPort: cluster.backends[0]?.port ?? 0,
    faults: cluster.faults,
    cluster,
    release: () => cluster.delays.release(),
    [Symbol.asyncDispose]: () => stop(cluster, http, mysql, sockets),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, HOST);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function stop(cluster: Cluster, http: readonly HttpServer[], mysql: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  cluster[Symbol.dispose]();
  const closing = [...http, mysql].map((server) => new Promise((resolve) => void server.close(resolve)));
  for (const server of http) server.closeAllConnections();
  for (const socket of sockets) socket.destroy();
  await Promise.all(closing);
}
