import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import { clientConfig } from '../../../postgres/connect.ts';
import { translate } from '../../../postgres/errors.ts';
import { fromBigInt, fromLsn, toBigInt, toLsn } from '../../../postgres/lsn.ts';
import { quote } from '../../../postgres/quote.ts';
import { tlsFailure } from '../../../postgres/tls-failure.ts';
import type { Position } from '../../../schema/row.ts';
import type { PostgresEndpoint } from '../../../task/config.ts';

/** Well under half of the smallest sensible wal_sender_timeout; apart from the data path, so a long apply cannot end the stream. */
const STATUS_INTERVAL_MS = 5_000;
const OPTIONS = `"include-xids" '1', "include-timestamp" '1', "skip-empty-xacts" '1'`;

/** The parts of pg's connection that a walsender session needs and its types do not show. */
interface RawConnection extends EventEmitter {
  readonly stream: Socket;
  sendCopyFromChunk(chunk: Buffer): void;
}

interface WalsenderInit {
  readonly endpoint: PostgresEndpoint;
  readonly slot: string;
  readonly from: Position | null;
  /** One output of the plugin, and the place it is said to be at. The bytes change after the call. */
  readonly onData: (data: Buffer, at: Position) => void;
  /** How far the log was read. */
  readonly onAlive: (end: Position) => void;
  readonly onEnd: (error: unknown) => void;
}

/** A replication session that sends what test_decoding says. Before version 10 it takes no SQL, so none is sent. */
export class Walsender implements AsyncDisposable {
  readonly #client: pg.Client;
  readonly #connection: RawConnection;
  readonly #init: WalsenderInit;
  #acknowledged: Position;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  private constructor(client: pg.Client, init: WalsenderInit) {
    this.#client = client;
    this.#connection = (client as unknown as { readonly connection: RawConnection }).connection;
    this.#init = init;
    this.#acknowledged = init.from ?? fromLsn('0/0');
  }

  /** @throws EngineError when the server refuses */
  static async open(init: WalsenderInit): Promise<Walsender> {
    const scope = { side: 'source', endpoint: init.endpoint } as const;
    const client = new pg.Client(clientConfig(init.endpoint, { side: 'source', purpose: 'follow', replication: true }));
    const walsender = new Walsender(client, init);
    client.on('error', (error) => walsender.#end(error));
    client.on('end', () => walsender.#end(new Error('Connection ended')));
    try {
      await client.connect();
      await walsender.#start();
      return walsender;
    } catch (error) {
      await walsender[Symbol.asyncDispose]();
      throw tlsFailure(error, scope) ?? translate(error, scope);
    }
  }

  pause(): void {
    this.#connection.stream.pause();
  }

  resume(): void {
    this.#connection.stream.resume();
  }

  acknowledge(position: Position): void {
    if (position <= this.#acknowledged) return;
    this.#acknowledged = position;
    this.#report();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#connection.stream.destroy();
    await this.#client.end().catch(() => {});
  }

  /** Handlers stand before the command is sent: the first messages may share a packet with the server's answer to it. */
  async #start(): Promise<void> {
    const { slot, from } = this.#init;
    const started = new Promise<void>((resolve) => this.#connection.once('replicationStart', resolve));
    this.#connection.on('copyData', (message: { readonly chunk: Buffer }) => this.#receive(message.chunk));
    const command = `START_REPLICATION SLOT ${quote(slot)} LOGICAL ${from === null ? '0/0' : toLsn(from)} (${OPTIONS})`;
    // The command's own answer comes only when the stream ends: an early one is a refusal.
    const ended = this.#client.query(command).then(() => {
      throw new Error('Connection ended');
    });
    ended.catch((error: unknown) => this.#end(error));
    await Promise.race([started, ended]);
    this.#timer = setInterval(() => this.#report(), STATUS_INTERVAL_MS);
  }

  #receive(chunk: Buffer): void {
    if (chunk[0] === 0x77 /* w: data */) this.#init.onData(chunk.subarray(25), fromBigInt(chunk.readBigUInt64BE(1)));
    else if (chunk[0] === 0x6b /* k: keepalive */) {
      this.#init.onAlive(fromBigInt(chunk.readBigUInt64BE(1)));
      if (chunk[17] === 1) this.#report();
    }
  }

  #end(error: unknown): void {
    if (!this.#closed) this.#init.onEnd(error);
  }

  /** Standby status update: written, flushed and applied are one and the same here, namely durable at the destination. */
  #report(): void {
    if (this.#closed) return;
    const message = Buffer.alloc(34);
    message.write('r', 0, 'latin1');
    const position = toBigInt(this.#acknowledged);
    for (const offset of [1, 9, 17]) message.writeBigUInt64BE(position, offset);
    message.writeBigInt64BE(BigInt(Date.now() - 946_684_800_000) * 1000n, 25);
    this.#connection.sendCopyFromChunk(message);
  }
}
