import { connected, sql, value } from '../../faults/servers.ts';
import type { Offer } from './offer.ts';

/**
 * When the rows of an offer were committed, by the commit records of the server's own log: `pg_xact_commit_timestamp` tells of
 * transactions that carry a replication origin when they were committed at the source, which would make a subscription
 * infinitely fast. A record has its time from before it is flushed, at both sides: the source's flush is in the
 * latency, the destination's is not.
 */
export class CommitTimes {
  readonly #url: string;
  readonly #since: string;

  private constructor(url: string, since: string) {
    this.#url = url;
    this.#since = since;
  }

  /** Of everything that commits from now on. */
  static async watch(url: string): Promise<CommitTimes> {
    await sql(url, 'create extension if not exists pg_walinspect schema public');
    return new CommitTimes(url, (await value(url, 'select pg_current_wal_insert_lsn()')) ?? '');
  }

  /**
   * Milliseconds since 1970 by the number of the row; a row that came under a savepoint has the time of the transaction around it.
   * @throws Error when the log does not tell of each row
   */
  async read({ run, total }: Offer): Promise<ReadonlyMap<number, number>> {
    await using client = await connected(this.#url);
    // A subscription does not wait for the disk; what was committed before this is on it afterwards.
    await client.query("select pg_logical_emit_message(true, 'bench', '')");
    const { rows } = await client.query<{ id: number; at: number }>({
      text: `with commits as materialized (
          select xid, description, extract(epoch from split_part(description, ';', 1)::timestamptz)::float8 * 1000 as at
          from public.pg_get_wal_records_info($1, pg_current_wal_flush_lsn())
          where resource_manager = 'Transaction' and record_type = 'COMMIT'
        ), parts as materialized (
          select xid, at from commits
          union all
          select part::xid, at from commits, regexp_split_to_table(substring(description from 'subxacts: ([0-9 ]+)'), ' ') part
        )
        select offered.id, parts.at from bench.offered join parts on parts.xid = offered.xmin where run = $2`,
      values: [this.#since, run],
    });
    if (rows.length !== total) throw new Error(`the log tells when ${rows.length} of ${total} rows were committed`);
    return new Map(rows.map(({ id, at }) => [id, at]));
  }
}
