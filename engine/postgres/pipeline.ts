import type { Socket } from 'node:net';
import type pg from 'pg';

/** One statement; it is prepared under its name the first time. Buffers are values in PostgreSQL's binary form. */
export interface PipelinedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (Buffer | string | null)[];
}

/** What the server answered: for each statement the number of rows it touched. */
export type Touched = readonly number[];

interface Wire {
  readonly stream: Socket;
  parse(statement: { readonly name: string; readonly text: string; readonly types: readonly number[] }): void;
  execute(): void;
  sync(): void;
}

/**
 * Statements that are sent together and answered together: one round trip, whatever they are. The server passes over everything behind
 * one that fails, so a COMMIT at the end is reached only when all before it succeeded.
 */
export class Pipeline {
  readonly #statements: readonly PipelinedStatement[];
  readonly #prepared: ReadonlySet<string>;
  readonly #touched: number[] = [];
  #resolve: (touched: Touched) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  private constructor(statements: readonly PipelinedStatement[], prepared: ReadonlySet<string>) {
    this.#statements = statements;
    this.#prepared = prepared;
  }

  /**
   * @param prepared names the connection knows already; those of `statements` are known to it when this resolves
   * @throws PipelineError with the server's error and which statement it was
   */
  static run(client: pg.ClientBase, statements: readonly PipelinedStatement[], prepared: ReadonlySet<string>): Promise<Touched> {
    const pipeline = new Pipeline(statements, prepared);
    return new Promise((resolve, reject) => {
      pipeline.#resolve = resolve;
      pipeline.#reject = reject;
      client.query(pipeline as unknown as pg.Submittable);
    });
  }

  submit(wire: Wire): void {
    const parsed = new Set<string>();
    wire.stream.cork();
    for (const { name, text, values } of this.#statements) {
      if (!this.#prepared.has(name) && !parsed.has(name)) wire.parse({ name, text, types: [] });
      parsed.add(name);
      bind(wire.stream, name, values);
      wire.execute();
    }
    wire.sync();
    wire.stream.uncork();
  }

  /** The last number of a tag such as `INSERT 0 5`; there is none in `BEGIN`. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#touched.push(Number(/\d+$/.exec(text)?.[0] ?? 0));
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#touched);
  }

  handleError(error: unknown): void {
    this.#reject(new PipelineError(error, this.#touched.length));
  }

  /** The driver calls these of every statement; none of these gives rows. */
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** A statement of a pipeline failed, and with it all behind it. */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';
  /** Which one, from 0. */
  readonly at: number;

  constructor(cause: unknown, at: number) {
    super('A statement of a pipeline failed', { cause });
    this.at = at;
  }
}

/** Written by hand, for the driver copies every value twice: batches have megabytes of them. */
function bind(stream: Socket, name: string, values: readonly (Buffer | string | null)[]): void {
  const bytes = values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value));
  const size = bytes.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 0);
  const head = Buffer.alloc(1 + 4 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 * values.length + 2);
  // Everything after the letter, and the two numbers at the end that ask for results as text.
  const length = head.length - 1 + size + 2;
  let at = head.write('B', 0, 'latin1');
  at = head.writeUInt32BE(length, at) + 1;
  at += head.write(name, at) + 1;
  at = head.writeUInt16BE(values.length, at);
  for (const value of values) at = head.writeUInt16BE(Buffer.isBuffer(value) ? 1 : 0, at);
  head.writeUInt16BE(values.length, at);
  stream.write(head);
  for (const value of bytes) {
    const count = Buffer.alloc(4);
    count.writeInt32BE(value === null ? -1 : value.length);
    stream.write(count);
    if (value !== null && value.length > 0) stream.write(value);
  }
  stream.write(NO_FORMATS);
}

const NO_FORMATS = Buffer.alloc(2);
