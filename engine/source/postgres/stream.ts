import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';
import { connect } from '../../postgres/connect.ts';
import { translate } from '../../postgres/errors.ts';
import { fromBigInt, fromLsn, toBigInt, toLsn } from '../../postgres/lsn.ts';
import { literal, quote } from '../../postgres/quote.ts';
import type { ChangeEvent, Position } from '../../schema/row.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { ChangeStream } from '../source.ts';
import { PgoutputDecoder } from './pgoutput.ts';

/** Decoded but unread bytes at which the socket is no longer read, and at which it is read again. */
const HIGH_WATER_BYTES = 8 << 20;
const LOW_WATER_BYTES = 2 << 20;
/** Well under half of the smallest sensible wal_sender_timeout; apart from the data path, so a long apply cannot end the stream. */
const STATUS_INTERVAL_MS = 5_000;

/** The parts of pg's connection that a walsender session needs and its types do not show. */
interface RawConnection extends EventEmitter {
  readonly stream: Socket;
  sendCopyFromChunk(chunk: Buffer): void;
}

/** Opens the stream of `name` (slot and publication) from `from`, or from where the slot stands. */
export async function openChangeStream(endpoint: PostgresEndpoint, name: string, from: Position | null): Promise<ChangeStream> {
  const client = await connect(endpoint, { side: 'source', purpose: 'follow', replication: true });
  const stream = new PostgresChangeStream(client, endpoint, from ?? fromLsn('0/0'));
  await stream.begin(name, from);
  return stream;
}

class PostgresChangeStream implements ChangeStream {
  readonly #client: pg.Client;
  readonly #connection: RawConnection;
  readonly #endpoint: PostgresEndpoint;
  readonly #decoder = new PgoutputDecoder();
  readonly #wake = new EventEmitter();
  readonly #timer: NodeJS.Timeout;
  #events: ChangeEvent[] = [];
  #bytes = 0;
  #paused = false;
  #moved = false;
  #error: unknown = null;
  #closed = false;
  #heard: Position;
  #acknowledged: Position;

  constructor(client: pg.Client, endpoint: PostgresEndpoint, from: Position) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#connection = (client as unknown as { readonly connection: RawConnection }).connection;
    this.#heard = from;
    this.#acknowledged = from;
    this.#timer = setInterval(() => this.#report(), STATUS_INTERVAL_MS);
    client.on('end', () => this.#fail(new Error('Connection ended')));
    client.on('error', (error) => this.#fail(error));
  }

  /** Handlers stand before the command is sent: the first messages may share a packet with the server's answer to it. */
  async begin(name: string, from: Position | null): Promise<void> {
    const started = new Promise<void>((resolve) => this.#connection.once('replicationStart', resolve));
    this.#connection.on('copyData', (message: { readonly chunk: Buffer }) => this.#receive(message.chunk));
    const start = from === null ? '0/0' : toLsn(from);
    const command = `START_REPLICATION SLOT ${quote(name)} LOGICAL ${start} (proto_version '1', publication_names ${literal(quote(name))})`;
    // The command's own answer comes only when the stream ends: an early one is a refusal.
    const ended = this.#client.query(command).then(() => {
      throw new Error('Connection ended');
    });
    ended.catch((error: unknown) => this.#fail(error));
    try {
      await Promise.race([started, ended]);
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw translate(error, { side: 'source', endpoint: this.#endpoint });
    }
  }

  async next(signal: AbortSignal): Promise<readonly ChangeEvent[]> {
    while (this.#events.length === 0 && !this.#moved && this.#error === null && !signal.aborted) await this.#woken(signal);
    signal.throwIfAborted();
    if (this.#events.length === 0 && this.#error !== null) throw translate(this.#error, { side: 'source', endpoint: this.#endpoint });
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    this.#moved = false;
    if (this.#paused) {
      this.#paused = false;
      this.#connection.stream.resume();
    }
    return events;
  }

  heard(): Position {
    return this.#heard;
  }

  /** The exact end of the last durable transaction: one byte more would skip a commit that starts right there (trap 23). */
  acknowledge(position: Position): void {
    if (position <= this.#acknowledged) return;
    this.#acknowledged = position;
    this.#report();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#connection.stream.destroy();
    await this.#client.end().catch(() => {});
  }

  /** Waits for a message, the end of the connection, or the caller's signal. */
  #woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#wake.off('wake', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wake.on('wake', done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** `chunk` belongs to pg's parser and is reused: everything kept of it is copied by decoding here and now. */
  #receive(chunk: Buffer): void {
    const kind = chunk[0];
    if (kind === 0x77 /* w: data */) {
      this.#hear(chunk.readBigUInt64BE(9));
      this.#decode(chunk.subarray(25));
    } else if (kind === 0x6b /* k: keepalive */) {
      this.#hear(chunk.readBigUInt64BE(1));
      this.#moved = true;
      if (chunk[17] === 1) this.#report();
    }
    this.#wake.emit('wake');
  }

  /** After a message that could not be read nothing is: its transaction must not commit without it, nor later ones pass it by. */
  #decode(message: Buffer): void {
    if (this.#error !== null) return;
    try {
      const event = this.#decoder.decode(message);
      if (event !== null) this.#events.push(event);
    } catch (error) {
      this.#fail(error);
    }
    this.#bytes += message.length;
    if (this.#bytes > HIGH_WATER_BYTES && !this.#paused) {
      this.#paused = true;
      this.#connection.stream.pause();
    } else if (this.#paused && this.#bytes < LOW_WATER_BYTES) {
      this.#paused = false;
      this.#connection.stream.resume();
    }
  }

  #hear(end: bigint): void {
    const position = fromBigInt(end);
    if (position > this.#heard) this.#heard = position;
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#error ??= error;
    this.#wake.emit('wake');
  }

  /** Standby status update: written, flushed and applied are one and the same here, namely durable at the destination. */
  #report(): void {
    if (this.#closed || this.#error !== null) return;
    const message = Buffer.alloc(34);
    message.write('r', 0, 'latin1');
    const position = toBigInt(this.#acknowledged);
    for (const offset of [1, 9, 17]) message.writeBigUInt64BE(position, offset);
    message.writeBigInt64BE(BigInt(Date.now() - 946_684_800_000) * 1000n, 25);
    this.#connection.sendCopyFromChunk(message);
  }
}
