import type pg from 'pg';
import { TEN } from '../../../postgres/before-10.ts';
import { query, type TextRow } from '../../../postgres/query.ts';
import { readVersion } from '../../../postgres/structure/read.ts';
import type { HoldingTransaction } from '../../../schema/slot.ts';

const SCOPE = { side: 'source' } as const;
const QUERY_LENGTH = 200;
const MOST = 20;

/** Columns of pg_stat_activity `a` and pg_prepared_xacts `p`, one of which is null. */
const COLUMNS = `a.pid, p.gid as prepared, coalesce(a.usename, p.owner) as "user", a.application_name as application,
  coalesce(a.datname, p.database) as database, a.state, left(a.query, ${QUERY_LENGTH}) as query,
  (extract(epoch from coalesce(a.xact_start, p.prepared)) * 1000)::bigint as since,
  (extract(epoch from clock_timestamp() - coalesce(a.xact_start, p.prepared)) * 1000)::bigint as age`;

/**
 * Transactions that have been open for so long, the oldest first: one that writes keeps the log from where it began, one that reads
 * keeps dead rows. Views that tasks read under are left out, for they are no accident. What the account may not see of other
 * people's sessions is when they began: those are not told of.
 */
export async function longTransactions(client: pg.ClientBase, olderThanMs: number): Promise<readonly HoldingTransaction[]> {
  // Before backends had types those without an account were the server's own.
  const ofClient = (await readVersion(client, SCOPE)) >= TEN ? "backend_type = 'client backend'" : 'usesysid is not null';
  const rows = await query(
    client,
    SCOPE,
    `select ${COLUMNS}, p.gid is not null or a.backend_xid is not null as writes
     from (select * from pg_stat_activity where pid <> pg_backend_pid() and (backend_xid is not null or backend_xmin is not null)
         and application_name not like 'opendts %' and ${ofClient}) a
       full join pg_prepared_xacts p on false
     where coalesce(a.xact_start, p.prepared) < clock_timestamp() - make_interval(secs => $1::float8 / 1000)
     order by coalesce(a.xact_start, p.prepared) limit ${MOST}`,
    [olderThanMs],
  );
  return rows.map(transactionOf);
}

/** Those that the making of a slot waits for just now: everything that was writing when it began. */
export async function awaitedTransactions(client: pg.ClientBase, slot: string): Promise<readonly HoldingTransaction[]> {
  const rows = await query(
    client,
    SCOPE,
    `with awaited as (
       select w.transactionid as xid from pg_replication_slots s join pg_locks w on w.pid = s.active_pid
       where s.slot_name = $1 and w.locktype = 'transactionid' and not w.granted)
     select distinct on (a.pid, p.gid) ${COLUMNS}, true as writes
     from awaited join pg_locks h on h.locktype = 'transactionid' and h.transactionid = awaited.xid and h.granted
       left join pg_stat_activity a on a.pid = h.pid left join pg_prepared_xacts p on p.transaction = awaited.xid
     order by a.pid, p.gid limit ${MOST}`,
    [slot],
  );
  return rows.map(transactionOf);
}

function transactionOf(row: TextRow): HoldingTransaction {
  const of = (name: string) => row[name] ?? null;
  return {
    pid: row.pid == null ? null : Number(row.pid),
    prepared: of('prepared'),
    user: of('user'),
    application: of('application'),
    database: of('database'),
    state: of('state'),
    query: of('query'),
    since: row.since == null ? null : Number(row.since),
    ageMs: row.age == null ? null : Math.max(0, Number(row.age)),
    writes: row.writes === 't',
  };
}
