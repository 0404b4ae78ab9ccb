import type { Socket } from 'node:net';
import type pg from 'pg';

/** One statement; it is prepared under its name the first time. Buffers are values in PostgreSQL's binary form. */
export interface PipelinedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (Buffer | string | null)[];
  /** CopyData messages that a `COPY ... FROM STDIN` reads. */
  readonly copy?: readonly Buffer[];
}

/** What the server answered: for each statement the number of rows it touched. */
export type Touched = readonly number[];

/** Statements (from 0) whose end is to be told as it comes, not with all others at the end; each is given when it was. */
export type Ends = Map<number, number>;

/** What is asked of the driver beside its questions: whether a pipeline may be written behind another one. */
interface Driver {
  readonly connection: Wire;
  readonly _activeQuery: unknown;
  readonly _queryQueue: unknown[];
}

interface Wire {
  readonly stream: Socket;
  parse(statement: { readonly name: string; readonly text: string; readonly types: readonly number[] }): void;
  execute(): void;
  flush(): void;
  sync(): void;
}

/**
 * Statements that are sent together and answered together: one round trip, whatever they are. The server passes over everything behind
 * one that fails, so a COMMIT at the end is reached only when all before it succeeded.
 */
export class Pipeline {
  readonly #statements: readonly PipelinedStatement[];
  /** Names the connection does not know yet. */
  readonly #fresh: ReadonlySet<string>;
  readonly #ends: Ends | undefined;
  readonly #touched: number[] = [];
  #isWritten = false;
  #resolve: (touched: Touched) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  private constructor(statements: readonly PipelinedStatement[], prepared: ReadonlySet<string>, ends: Ends | undefined) {
    this.#statements = statements;
    this.#fresh = new Set(statements.map(({ name }) => name).filter((name) => !prepared.has(name)));
    this.#ends = ends;
  }

  /**
   * While the server is busy with pipelines alone this one is written behind them, so that it goes on without waiting for us.
   * @param prepared names the connection knows already; those of `statements` are known to it for whatever comes behind
   * @throws PipelineError with the server's error and which statement it was
   */
  static run(
    client: pg.ClientBase,
    statements: readonly PipelinedStatement[],
    prepared: ReadonlySet<string>,
    ends?: Ends,
  ): Promise<Touched> {
    const pipeline = new Pipeline(statements, prepared, ends);
    return new Promise((resolve, reject) => {
      pipeline.#resolve = resolve;
      pipeline.#reject = reject;
      const { connection, _activeQuery: active, _queryQueue: queue } = client as unknown as Driver;
      if (![active, ...queue].every((each) => each instanceof Pipeline && each.#isWritten)) {
        client.query(pipeline as unknown as pg.Submittable);
        return;
      }
      queue.push(pipeline);
      pipeline.submit(connection);
    });
  }

  submit(wire: Wire): void {
    if (this.#isWritten) return;
    this.#isWritten = true;
    const parsed = new Set<string>();
    wire.stream.cork();
    for (const [at, { name, text, values, copy }] of this.#statements.entries()) {
      if (this.#fresh.has(name) && !parsed.has(name)) wire.parse({ name, text, types: [] });
      parsed.add(name);
      bind(wire.stream, name, values);
      wire.execute();
      // Nobody waits for the server to ask for it: if the statement is not reached, it passes over this as well.
      for (const message of copy ?? []) wire.stream.write(message);
      if (copy !== undefined) wire.stream.write(COPY_DONE);
      if (this.#ends?.has(at)) wire.flush();
    }
    wire.sync();
    wire.stream.uncork();
  }

  /** The last number of a tag such as `INSERT 0 5`; there is none in `BEGIN`. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    if (this.#ends?.has(this.#touched.length)) this.#ends.set(this.#touched.length, performance.now());
    this.#touched.push(Number(/\d+$/.exec(text)?.[0] ?? 0));
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#touched);
  }

  handleError(error: unknown): void {
    this.#reject(new PipelineError(error, this.#touched.length));
  }

  /** The driver calls these of every statement; none of these gives rows. */
  handleCopyInResponse(): void {}
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
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);
