import pg from 'pg';
import { clientConfig } from '../../../postgres/connect.ts';
import { translate } from '../../../postgres/errors.ts';
import { fromBigInt, fromLsn, toLsn } from '../../../postgres/lsn.ts';
import { quote } from '../../../postgres/quote.ts';
import { tlsFailure } from '../../../postgres/tls-failure.ts';
import type { Position } from '../../../schema/row.ts';
import type { PostgresEndpoint } from '../../../task/config.ts';
import { startReplication, type WalConnection, walConnection } from '../replication.ts';
import { SILENCE_MS, Silence } from '../silence.ts';
import { statusUpdate } from '../status-update.ts';

const OPTIONS = `"include-xids" '1', "include-timestamp" '1', "skip-empty-xacts" '1'`;

interface WalsenderInit {
  readonly endpoint: PostgresEndpoint;
  readonly slot: string;
  readonly from: Position | null;
  /** One output of the plugin, and the place it is said to be at. The bytes change after the call. */
  readonly onData: (data: Buffer, at: Position) => void;
  /** How far the log was read. */
  readonly onAlive: (end: Position) => void;
  readonly onEnd: (error: unknown) => void;
  /** How long nothing may be heard. */
  readonly silenceMs?: number;
}

/** A replication session that sends what test_decoding says. Before version 10 it takes no SQL, so none is sent. */
export class Walsender implements AsyncDisposable {
  readonly #client: pg.Client;
  readonly #connection: WalConnection;
  readonly #init: WalsenderInit;
  #acknowledged: Position;
  #silence: Silence | null = null;
  #paused = false;
  #closed = false;

  private constructor(client: pg.Client, init: WalsenderInit) {
    this.#client = client;
    this.#connection = walConnection(client);
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
    this.#paused = true;
    this.#connection.stream.pause();
  }

  resume(): void {
    this.#paused = false;
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
    this.#silence?.end();
    this.#connection.stream.destroy();
    await this.#client.end().catch(() => {});
  }

  /** Handlers stand before the command is sent: the first messages may share a packet with the server's answer to it. */
  async #start(): Promise<void> {
    const { slot, from } = this.#init;
    this.#connection.on('copyData', (message: { readonly chunk: Buffer }) => this.#receive(message.chunk));
    const command = `START_REPLICATION SLOT ${quote(slot)} LOGICAL ${from === null ? '0/0' : toLsn(from)} (${OPTIONS})`;
    await startReplication(this.#client, command, (error) => this.#end(error));
    this.#silence = new Silence({
      endpoint: this.#init.endpoint,
      slot,
      silenceMs: this.#init.silenceMs ?? SILENCE_MS,
      report: (ask) => this.#report(ask),
      rests: () => this.#paused,
      fail: (error) => this.#end(error),
    });
  }

  #receive(chunk: Buffer): void {
    this.#silence?.heard();
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
  #report(ask = false): void {
    if (this.#closed) return;
    this.#connection.sendCopyFromChunk(statusUpdate(this.#acknowledged, ask));
  }
}
