import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';

/** Well under half of the smallest sensible wal_sender_timeout; apart from the data path, so a long apply cannot end the stream. */
export const STATUS_INTERVAL_MS = 5_000;

/** The parts of pg's connection that a walsender session needs and its types do not show. */
export interface WalConnection extends EventEmitter {
  readonly stream: Socket;
  sendCopyFromChunk(chunk: Buffer): void;
}

export function walConnection(client: pg.Client): WalConnection {
  return (client as unknown as { readonly connection: WalConnection }).connection;
}

/**
 * Sends START_REPLICATION and resolves when the log begins. Whoever is to have the first messages listens before: they may share a packet
 * with the server's answer. `onEnd` is told when the log ends, for whatever reason.
 */
export async function startReplication(client: pg.Client, command: string, onEnd: (error: unknown) => void): Promise<void> {
  const started = new Promise<void>((resolve) => walConnection(client).once('replicationStart', resolve));
  // The command's own answer comes only when the stream ends: an early one is a refusal.
  const ended = client.query(command).then(() => {
    throw new Error('Connection ended');
  });
  ended.catch(onEnd);
  await Promise.race([started, ended]);
}
