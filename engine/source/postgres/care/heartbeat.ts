import type pg from 'pg';
import { query } from '../../../postgres/query.ts';
import { literal, qualified } from '../../../postgres/quote.ts';
import { HEARTBEAT_TABLE } from '../../../schema/helper.ts';
import type { HeartbeatWay } from '../../../schema/slot.ts';
import { type Helper, installHelper } from '../helpers.ts';

const SCOPE = { side: 'source', object: 'public.dts_postgres_heartbeat' } as const;
const TABLE = qualified(HEARTBEAT_TABLE);

export const HEARTBEAT: Helper = {
  table: HEARTBEAT_TABLE,
  made: [{ table: HEARTBEAT_TABLE, column: 'beat' }],
  create: [`create table if not exists ${TABLE} (task text primary key, beat timestamptz not null)`],
  leave: (name) => [`delete from ${TABLE} where task = ${literal(name)}`],
  drop: [`drop table ${TABLE}`],
};

export interface Beat {
  readonly way: HeartbeatWay;
  /** Why not by the table; null when it is. */
  readonly refused: unknown;
}

/**
 * Writes a little to the log of an idle source. Without it the slot stands still where nothing is written to its tables, while
 * transactions of other databases go on filling the log that is kept for it.
 */
export class Heartbeat {
  readonly #client: pg.Client;
  readonly #name: string;
  #way: HeartbeatWay | null = null;
  #refused: unknown = null;

  constructor(client: pg.Client, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Tries the table, then a message in the log, and stays with what was possible. */
  async beat(): Promise<Beat> {
    if (this.#way === null || this.#way === 'table') await this.#byTable();
    if (this.#way === 'message') await this.#byMessage();
    return { way: this.#way ?? 'none', refused: this.#refused };
  }

  async #byTable(): Promise<void> {
    try {
      if (this.#way === null) await installHelper(this.#client, this.#name, HEARTBEAT);
      const sql = `insert into ${TABLE} (task, beat) values ($1, clock_timestamp())
        on conflict (task) do update set beat = excluded.beat`;
      await query(this.#client, SCOPE, sql, [this.#name]);
      this.#way = 'table';
    } catch (error) {
      this.#refused = error;
      this.#way = 'message';
    }
  }

  /** Transactional, so that it is flushed; which decoders are told of it is asked for by the stream. */
  async #byMessage(): Promise<void> {
    try {
      await query(this.#client, SCOPE, "select pg_logical_emit_message(true, 'opendts', '')");
    } catch {
      this.#way = 'none';
    }
  }
}
