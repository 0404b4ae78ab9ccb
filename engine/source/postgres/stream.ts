import type pg from 'pg';
import { connect } from '../../postgres/connect.ts';
import { translate } from '../../postgres/errors.ts';
import { fromHalves, fromLsn } from '../../postgres/lsn.ts';
import { type ChangeEvent, changeSize, type Position } from '../../schema/row.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Spill } from '../reading.ts';
import type { ChangeStream } from '../source.ts';
import { Flow } from './flow.ts';
import { Frames } from './frames.ts';
import { Sorter } from './in-progress/sorter.ts';
import { TransactionStore } from './in-progress/transaction-store.ts';
import { Intake } from './intake.ts';
import { type BinaryLog, PgoutputDecoder } from './pgoutput.ts';
import { startReplication, type WalConnection, walConnection } from './replication.ts';
import { SILENCE_MS, Silence } from './silence.ts';
import { canStream, startCommand } from './start-command.ts';
import { statusUpdate } from './status-update.ts';
import { Wake } from './wake.ts';

/** Decoded but unread bytes at which the socket is left alone: with 4 MB the engine is no faster, and has 219 MB in place of 181-195. */
const HIGH_WATER_BYTES = 2 << 20;

export interface ChangeStreamInit {
  readonly endpoint: PostgresEndpoint;
  /** Of the slot. */
  readonly name: string;
  /** Absent: one with the slot's name. */
  readonly publications?: readonly string[];
  /** Null: from where the slot stands. */
  readonly from: Position | null;
  /** As `server_version_num`. */
  readonly version: number;
  /**
   * For transactions that are told of before they are over, of this stream alone. Null: they are to be told of when they are, and the
   * source keeps them until then.
   */
  readonly spill: Spill | null;
  /** Values are to come in their binary form. */
  readonly binary?: BinaryLog | null;
  /** How long nothing may be heard. */
  readonly silenceMs?: number;
}

/** After so many events the rest waits for the next call. */
const EVENTS_AT_ONCE = 10_000;
/** Roughly: what an event takes beside its rows counts as well. */
const EVENT_SIZE = 64;

export async function openChangeStream(init: ChangeStreamInit): Promise<ChangeStream> {
  const { endpoint, spill, version } = init;
  const store =
    spill === null || !canStream(version) ? null : await TransactionStore.open({ folder: spill.folder, diskBytes: spill.bytes });
  const client = await connect(endpoint, { side: 'source', purpose: 'follow', replication: true, bulk: 'log' });
  const stream = new PostgresChangeStream(client, init, store);
  await stream.begin(init);
  return stream;
}

class PostgresChangeStream implements ChangeStream {
  readonly #client: pg.Client;
  readonly #connection: WalConnection;
  readonly #endpoint: PostgresEndpoint;
  readonly #decoder: PgoutputDecoder;
  readonly #store: TransactionStore | null;
  readonly #sorter: Sorter | null;
  readonly #intake: Intake;
  readonly #silence: Silence;
  #events: ChangeEvent[] = [];
  #bytes = 0;
  readonly #flow: Flow;
  /** What was read last is being applied. */
  #busy = false;
  #moved = false;
  #error: unknown = null;
  #closed = false;
  readonly #wake = new Wake();
  /** Where the log ends as far as it was heard, as two halves. */
  #high: number;
  #low: number;
  #acknowledged: Position;

  constructor(client: pg.Client, init: ChangeStreamInit, store: TransactionStore | null) {
    const { endpoint, name } = init;
    const from = init.from ?? fromLsn('0/0');
    this.#client = client;
    this.#endpoint = endpoint;
    this.#decoder = new PgoutputDecoder(init.binary ?? null);
    this.#store = store;
    this.#sorter = store === null ? null : new Sorter(store);
    this.#intake = new Intake(this.#sorter, (bytes, at) => this.#decode(bytes, at));
    this.#connection = walConnection(client);
    this.#flow = this.#takeOver();
    this.#high = Number.parseInt(from.slice(0, 8), 16);
    this.#low = Number.parseInt(from.slice(8), 16);
    this.#acknowledged = from;
    this.#silence = new Silence({
      endpoint,
      slot: name,
      silenceMs: init.silenceMs ?? SILENCE_MS,
      report: (ask) => this.#report(ask),
      rests: () => this.#isFull,
      fail: (error) => this.#fail(error),
    });
    client.on('end', () => this.#fail(new Error('Connection ended')));
    client.on('error', (error) => this.#fail(error));
  }

  async begin({ name, publications = [name], from, version, binary = null }: ChangeStreamInit): Promise<void> {
    const command = startCommand({ name, publications, from, version, streams: this.#sorter !== null, binary: binary !== null });
    try {
      await startReplication(this.#client, command, (error) => this.#fail(error));
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw translate(error, { side: 'source', endpoint: this.#endpoint });
    }
  }

  /**
   * What the server sends is cut into messages here; all that is not of the log goes to the driver. From before the command is sent: the
   * first messages may share a packet with the server's answer to it.
   */
  #takeOver(): Flow {
    const { stream } = this.#connection;
    const [driver] = stream.listeners('data') as ((bytes: Buffer) => void)[];
    if (driver === undefined) throw new Error('The driver does not listen to its socket.');
    const frames = new Frames({
      data: (bytes, from, to) => this.#receive(bytes, from, to),
      // The driver keeps what is not whole yet, and its buffer is its own to write to.
      rest: (bytes) => driver(Buffer.from(bytes)),
    });
    return new Flow(stream, (bytes) => {
      this.#silence.heard();
      frames.push(bytes);
      this.#wake.call();
      if (this.#busy || this.#isFull || this.#intake.isInside) this.#flow.rest(this.#isFull);
    });
  }

  async next(signal: AbortSignal, meanwhile?: Promise<unknown>): Promise<readonly ChangeEvent[]> {
    // Few reads bring much while nobody is in a hurry.
    if (meanwhile !== undefined) await this.#wake.until(() => this.#isPlenty, signal, meanwhile);
    this.#busy = false;
    if (!this.#isFull) this.#flow.goOn();
    const isSomething = () => this.#events.length > 0 || this.#moved || this.#error !== null;
    for (;;) {
      if (this.#intake.isBehind) await this.#draw();
      if (isSomething() || signal.aborted || meanwhile !== undefined) break;
      if (!this.#intake.isBehind) await this.#wake.until(() => isSomething() || this.#intake.isBehind, signal);
    }
    signal.throwIfAborted();
    if (this.#events.length === 0 && this.#error !== null) throw translate(this.#error, { side: 'source', endpoint: this.#endpoint });
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    this.#moved = false;
    if (!this.#isFull) this.#flow.goOn();
    this.#busy = events.length > 0;
    return events;
  }

  /** While something waits here, what is heard of the log is ahead of what was told: whoever rests at it would pass that over. */
  heard(): Position {
    return this.#events.length > 0 || this.#intake.isBehind ? this.#acknowledged : fromHalves(this.#high, this.#low);
  }

  /** The exact end of the last durable transaction: one byte more would skip a commit that starts right there (trap 23). */
  acknowledge(durable: Position): void {
    const position = this.#sorter?.acknowledgeable(durable) ?? durable;
    if (position <= this.#acknowledged) return;
    this.#acknowledged = position;
    this.#report();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#silence.end();
    this.#flow.end();
    this.#connection.stream.destroy();
    await this.#client.end().catch(() => {});
    await this.#store?.[Symbol.asyncDispose]();
  }

  /** There is a batch to be made. */
  get #isPlenty(): boolean {
    return this.#events.length >= EVENTS_AT_ONCE || this.#isFull || this.#intake.isBehind || this.#error !== null;
  }

  get #isFull(): boolean {
    return this.#bytes + this.#intake.bytes > HIGH_WATER_BYTES;
  }

  #receive(bytes: Buffer, from: number, to: number): void {
    const kind = bytes[from];
    if (kind === 0x77 /* w: data */) {
      this.#hear(bytes.readUInt32BE(from + 9), bytes.readUInt32BE(from + 13));
      this.#take(bytes, from + 25, to);
    } else if (kind === 0x6b /* k: keepalive */) {
      this.#hear(bytes.readUInt32BE(from + 1), bytes.readUInt32BE(from + 5));
      this.#moved = true;
      if (bytes[from + 17] === 1) this.#report();
    }
  }

  async #draw(): Promise<void> {
    try {
      await this.#intake.draw(() => this.#events.length < EVENTS_AT_ONCE && this.#error === null);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** After a message that could not be read nothing is: its transaction must not commit without it, nor later ones pass it by. */
  #take(bytes: Buffer, from: number, to: number): void {
    if (this.#error !== null) return;
    try {
      this.#intake.take(bytes, from, to);
    } catch (error) {
      this.#fail(error);
    }
  }

  #decode(bytes: Buffer, at: number): void {
    const event = this.#decoder.decode(bytes, at);
    if (event === null) return;
    this.#events.push(event);
    this.#bytes += EVENT_SIZE + ('relation' in event ? changeSize(event) : 0);
  }

  #hear(high: number, low: number): void {
    if (high < this.#high || (high === this.#high && low <= this.#low)) return;
    this.#high = high;
    this.#low = low;
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#error ??= error;
    this.#wake.call();
  }

  /** Standby status update: written, flushed and applied are one and the same here, namely durable at the destination. */
  #report(ask = false): void {
    if (this.#closed || this.#error !== null) return;
    this.#connection.sendCopyFromChunk(statusUpdate(this.#acknowledged, ask));
  }
}
