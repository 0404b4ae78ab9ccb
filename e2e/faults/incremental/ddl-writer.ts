import pg from 'pg';
import { isBrokenConnection } from '../broken-connection.ts';
import type { Random } from '../random.ts';
import { connected, type TestClient } from '../servers.ts';
import { COLUMNS } from './ddl-columns.ts';
import type { Ddl } from './ddl-moment.ts';
import { TABLE_DDL } from './ddl-tables.ts';
import { lasts } from './fault.ts';
import { shapeOf } from './shape.ts';
import { EXPECTED, RECONNECT_MS } from './writer.ts';

const KINDS: readonly Ddl[] = [...COLUMNS, ...TABLE_DDL];
/** A command waits behind nobody's transaction for longer, nor lets everybody wait behind it. */
const LOCK_TIMEOUT = "set lock_timeout = '1s'";
const REST_MS = 900;

/** Changes tables beside the load until it is stopped, through crashes of the server: every kind in turn, in another order each time. */
export class DdlWriter {
  readonly #url: string;
  readonly #random: Random;
  readonly #tooFast: () => boolean;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  readonly #ran = new Map<string, number>();
  #serial: number;
  #queue: readonly Ddl[] = [];
  #refused = 0;

  constructor(init: { readonly url: string; readonly random: Random; readonly serial: number; readonly tooFast: () => boolean }) {
    this.#url = init.url;
    this.#random = init.random;
    this.#serial = init.serial;
    this.#tooFast = init.tooFast;
    this.#done = this.#write();
    // A failure is told by `stop`.
    this.#done.catch(() => {});
  }

  /** The last number that was used: another writer goes on from there. */
  get serial(): number {
    return this.#serial;
  }

  async stop(): Promise<string> {
    this.#stop.abort();
    await this.#done;
    const times = [...this.#ran.values()].reduce((sum, count) => sum + count, 0);
    return `${times} times DDL of ${this.#ran.size} kinds out of ${KINDS.length}, ${this.#refused} refused`;
  }

  async #write(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await using client = await connected(this.#url);
        await client.query(LOCK_TIMEOUT);
        while (!signal.aborted) {
          await this.#next(client);
          await lasts(this.#random.below(2 * REST_MS));
          while (this.#tooFast() && !signal.aborted) await lasts(RECONNECT_MS);
        }
      } catch (error) {
        if (!isBrokenConnection(error)) throw error;
        await lasts(RECONNECT_MS);
      }
    }
  }

  async #next(client: TestClient): Promise<void> {
    if (this.#queue.length === 0) this.#queue = this.#random.shuffled(KINDS);
    const [ddl, ...rest] = this.#queue;
    this.#queue = rest;
    if (ddl === undefined) return;
    this.#serial += 1;
    const shape = await shapeOf(client);
    const transactions = ddl.transactions({ random: this.#random.fork(), serial: this.#serial, shape });
    if (transactions === null) return;
    try {
      for (const statements of transactions) await run(client, statements);
      this.#ran.set(ddl.name, (this.#ran.get(ddl.name) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || isBrokenConnection(error)) throw error;
      await client.query('rollback');
      if (!EXPECTED.has(error.code ?? ''))
        throw new Error(`${ddl.name}: ${error.message}\n${transactions.flat().join('\n')}`, { cause: error });
      this.#refused += 1;
    }
  }
}

/** One statement runs by itself, as most DDL does. */
async function run(client: TestClient, statements: readonly string[]): Promise<void> {
  if (statements.length > 1) await client.query('begin');
  for (const statement of statements) await client.query(statement);
  if (statements.length > 1 && statements.at(-1) !== 'rollback') await client.query('commit');
}
