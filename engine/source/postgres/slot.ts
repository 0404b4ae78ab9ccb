import type pg from 'pg';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query } from '../../postgres/query.ts';
import type { StreamState } from '../source.ts';

const SCOPE = { side: 'source' } as const;
const ATTEMPTS = 100;
const PAUSE_MS = 100;

/** Name of the temporary slot that only lends its snapshot. */
export const meetName = (name: string): string => `${name}_m`;

/** The task's slot as it stands. Only the one engine that works on the task may ask: it ends what an engine before left unfinished. */
export async function streamState(client: pg.Client, name: string): Promise<StreamState> {
  await endUnfinished(client, name);
  const [row] = await query(
    client,
    SCOPE,
    'select confirmed_flush_lsn, active, to_jsonb(s) as all from pg_replication_slots s where slot_name = $1',
    [name],
  );
  const [log] = await query(client, SCOPE, 'select case when not pg_is_in_recovery() then pg_current_wal_lsn() end as end');
  const end = log?.end == null ? null : fromLsn(log.end);
  if (row === undefined) return { slot: null, end };
  // wal_status is there from version 13 on; JSON lets one statement serve all versions.
  const all = JSON.parse(need(row.all)) as { readonly wal_status?: string | null };
  const lost = all.wal_status === 'lost' || row.confirmed_flush_lsn === null;
  return { slot: { confirmed: fromLsn(row.confirmed_flush_lsn ?? '0/0'), active: row.active === 't', lost }, end };
}

/**
 * Making a slot waits for every transaction that is open at the source, and a walsender does not notice meanwhile that its engine
 * was killed. What it made in the end would begin after the view that the next engine took before: a gap. A temporary slot
 * of such a session would only be in the way.
 */
async function endUnfinished(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const unfinished = await query(
      client,
      SCOPE,
      `select pg_terminate_backend(active_pid) from pg_replication_slots
       where active_pid is not null and (slot_name = $1 and confirmed_flush_lsn is null or slot_name = $2)`,
      [name, meetName(name)],
    );
    if (unfinished.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
