import type { Socket } from 'node:net';
import type pg from 'pg';
import type { RowChunk } from '../../schema/row.ts';

/** Bytes the socket may hold before more is taken from the source. */
const HIGH = 1 << 19;

/**
 * One `COPY ... FROM STDIN` on a connection of `pg`: whole CopyData messages are written to the socket as they are. A connection on
 * which it was broken off is in the middle of a message, and of no more use.
 */
export class CopyIn {
  readonly #sql: string;
  #connection: CopyConnection | null = null;
  #count = 0;
  #began = false;
  #error: { readonly error: unknown } | null = null;
  readonly #ready: Promise<void>;
  readonly #done: Promise<void>;
  #begin: () => void = () => {};
  #end: () => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(sql: string) {
    this.#sql = sql;
    this.#ready = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.#done = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    this.#done.catch(() => {});
  }

  /**
   * Writes all chunks and resolves with the server's own count of rows.
   * @throws the server's error, or that of the chunks
   */
  static async run(client: pg.Client, sql: string, chunks: AsyncIterable<RowChunk>): Promise<number> {
    const copy = new CopyIn(sql);
    client.query(copy as unknown as pg.Submittable);
    return copy.#write(chunks);
  }

  async #write(chunks: AsyncIterable<RowChunk>): Promise<number> {
    for await (const { bytes, free } of chunks) {
      // Not before: reading that has not begun could not be ended, should the statement be refused.
      if (!this.#began) await Promise.race([this.#ready, this.#done]);
      if (this.#error !== null) break;
      const socket = this.#connection?.stream;
      if (socket === undefined) break;
      // Called back when the system has taken the bytes, or the socket is gone.
      if (!socket.write(bytes, free) && socket.writableLength > HIGH && !socket.destroyed) await drained(socket);
    }
    if (!this.#began) await Promise.race([this.#ready, this.#done]);
    if (this.#error === null) this.#connection?.endCopyFrom();
    await this.#done;
    return this.#count;
  }

  submit(connection: CopyConnection): void {
    this.#connection = connection;
    connection.query(this.#sql);
  }

  handleCopyInResponse(): void {
    this.#began = true;
    this.#begin();
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#count = Number(text.split(' ')[1] ?? 0);
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  handleError(error: unknown): void {
    this.#error = { error };
    this.#fail(error);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
}

interface CopyConnection {
  readonly stream: Socket;
  query(sql: string): void;
  endCopyFrom(): void;
}

/** Also when the socket is closed: the statement then ends with the connection's error. A server that refused a row reads on. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
