import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { connect } from '../../../postgres/connect.ts';
import { translate } from '../../../postgres/errors.ts';
import { fromBigInt, fromLsn, toBigInt } from '../../../postgres/lsn.ts';
import type { ChangeEvent, Position } from '../../../schema/row.ts';
import type { ChangeStream } from '../../source.ts';
import { TestDecodingDecoder } from './decoder.ts';
import { catalogLookup } from './describe.ts';
import type { TestDecodingInit } from './init.ts';
import { type Recode, recoder } from './recode.ts';
import { Spool } from './spool.ts';
import { parseBegin, parseCommit } from './text.ts';
import { Walsender } from './walsender.ts';

/** Committed but unread bytes at which the socket is no longer read, and at which it is read again. */
const HIGH_WATER_BYTES = 8 << 20;
const LOW_WATER_BYTES = 2 << 20;
/** After so many events the rest waits for the next call. */
const EVENTS_AT_ONCE = 10_000;

/** Opens the stream of a slot that decodes by test_decoding: sources before version 10 have no pgoutput. */
export async function openTestDecodingStream(init: TestDecodingInit): Promise<ChangeStream> {
  const client = await connect(init.endpoint, { side: 'source', purpose: 'follow catalog' });
  const stream = new TestDecodingStream(init, { client, spool: await Spool.open(init.spill), recode: await recoder(client) });
  try {
    await stream.begin();
    return stream;
  } catch (error) {
    await stream[Symbol.asyncDispose]();
    throw error;
  }
}

/** A transaction that is committed and was not read to its end. */
interface Committed {
  readonly number: number;
  readonly at: number;
  readonly end: Position;
  readonly pieces: AsyncIterator<readonly Buffer[]>;
  readonly bytes: number;
  begun: boolean;
  /** It was there when tables were looked at last: they are at least as far. */
  seen: boolean;
}

interface Parts {
  readonly client: pg.Client;
  readonly spool: Spool;
  readonly recode: Recode;
}

class TestDecodingStream implements ChangeStream {
  readonly #init: TestDecodingInit;
  readonly #parts: Parts;
  readonly #decoder: TestDecodingDecoder;
  readonly #wake = new EventEmitter();
  #walsender: Walsender | null = null;
  #queue: Committed[] = [];
  #unread = 0;
  #paused = false;
  /** The transaction that is being told. */
  #number: number | null = null;
  #moved = false;
  #error: unknown = null;
  #closed = false;
  #heard: Position;
  /** Up to here everything was handed over. */
  #settled: Position;

  constructor(init: TestDecodingInit, parts: Parts) {
    this.#init = init;
    this.#parts = parts;
    this.#decoder = new TestDecodingDecoder(catalogLookup(parts.client), init.follows, init.noted === true);
    this.#heard = init.from ?? fromLsn('0/0');
    this.#settled = this.#heard;
  }

  async begin(): Promise<void> {
    this.#walsender = await Walsender.open({
      endpoint: this.#init.endpoint,
      slot: this.#init.name,
      from: this.#init.from,
      ...(this.#init.silenceMs === undefined ? {} : { silenceMs: this.#init.silenceMs }),
      onData: (data, at) => this.#guarded(() => this.#receive(data, at)),
      onAlive: (end) => {
        this.#hear(end);
        this.#moved = true;
        this.#wake.emit('wake');
      },
      onEnd: (error) => this.#fail(error),
    });
  }

  async next(signal: AbortSignal, meanwhile?: Promise<unknown>): Promise<readonly ChangeEvent[]> {
    let isOver = false;
    const over = () => {
      isOver = true;
      this.#wake.emit('wake');
    };
    meanwhile?.then(over, over);
    while (this.#queue.length === 0 && !this.#moved && !isOver && this.#error === null && !signal.aborted) await this.#woken(signal);
    signal.throwIfAborted();
    if (this.#queue.length === 0 && this.#error !== null) throw this.#translated(this.#error);
    this.#moved = false;
    const events: ChangeEvent[] = [];
    try {
      for (let head = this.#queue[0]; head !== undefined && events.length < EVENTS_AT_ONCE; head = this.#queue[0]) {
        signal.throwIfAborted();
        await this.#read(head, events);
      }
    } catch (error) {
      // What could not be read must not be passed by: nothing that comes after it is told.
      this.#queue = [];
      this.#fail(error);
      throw this.#translated(error);
    }
    this.#settle();
    return events;
  }

  /** While something is not handed over yet, only what is before it: whoever rests acknowledges this. */
  heard(): Position {
    return this.#settled;
  }

  /** The exact end of the last durable transaction: one byte more would skip a commit that starts right there. */
  acknowledge(position: Position): void {
    if (this.#error === null) this.#walsender?.acknowledge(position);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#walsender?.[Symbol.asyncDispose]();
    await this.#parts.client.end().catch(() => {});
    await this.#parts.spool[Symbol.asyncDispose]();
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

  /** `at` of a COMMIT is the end of its record, which nothing in the text tells. */
  #receive(data: Buffer, at: Position): void {
    this.#hear(at);
    // A change begins with the name of what it is of in lower case.
    if (data[0] === 0x42 /* BEGIN */) this.#number = parseBegin(data.toString('latin1'));
    else if (data[0] === 0x43 /* COMMIT */) this.#commit(data.toString('latin1'), at);
    else if (this.#number !== null) this.#parts.spool.push(data);
  }

  #commit(text: string, end: Position): void {
    if (this.#number === null) throw new Error('The log commits a transaction that did not begin.');
    const { pieces, bytes } = this.#parts.spool.take();
    this.#queue.push({
      number: this.#number,
      at: parseCommit(text),
      end,
      pieces: pieces[Symbol.asyncIterator](),
      bytes,
      begun: false,
      seen: false,
    });
    this.#number = null;
    this.#unread += bytes;
    if (this.#unread > HIGH_WATER_BYTES && !this.#paused) {
      this.#paused = true;
      this.#walsender?.pause();
    }
    this.#wake.emit('wake');
  }

  async #read(head: Committed, events: ChangeEvent[]): Promise<void> {
    if (!head.seen) {
      this.#decoder.again();
      for (const each of this.#queue) each.seen = true;
    }
    if (!head.begun) {
      head.begun = true;
      // Where the commit record begins is not told; any place within it is before what comes after, and after what came before.
      events.push({ kind: 'begin', at: head.at, commit: fromBigInt(toBigInt(head.end) - 1n), number: head.number });
    }
    const piece = await head.pieces.next();
    if (piece.done !== true) {
      for (const text of await this.#parts.recode(piece.value)) {
        const change = await this.#decoder.decode(text, head.end);
        if (change === null) continue;
        this.#init.onChange?.(change);
        events.push(change);
      }
      return;
    }
    events.push({ kind: 'commit', end: head.end, at: head.at });
    this.#queue.shift();
    this.#settled = head.end;
    this.#unread -= head.bytes;
    if (this.#paused && this.#unread < LOW_WATER_BYTES) {
      this.#paused = false;
      this.#walsender?.resume();
    }
  }

  #settle(): void {
    if (this.#queue.length === 0 && this.#number === null && this.#heard > this.#settled) this.#settled = this.#heard;
  }

  #hear(end: Position): void {
    if (end > this.#heard) this.#heard = end;
  }

  #guarded(work: () => void): void {
    if (this.#error !== null) return;
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#error ??= error;
    this.#wake.emit('wake');
  }

  #translated(error: unknown): unknown {
    return translate(error, { side: 'source', endpoint: this.#init.endpoint });
  }
}
