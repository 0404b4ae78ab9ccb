import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Dice } from './dice.ts';
import type { Work, Write } from './work.ts';
import { INVENTORY } from './work-inventory.ts';
import { PEOPLE } from './work-people.ts';
import { SALES } from './work-sales.ts';

export interface WriterOptions {
  /** Transactions a second, all connections together. */
  readonly rate?: number;
  readonly connections?: number;
  readonly seed?: number;
}

export interface WriterCounts {
  /** Committed ones. */
  readonly transactions: number;
  /** Rolled back because the server refused a statement. */
  readonly failed: number;
  /** Tried again after a deadlock. */
  readonly retried: number;
}

export interface Writer {
  counts(): WriterCounts;
  /** Resolves when the last transaction is committed and the connections are closed. */
  stop(): Promise<WriterCounts>;
}

/** Every kind of transaction there is. */
export const WORKS: readonly Work[] = [...SALES, ...INVENTORY, ...PEOPLE];

const RATE = 60;
const CONNECTIONS = 4;
const TRIES = 5;
/** The server chose this transaction to break a deadlock, or to keep others serial. */
const TRY_AGAIN = new Set(['40P01', '40001']);
const RECONNECT_MS = 500;

/** Keeps the shop busy until it is stopped, whatever happens to single transactions or to a connection. */
export async function startWriter(url: string, options: WriterOptions = {}): Promise<Writer> {
  const { rate = RATE, connections = CONNECTIONS, seed = 1 } = options;
  const stopping = new AbortController();
  const clerks = Array.from({ length: connections }, (_, at) => new Clerk(url, { seed: seed * 1_000 + at, rate: rate / connections }));
  // A server that cannot be reached at all is told at once, not retried in silence.
  const opened = await Promise.allSettled(clerks.map((clerk) => clerk.open()));
  const refused = opened.find((each) => each.status === 'rejected');
  if (refused !== undefined) {
    await Promise.all(clerks.map((clerk) => clerk.close()));
    throw refused.reason;
  }
  const working = Promise.all(clerks.map((clerk) => clerk.work(stopping.signal)));
  const counts = () => sum(clerks.map((clerk) => clerk.counts));
  return {
    counts,
    stop: async () => {
      stopping.abort();
      await working;
      return counts();
    },
  };
}

function sum(all: readonly WriterCounts[]): WriterCounts {
  const of = (field: keyof WriterCounts) => all.reduce((total, each) => total + each[field], 0);
  return { transactions: of('transactions'), failed: of('failed'), retried: of('retried') };
}

/** One connection with its own dice: what it does does not depend on how fast the others are. */
class Clerk {
  readonly counts = { transactions: 0, failed: 0, retried: 0 };
  readonly #url: string;
  readonly #dice: Dice;
  readonly #intervalMs: number;
  #client: pg.Client | null = null;

  constructor(url: string, options: { readonly seed: number; readonly rate: number }) {
    this.#url = url;
    this.#dice = new Dice(options.seed);
    this.#intervalMs = 1_000 / options.rate;
  }

  async open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'shop writer', connectionTimeoutMillis: 5_000 });
    client.on('error', () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    this.#client = client;
    return client;
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => {});
    this.#client = null;
  }

  async work(stopping: AbortSignal): Promise<void> {
    let due = performance.now() + this.#dice.share() * this.#intervalMs;
    while (!stopping.aborted) {
      const wait = due - performance.now();
      if (wait > 0) await pause(wait, null, { signal: stopping }).catch(() => {});
      if (stopping.aborted) break;
      // Time lost to a slow server is not made up for: the rate stays what it says.
      due = Math.max(due, performance.now() - this.#intervalMs) + this.#intervalMs;
      await this.#transact(pick(this.#dice).writes(this.#dice), stopping);
    }
    await this.close();
  }

  async #transact(writes: readonly Write[], stopping: AbortSignal): Promise<void> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const client = this.#client ?? (await this.open().catch(() => null));
      if (client === null) {
        this.counts.failed += 1;
        await pause(RECONNECT_MS, null, { signal: stopping }).catch(() => {});
        return;
      }
      try {
        await run(client, writes);
        this.counts.transactions += 1;
        return;
      } catch (error) {
        await client.query('rollback').catch(() => {});
        if (attempt === TRIES || !(error instanceof pg.DatabaseError) || !TRY_AGAIN.has(error.code ?? '')) break;
        this.counts.retried += 1;
      }
    }
    this.counts.failed += 1;
  }
}

async function run(client: pg.Client, writes: readonly Write[]): Promise<void> {
  await client.query('begin');
  for (const { sql, values } of writes) await client.query(sql, [...(values ?? [])]);
  await client.query('commit');
}

const TOTAL_WEIGHT = WORKS.reduce((total, { weight }) => total + weight, 0);

function pick(dice: Dice): Work {
  let left = dice.share() * TOTAL_WEIGHT;
  const found = WORKS.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  const work = found ?? WORKS[0];
  if (work === undefined) throw new Error('There is no work to do.');
  return work;
}
