import { createServer, type Server, type Socket } from 'node:net';
import type { Cluster } from '../cluster.ts';
import type { Certificate } from '../http/certificate.ts';
import { MysqlConnection } from './connection.ts';

/** The MySQL port of a frontend. */
export function mysqlServer(cluster: Cluster, sockets: Set<Socket>, certificate: Certificate | null = null): Server {
  let connections = 0;
  return createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    connections += 1;
    new MysqlConnection(cluster, socket, { id: connections, certificate });
  });
}
