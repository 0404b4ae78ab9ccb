import pg from 'pg';
import { isBrokenConnection } from '../broken-connection.ts';
import type { Random } from '../random.ts';
import { connected, type TestClient } from '../servers.ts';
import { anyChange, bulky, emptied, huge, tpcb, type Work } from './writing.ts';

const LANES = 3;
/** Two cores have to have something left for the engine. */
const REST_MS = 20;
const BULKY_REST_MS = 900;
const RECONNECT_MS = 200;
/** What writers do to each other on a real server: the transaction is gone and the next one comes. */
export const EXPECTED: ReadonlySet<string> = new Set(['40P01', '40001', '55P03', '23505', '23503']);

type Lane = 'many' | 'bulky';

interface WriterInit {
  readonly url: string;
  readonly random: Random;
  /** Where numbers go on from. */
  readonly serial: number;
  /** Nothing is written while this is true. */
  readonly tooFast: () => boolean;
}

/** Writes at random until it is stopped, through crashes of the server: small transactions on some connections, large ones on one. */
export class LoadWriter {
  readonly #stop = new AbortController();
  readonly #done: readonly Promise<void>[];
  readonly #url: string;
  readonly #tooFast: () => boolean;
  #serial: number;
  #committed = 0;
  #refused = 0;

  constructor(init: WriterInit) {
    this.#url = init.url;
    this.#tooFast = init.tooFast;
    this.#serial = init.serial;
    const lanes: readonly Lane[] = [...Array.from({ length: LANES }, () => 'many' as const), 'bulky'];
    this.#done = lanes.map((lane, number) => this.#write({ lane, number, random: init.random.fork() }));
    // A failure is told by `stop`.
    for (const done of this.#done) done.catch(() => {});
  }

  /** The last number that was used: another writer goes on from there. */
  get serial(): number {
    return this.#serial;
  }

  async stop(): Promise<string> {
    this.#stop.abort();
    await Promise.all(this.#done);
    return `${this.#committed} transactions written, ${this.#refused} refused`;
  }

  async #write(init: { readonly lane: Lane; readonly number: number; readonly random: Random }): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await using client = await connected(this.#url);
        await client.query("set lock_timeout = '2s'");
        // Whether the last transaction before a crash was committed is for the server to say.
        const { rows } = await client.query<{ n: string | null }>('select max(n) as n from live.ledger where writer = $1', [init.number]);
        let n = Number(rows[0]?.n ?? 0);
        while (!this.#stop.signal.aborted) {
          if (await this.#transaction(client, { ...init, n: n + 1 })) n += 1;
          await rest(init.lane === 'bulky' ? init.random.below(2 * BULKY_REST_MS) : REST_MS);
          while (this.#tooFast() && !this.#stop.signal.aborted) await rest(REST_MS);
        }
      } catch (error) {
        if (!isBrokenConnection(error)) throw error;
        await rest(RECONNECT_MS);
      }
    }
  }

  /** True when it was committed. */
  async #transaction(
    client: TestClient,
    { lane, number, random, n }: { readonly lane: Lane; readonly number: number; readonly random: Random; readonly n: number },
  ): Promise<boolean> {
    try {
      await client.query('begin');
      await client.query('insert into live.ledger values ($1, $2)', [number, n]);
      await this.#run(client, this.#work(lane, random));
      if (random.chance(0.1)) {
        await client.query('savepoint undone');
        await client.query('insert into live.ledger values ($1, $2)', [number, -n]);
        await this.#run(client, anyChange(random, this.#next()));
        await client.query('rollback to undone');
      }
      const commit = random.chance(0.95);
      await client.query(commit ? 'commit' : 'rollback');
      if (commit) this.#committed += 1;
      return commit;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !EXPECTED.has(error.code ?? '')) throw error;
      this.#refused += 1;
      await client.query('rollback');
      return false;
    }
  }

  #work(lane: Lane, random: Random): Work {
    if (lane === 'bulky') return (random.chance(0.1) ? huge : bulky)(random, this.#next());
    if (random.chance(0.01)) return emptied(random, this.#next());
    if (random.chance(0.4)) return tpcb(random, this.#next());
    return Array.from({ length: 1 + random.below(4) }, () => anyChange(random, this.#next())).flat();
  }

  async #run(client: TestClient, work: Work): Promise<void> {
    for (const [sql, values = []] of work) await client.query(sql, [...values]);
  }

  #next(): number {
    this.#serial += 1;
    return this.#serial;
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
