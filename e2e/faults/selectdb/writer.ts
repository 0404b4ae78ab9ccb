import { isBrokenConnection } from '../broken-connection.ts';
import type { Random } from '../random.ts';
import { connected, type TestClient } from '../servers.ts';
import { lasts } from './fault.ts';
import { SCHEMA, type Sizes } from './tables.ts';

type Statement = readonly [sql: string, values?: readonly unknown[]];

const KEYED_WRITERS = 2;
const REST_MS = 25;
const RECONNECT_MS = 100;
/** So many rows of `heap` are changed at once: it is searched from one end to the other. */
const HEAP_ROWS = 5;

/** Changes rows of keyed tables on two connections, and those of `heap` on a third one alone: the order of its changes is then the log's. */
export class FlowWriter {
  readonly #url: string;
  readonly #sizes: Sizes;
  readonly #random: Random;
  readonly #tooFast: () => boolean;
  readonly #stop = new AbortController();
  readonly #done: readonly Promise<void>[];
  #serial = 0;
  #committed = 0;

  /** @param init nothing is written while it is `tooFast` */
  constructor(init: { readonly url: string; readonly sizes: Sizes; readonly random: Random; readonly tooFast: () => boolean }) {
    this.#url = init.url;
    this.#sizes = init.sizes;
    this.#random = init.random;
    this.#tooFast = init.tooFast;
    const keyed = Array.from({ length: KEYED_WRITERS }, (_, number) => this.#write(number, () => this.#keyed()));
    this.#done = [...keyed, this.#write(KEYED_WRITERS, () => this.#heap())];
  }

  /** Resolves with the number of transactions that were committed. */
  async stop(): Promise<number> {
    this.#stop.abort();
    await Promise.all(this.#done);
    return this.#committed;
  }

  async #write(number: number, work: () => readonly Statement[]): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await using client = await connected(this.#url);
        await client.query("set lock_timeout = '2s'");
        while (!this.#stop.signal.aborted) {
          await this.#transaction(client, number, work());
          await lasts(this.#random.below(2 * REST_MS));
          while (this.#tooFast() && !this.#stop.signal.aborted) await lasts(REST_MS);
        }
      } catch (error) {
        if (!isBrokenConnection(error)) throw error;
        await lasts(RECONNECT_MS);
      }
    }
  }

  async #transaction(client: TestClient, number: number, work: readonly Statement[]): Promise<void> {
    await client.query('begin');
    try {
      await client.query(`insert into ${SCHEMA}.ledger select $1::int, coalesce(max(n), 0) + 1 from ${SCHEMA}.ledger where writer = $1`, [
        number,
      ]);
      for (const [sql, values = []] of work) await client.query(sql, [...values]);
      await client.query(this.#random.chance(0.95) ? 'commit' : 'rollback');
      this.#committed += 1;
    } catch (error) {
      if (isBrokenConnection(error)) throw error;
      // Two writers locked each other out, or a command holds the table.
      await client.query('rollback');
    }
  }

  #keyed(): readonly Statement[] {
    const random = this.#random;
    this.#serial += 1;
    const id = 1 + random.below(this.#sizes.big);
    const doc = 1 + random.below(this.#sizes.docs);
    const late = this.#sizes.big + this.#serial;
    const of: readonly Statement[] = [
      [`update ${SCHEMA}.big set grp = grp + 1, label = $2 where id = $1`, [id, `label "${this.#serial}\n`]],
      [`update ${SCHEMA}.big set n1 = n1 + 1, n2 = null, paid = not paid where id between $1 and $1 + 20`, [id]],
      [`update ${SCHEMA}.big set id = -id where id in ($1, $2)`, [id, -id]],
      [`delete from ${SCHEMA}.big where id = $1`, [id]],
      [
        `insert into ${SCHEMA}.big (id, grp, label) values ($1, 1, 'again') on conflict (id) do update set label = excluded.label, grp = -1`,
        [random.chance(0.5) ? id : late],
      ],
      [
        `insert into ${SCHEMA}.big (id, grp, filler) select $1::bigint * 1000 + i, 2, 'many' from generate_series(1, 40) i on conflict do nothing`,
        [late],
      ],
      // The body lies outside of the row and is not in the log: it must stay as it was.
      [`update ${SCHEMA}.docs set version = version + 1 where id = $1`, [doc]],
      [`update ${SCHEMA}.docs set tenant = tenant || $2 where id = $1 and length(tenant) < 20`, [doc, 'x']],
      [`update ${SCHEMA}.docs set body = repeat(md5($2::text), 120), more = '{"new": [1, null, "ü"]}' where id = $1`, [doc, this.#serial]],
      [`delete from ${SCHEMA}.docs where id = $1`, [doc]],
      [`insert into ${SCHEMA}.docs values ('again', $1, 1, repeat('y', $2::int), null) on conflict do nothing`, [doc, random.below(4000)]],
      [`update ${SCHEMA}.shape set a = a + 1 where id = $1`, [1 + random.below(200)]],
      [`insert into ${SCHEMA}.shape (id) values ($1) on conflict do nothing`, [1000 + this.#serial]],
      [`delete from ${SCHEMA}.shape where id = $1`, [1 + random.below(200)]],
    ];
    return Array.from({ length: 1 + random.below(3) }, () => random.of(of));
  }

  #heap(): readonly Statement[] {
    const random = this.#random;
    this.#serial += 1;
    const some = `ctid = any (array(select ctid from ${SCHEMA}.heap offset ${random.below(this.#sizes.heap >> 1)} limit ${1 + random.below(HEAP_ROWS)}))`;
    return random.of<readonly Statement[]>([
      [[`insert into ${SCHEMA}.heap select 7, 'the same' from generate_series(1, $1::int)`, [1 + random.below(HEAP_ROWS)]]],
      [[`insert into ${SCHEMA}.heap values ($1, null)`, [this.#serial]]],
      [[`update ${SCHEMA}.heap set what = $1 where ${some}`, [`what ${this.#serial}`]]],
      [[`delete from ${SCHEMA}.heap where ${some}`]],
    ]);
  }
}
