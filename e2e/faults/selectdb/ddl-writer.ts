import pg from 'pg';
import { isBrokenConnection } from '../broken-connection.ts';
import type { Random } from '../random.ts';
import { connected, type TestClient } from '../servers.ts';
import { DDL, type Ddl } from './ddl.ts';
import { lasts } from './fault.ts';
import { madeTables } from './made.ts';

const REST_MS = 700;
const RECONNECT_MS = 200;

/** Changes tables beside the load until it is stopped, through crashes of the server: every kind in turn, in another order each time. */
export class DdlWriter {
  readonly #url: string;
  readonly #random: Random;
  readonly #tooFast: () => boolean;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  readonly #ran = new Map<string, number>();
  #serial = 0;
  #queue: readonly Ddl[] = [];

  /** @param init nothing is changed while it is `tooFast` */
  constructor(init: { readonly url: string; readonly random: Random; readonly tooFast: () => boolean }) {
    this.#url = init.url;
    this.#random = init.random;
    this.#tooFast = init.tooFast;
    this.#done = this.#write();
    // A failure is told by `stop`.
    this.#done.catch(() => {});
  }

  async stop(): Promise<string> {
    this.#stop.abort();
    await this.#done;
    const times = [...this.#ran.values()].reduce((sum, count) => sum + count, 0);
    return `${times} times DDL of ${this.#ran.size} kinds out of ${DDL.length}`;
  }

  async #write(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await using client = await connected(this.#url);
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
    if (this.#queue.length === 0) this.#queue = this.#random.shuffled(DDL);
    const [ddl, ...rest] = this.#queue;
    this.#queue = rest;
    if (ddl === undefined) return;
    this.#serial += 1;
    const transactions = ddl.transactions({ random: this.#random.fork(), serial: this.#serial, made: await madeTables(client) });
    if (transactions === null) return;
    try {
      for (const statements of transactions) await run(client, statements);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || isBrokenConnection(error)) throw error;
      throw new Error(`${ddl.name}: ${error.message}\n${transactions.flat().join('\n')}`, { cause: error });
    }
    this.#ran.set(ddl.name, (this.#ran.get(ddl.name) ?? 0) + 1);
  }
}

async function run(client: TestClient, statements: readonly string[]): Promise<void> {
  await client.query('begin');
  for (const statement of statements) await client.query(statement);
  if (statements.at(-1) !== 'rollback') await client.query('commit');
}
