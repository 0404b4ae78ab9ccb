import pg from 'pg';
import { isBrokenConnection } from '../broken-connection.ts';
import type { Random } from '../random.ts';
import { connected, type TestClient } from '../servers.ts';
import type { Sizes } from './tables.ts';
import { anyChange } from './writing.ts';

const LANES = 2;
/** Two cores have to have something left for the engine. */
const REST_MS = 8;
const RECONNECT_MS = 200;
/** What writers, and the DDL of faults, do to each other on a real server: the transaction is gone and the next one comes. */
const EXPECTED: ReadonlySet<string> = new Set(['40P01', '40001', '55P03', '23505', '23503', '42P01']);

/** Writes at random until it is stopped, through crashes of the server: every kind of change, on all tables, with rollbacks. */
export class LoadWriter {
  readonly #stop = new AbortController();
  readonly #done: readonly Promise<void>[];
  readonly #init: { readonly url: string; readonly sizes: Sizes };
  #serial = 0;
  #committed = 0;
  #refused = 0;

  constructor(init: { readonly url: string; readonly sizes: Sizes; readonly random: Random }) {
    this.#init = init;
    this.#done = Array.from({ length: LANES }, () => this.#write(init.random.fork()));
    // A failure is told by `stop`.
    for (const done of this.#done) done.catch(() => {});
  }

  async stop(): Promise<string> {
    this.#stop.abort();
    await Promise.all(this.#done);
    return `${this.#committed} transactions written, ${this.#refused} refused`;
  }

  async #write(random: Random): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await using client = await connected(this.#init.url);
        // A fault's DDL waits for the engine's view, and everybody for the DDL: nothing else would be written meanwhile.
        await client.query("set lock_timeout = '150ms'");
        while (!this.#stop.signal.aborted) {
          await this.#transaction(client, random);
          await rest(REST_MS);
        }
      } catch (error) {
        if (!isBrokenConnection(error)) throw error;
        await rest(RECONNECT_MS);
      }
    }
  }

  async #transaction(client: TestClient, random: Random): Promise<void> {
    try {
      await client.query('begin');
      for (let count = 1 + random.below(5); count > 0; count -= 1) await this.#change(client, random);
      if (random.chance(0.05)) {
        await client.query('savepoint half');
        await this.#change(client, random);
        await client.query('rollback to half');
      }
      const commit = random.chance(0.95);
      await client.query(commit ? 'commit' : 'rollback');
      if (commit) this.#committed += 1;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !EXPECTED.has(error.code ?? '')) throw error;
      this.#refused += 1;
      await client.query('rollback');
    }
  }

  async #change(client: TestClient, random: Random): Promise<void> {
    this.#serial += 1;
    const [sql, values] = anyChange(random, this.#init.sizes, this.#serial);
    await client.query(sql, [...values]);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
