import pg from 'pg';
import { connected, type TestClient } from './servers.ts';

export interface WriterInit {
  readonly url: string;
  readonly connections: number;
  /** Rest between transactions of one connection, so that two cores have something left for the engine. */
  readonly restMs: number;
  readonly bulk: number;
  /** Rows of the transaction that is larger than what the engine holds back; written every few seconds. 0: never. */
  readonly large: number;
}

export interface Written {
  readonly committed: number;
  readonly rolledBack: number;
  readonly refused: number;
}

/** What two writers do to each other on a real server; the transaction is gone and the next one comes. */
const EXPECTED = new Set(['40P01', '40001', '55P03', '23505', '23503', '23514']);
const LARGE_EVERY_MS = 7_000;

/** Writes at random until it is stopped: every kind of change, across tables, with rollbacks. */
export class Writer {
  readonly #init: WriterInit;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>[];
  #committed = 0;
  #rolledBack = 0;
  #refused = 0;
  #serial = 0;

  constructor(init: WriterInit) {
    this.#init = init;
    this.#done = Array.from({ length: init.connections }, (_, lane) => this.#write(lane));
    // A failure is told by `stop`.
    for (const done of this.#done) done.catch(() => {});
  }

  get written(): Written {
    return { committed: this.#committed, rolledBack: this.#rolledBack, refused: this.#refused };
  }

  async stop(): Promise<Written> {
    this.#stop.abort();
    await Promise.all(this.#done);
    return this.written;
  }

  async #write(lane: number): Promise<void> {
    await using client = await connected(this.#init.url);
    // TRUNCATE waits for the engine's snapshot to end, and everybody for TRUNCATE: the load would not see any writes.
    await client.query("set lock_timeout = '100ms'");
    let largeAt = Date.now() + LARGE_EVERY_MS / 2;
    while (!this.#stop.signal.aborted) {
      const large = lane === 0 && this.#init.large > 0 && Date.now() > largeAt;
      if (large) largeAt = Date.now() + LARGE_EVERY_MS;
      await this.#transaction(client, large);
      await new Promise((resolve) => setTimeout(resolve, this.#init.restMs));
    }
  }

  async #transaction(client: TestClient, large: boolean): Promise<void> {
    try {
      await client.query('begin');
      if (large)
        await client.query('insert into shop.scratch (payload) select md5(n::text) from generate_series(1, $1::int) n', [this.#init.large]);
      for (let count = 1 + pick(5); count > 0; count -= 1) await this.#change(client);
      if (chance(0.1)) {
        await client.query('savepoint half');
        await this.#change(client);
        await client.query('rollback to half');
      }
      const commit = !chance(0.1);
      await client.query(commit ? 'commit' : 'rollback');
      if (commit) this.#committed += 1;
      else this.#rolledBack += 1;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !EXPECTED.has(error.code ?? '')) throw error;
      this.#refused += 1;
      await client.query('rollback');
    }
  }

  async #change(client: TestClient): Promise<void> {
    this.#serial += 1;
    const change = CHANGES[pick(CHANGES.length)];
    if (change !== undefined) await client.query(...change(this.#serial, this.#init.bulk));
    if (chance(0.003)) await client.query(chance(0.5) ? 'truncate shop.scratch' : 'truncate shop.scratch restart identity');
  }
}

type Change = (serial: number, bulk: number) => [string, unknown[]];

const REGIONS = ['north', 'south', 'east', 'west'];
const account = () => 1 + pick(3500);
const region = () => REGIONS[pick(REGIONS.length)];
const some = (table: string) => `(select ctid from shop.${table} offset ${pick(200)} limit 1)`;

const CHANGES: readonly Change[] = [
  (n) => [
    'insert into shop.accounts (name, balance, email) values ($1, $2, $3)',
    [`new ${n}`, pick(1e6) / 100, chance(0.5) ? null : `n${n}-${pick(1e9)}@x`],
  ],
  () => [
    'update shop.accounts set balance = balance + $2, mood = $3 where id = $1',
    [account(), pick(100), chance(0.5) ? 'busy' : "it's late"],
  ],
  () => ['delete from shop.accounts where id = $1', [account()]],
  () => ['update shop.accounts set id = -id where id = $1 and not exists (select from shop.lines where account_id = $1)', [account()]],
  () => [
    'insert into shop.lines select id, $2, $3, $4 from shop.accounts where id = $1 on conflict do nothing',
    [account(), pick(9), pick(99), null],
  ],
  () => ['update shop.lines set line = line + 10 where account_id = $1 and line = $2', [account(), pick(5)]],
  () => ['update shop.lines set qty = qty + 1, note = $2 where account_id = $1', [account(), chance(0.5) ? '' : 'tab\there\\n']],
  () => ['delete from shop.lines where account_id = $1 and line > 10', [account()]],
  (n) => ['update shop.slugs set slug = $2 where slug = $1', [`slug-${pick(3000)}`, `moved-${n}-${pick(1e9)}`]],
  (n) => ['update shop.slugs set slug = $2 || right(slug, 4) where slug like $1', [`moved-${pick(n + 1)}-%`, `again-${n}-`]],
  () => ['update shop.slugs set hits = hits + 1 where slug = $1', [`slug-${pick(3000)}`]],
  (n) => [
    'insert into shop.slugs values ($1, 0, null) on conflict (slug) do update set hits = shop.slugs.hits + 100',
    [`slug-${pick(3000) + (n % 2)}`],
  ],
  () => ["insert into shop.clicks select timestamp '2024-01-01', 'same', 'same', 1 from generate_series(1, $1::int)", [1 + pick(3)]],
  () => [`update shop.clicks set weight = $1 where ctid = ${some('clicks')}`, [chance(0.2) ? null : pick(9) / 4]],
  () => [`delete from shop.clicks where ctid = ${some('clicks')}`, []],
  () => ['update shop.documents set version = version + 1 where id = $1', [1 + pick(400)]],
  (n) => ['update shop.documents set body = repeat(md5($2), 200) where id = $1', [1 + pick(400), String(n)]],
  () => ['update shop.documents set id = id + 100000 where id = $1', [1 + pick(400)]],
  (n) => [
    "insert into shop.documents (title, body, meta) values ($1, repeat(md5($1), 150), jsonb_build_object('m', repeat(md5($1), 100)))",
    [`doc ${n}`],
  ],
  () => ['delete from shop.documents where id = $1', [1 + pick(400)]],
  () => ['update shop.measures set region = $2 where id = $1', [1 + pick(6000), region()]],
  () => ['update shop.measures set reading = reading * 1.01 where id = $1', [1 + pick(6000)]],
  (n) => ['insert into shop.measures values ($1, $2, $3, now()) on conflict do nothing', [1e6 + n, region(), 'NaN']],
  () => ['delete from shop.measures where id = $1', [1 + pick(7000)]],
  () => [
    "update shop.wide set raw = decode(md5($2), 'hex'), tags = tags || $2 where id = md5($1)::uuid",
    [String(pick(2000)), `a"b\\c${pick(99)}`],
  ],
  () => ["update shop.wide set at = 'infinity', amount = 'NaN', span = null, grid = '{}' where id = md5($1)::uuid", [String(pick(2000))]],
  () => ['update shop.wide set id = md5(random()::text)::uuid where id = md5($1)::uuid', [String(pick(2000))]],
  (n) => ['insert into shop.scratch (payload) values ($1)', [`later ${n}`]],
  () => ['delete from shop.scratch where id = $1', [1 + pick(2000)]],
  (_, bulk) => ['update shop.bulk set grp = grp + 1 where id = $1', [1 + pick(bulk)]],
  (_, bulk) => ['delete from shop.bulk where id = $1', [1 + pick(bulk)]],
  (n, bulk) => ["insert into shop.bulk values ($1, 1, 'late', 'p')", [bulk + n + pick(1e9)]],
  (_, bulk) => ['update shop.bulk_composite set label = $2 where a = $1 and b < 3', [pick(bulk / 1000), `label ${pick(9)}`]],
];

function pick(below: number): number {
  return Math.floor(Math.random() * below);
}

function chance(probability: number): boolean {
  return Math.random() < probability;
}
