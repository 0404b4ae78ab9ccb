import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isBrokenConnection } from './broken-connection.ts';
import type { Random } from './random.ts';
import { connected, type TestClient } from './servers.ts';

const RECONNECT_MS = 200;
const NONE: ReadonlySet<string> = new Set();

/** Statements of one transaction, which is rolled back when the last one says so. */
export type Transaction = readonly string[];

export interface Turn {
  readonly random: Random;
  /** Another number each time: it makes names and keys that nothing has had before. */
  readonly serial: number;
}

/** A change of what tables are, at the source; `Moment` is its turn with what there is just then. */
export interface DdlKind<Moment extends Turn> {
  readonly name: string;
  /** Null when there is nothing just now that it could be done to. */
  readonly transactions: (moment: Moment) => readonly Transaction[] | null;
}

/** What a run chooses for each of its writers. */
export interface DdlRun {
  readonly url: string;
  readonly random: Random;
  /** Nothing is changed while this is true. */
  readonly tooFast: () => boolean;
}

interface DdlWriterInit<Moment extends Turn> extends DdlRun {
  readonly kinds: readonly DdlKind<Moment>[];
  /** What there is at the source, asked before each: after a crash only the server knows what was committed. */
  readonly look: (client: TestClient, turn: Turn) => Promise<Moment>;
  /** Between two, on average. */
  readonly restMs: number;
  /** Where numbers go on from: the beginning where nothing is said. */
  readonly serial?: number;
  /** A command waits behind nobody's transaction for longer, nor lets everybody wait behind it. No limit where nothing is said. */
  readonly lockTimeoutMs?: number;
  /** Codes with which the server may refuse one: it is then rolled back and counted. Any other ends the run. */
  readonly expected?: ReadonlySet<string>;
}

/** Changes tables beside the load until it is stopped, through crashes of the server: every kind in turn, in another order each time. */
export class DdlWriter<Moment extends Turn> {
  readonly #init: DdlWriterInit<Moment>;
  readonly #expected: ReadonlySet<string>;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  readonly #ran = new Map<string, number>();
  #serial: number;
  #queue: readonly DdlKind<Moment>[] = [];
  #refused = 0;

  constructor(init: DdlWriterInit<Moment>) {
    this.#init = init;
    this.#expected = init.expected ?? NONE;
    this.#serial = init.serial ?? 0;
    this.#done = this.#write();
    // A failure is told by `stop`.
    this.#done.catch(() => {});
  }

  /** The last number that was used: another writer goes on from there. */
  get serial(): number {
    return this.#serial;
  }

  /** Resolves with what was done, in words. */
  async stop(): Promise<string> {
    this.#stop.abort();
    await this.#done;
    const times = [...this.#ran.values()].reduce((sum, count) => sum + count, 0);
    const refused = this.#expected.size === 0 ? '' : `, ${this.#refused} refused`;
    return `${times} times DDL of ${this.#ran.size} kinds out of ${this.#init.kinds.length}${refused}`;
  }

  async #write(): Promise<void> {
    const { url, random, restMs, lockTimeoutMs, tooFast } = this.#init;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await using client = await connected(url);
        if (lockTimeoutMs !== undefined) await client.query(`set lock_timeout = ${lockTimeoutMs}`);
        while (!signal.aborted) {
          await this.#next(client);
          await pause(random.below(2 * restMs));
          while (tooFast() && !signal.aborted) await pause(RECONNECT_MS);
        }
      } catch (error) {
        if (!isBrokenConnection(error)) throw error;
        await pause(RECONNECT_MS);
      }
    }
  }

  async #next(client: TestClient): Promise<void> {
    const { kinds, random, look } = this.#init;
    if (this.#queue.length === 0) this.#queue = random.shuffled(kinds);
    const [ddl, ...rest] = this.#queue;
    this.#queue = rest;
    if (ddl === undefined) return;
    this.#serial += 1;
    const transactions = ddl.transactions(await look(client, { random: random.fork(), serial: this.#serial }));
    if (transactions === null) return;
    try {
      for (const statements of transactions) await run(client, statements);
      this.#ran.set(ddl.name, (this.#ran.get(ddl.name) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || isBrokenConnection(error)) throw error;
      if (!this.#expected.has(error.code ?? ''))
        throw new Error(`${ddl.name}: ${error.message}\n${transactions.flat().join('\n')}`, { cause: error });
      await client.query('rollback');
      this.#refused += 1;
    }
  }
}

/** One statement runs by itself, as most DDL does. */
async function run(client: TestClient, statements: Transaction): Promise<void> {
  if (statements.length > 1) await client.query('begin');
  for (const statement of statements) await client.query(statement);
  if (statements.length > 1 && statements.at(-1) !== 'rollback') await client.query('commit');
}
