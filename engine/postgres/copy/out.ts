import type { Socket } from 'node:net';
import type pg from 'pg';
import type { RowChunk } from '../../schema/row.ts';
import { tapInto } from './read-socket.ts';
import { Sift } from './sift.ts';

/** Bytes that wait to be taken before the socket is read no more, and below which it is read again. */
const HIGH = 1 << 19;
const LOW = 1 << 18;

type Listener = (bytes: Buffer) => void;

/**
 * One `COPY ... TO STDOUT` on a connection of `pg`. Its rows pass by the driver: the socket's bytes are sifted, CopyData goes to
 * whoever reads `chunks`, all other messages to the driver, which sees an ordinary statement. (pg-copy-streams takes each message
 * apart and puts it together again: 1.3-1.5 s of processor time for 720 MB against 0.6-0.75 s, engine-anchors.md 7.1.)
 */
export class CopyOut {
  /** Resolves with the server's own count of rows when it has answered; rejects with its error. */
  readonly done: Promise<number>;
  readonly #sql: string;
  readonly #sift = new Sift({ data: (bytes, messages) => this.#take(bytes, messages), rest: (bytes) => this.#rest(bytes) });
  #socket: Socket | null = null;
  #driver: Listener | null = null;
  #waiting: RowChunk[] = [];
  #size = 0;
  #paused = false;
  /** What is being sifted, as long as nobody keeps it. */
  #read: { readonly bytes: Buffer; readonly free: () => void } | null = null;
  #dropped = false;
  #interrupted: { readonly error: unknown } | null = null;
  #over: { readonly error: unknown } | 'done' | null = null;
  #wake: (() => void) | null = null;
  #count = 0;
  #resolve: (rows: number) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(sql: string) {
    this.#sql = sql;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever reads the chunks hears of the error there.
    this.done.catch(() => {});
  }

  /** Sends the statement when the connection's turn comes. */
  static start(client: pg.Client, sql: string): CopyOut {
    const copy = new CopyOut(sql);
    client.query(copy as unknown as pg.Submittable);
    return copy;
  }

  /** What has come, in order; ends with the statement. */
  async *chunks(): AsyncGenerator<RowChunk, void, undefined> {
    for (;;) {
      const chunks = this.#waiting;
      this.#waiting = [];
      for (const chunk of chunks) {
        yield chunk;
        this.#size -= chunk.bytes.length;
        if (this.#paused && this.#size <= LOW) this.#flow();
      }
      if (chunks.length > 0) continue;
      if (this.#interrupted !== null) throw this.#interrupted.error;
      if (this.#over === 'done') return;
      if (this.#over !== null) throw this.#over.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  /** Ends `chunks` with the error, whatever it waits for. */
  interrupt(error: unknown): void {
    this.#interrupted ??= { error };
    this.#waiting = [];
    this.#wake?.();
  }

  /** Nobody reads any more: what still comes is thrown away, so that the answer is reached and the connection is of use again. */
  drop(): void {
    this.#dropped = true;
    this.#waiting = [];
    this.#size = 0;
    this.#flow();
  }

  submit(connection: { readonly stream: Socket; query(sql: string): void }): void {
    const { stream } = connection;
    const [driver] = stream.listeners('data') as Listener[];
    if (driver === undefined) throw new Error('The driver does not listen to its socket.');
    this.#socket = stream;
    this.#driver = driver;
    if (!tapInto(stream, (bytes, free) => this.#onRead(bytes, free))) {
      stream.on('data', this.#onData);
      stream.off('data', driver);
    }
    connection.query(this.#sql);
  }

  readonly #onData: Listener = (bytes) => this.#sift.push(bytes);

  #onRead(bytes: Buffer, free: () => void): void {
    this.#read = { bytes, free };
    this.#sift.push(bytes);
    // Nothing of it is kept, or only a copy.
    if (this.#read !== null) free();
    this.#read = null;
  }

  #rest(bytes: Buffer): void {
    // The driver keeps what is not whole yet, and its buffer is its own to write to.
    this.#driver?.(Buffer.from(bytes));
  }

  #take(bytes: Buffer, messages: number): void {
    if (this.#dropped) return;
    this.#waiting.push(this.#keep(bytes, messages));
    this.#size += bytes.length;
    if (this.#size > HIGH && !this.#paused) {
      this.#paused = true;
      this.#socket?.pause();
    }
    this.#wake?.();
  }

  /** All of what was read goes on as it is; a part of it (there is one at either end of a COPY) as a copy. */
  #keep(bytes: Buffer, messages: number): RowChunk {
    const read = this.#read;
    if (read === null) return { bytes, messages };
    if (read.bytes !== bytes) return { bytes: Buffer.from(bytes), messages };
    this.#read = null;
    return { bytes, messages, free: read.free };
  }

  #flow(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#socket?.resume();
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#count = Number(text.split(' ')[1] ?? 0);
  }

  handleReadyForQuery(): void {
    this.#end('done');
  }

  handleError(error: unknown): void {
    this.#end({ error });
  }

  /** The driver calls these of every statement; a COPY has no rows of theirs. */
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCopyData(): void {}

  #end(how: { readonly error: unknown } | 'done'): void {
    if (this.#over !== null) return;
    this.#over = how;
    const { driver, socket } = { driver: this.#driver, socket: this.#socket };
    if (driver !== null && socket !== null && !tapInto(socket, null)) {
      socket.on('data', driver);
      socket.off('data', this.#onData);
    }
    this.#flow();
    if (how === 'done') this.#resolve(this.#count);
    else this.#reject(how.error);
    this.#wake?.();
  }
}
