import type pg from 'pg';
import { logEnd, TEN } from '../../postgres/before-10.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { query } from '../../postgres/query.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { StreamState } from '../source.ts';
import { readSlotHealth } from './care/slot-health.ts';
import { currentTimeline } from './timeline.ts';

const SCOPE = { side: 'source' } as const;
const ATTEMPTS = 100;
const PAUSE_MS = 100;

/** Name of the temporary slot that only lends its snapshot. */
export const meetName = (name: string): string => `${name}_m`;

/** Before version 10 no slot is temporary: one that only lent its snapshot to an engine that was killed is still there. */
export async function dropLeftover(client: pg.Client, name: string, version: number): Promise<void> {
  if (version >= TEN) return;
  await query(client, SCOPE, 'select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1', [name]);
}

/** The task's slot as it stands. Only the one engine that works on the task may ask: it ends what an engine before left unfinished. */
export async function streamState(client: pg.Client, name: string): Promise<StreamState> {
  await endUnfinished(client, name);
  const slot = await readSlotHealth(client, name);
  const [log] = await query(
    client,
    SCOPE,
    `select case when not pg_is_in_recovery() then ${logEnd(await readVersion(client, SCOPE))} end as end`,
  );
  const end = log?.end == null ? null : fromLsn(log.end);
  const timeline = await currentTimeline(client);
  if (slot === null) return { slot: null, end, timeline };
  const { confirmed, active, status, reason } = slot;
  return { slot: { confirmed: confirmed ?? fromLsn('0/0'), active, lost: status === 'lost', reason }, end, timeline };
}

/** The name is one of the whole server's; what the log is read of is one database. */
export async function hasSlot(client: pg.ClientBase, name: string): Promise<boolean> {
  const sql = 'select from pg_replication_slots where slot_name = $1 and database = current_database()';
  return (await query(client, SCOPE, sql, [name])).length > 0;
}

/** All databases of the server share them. */
export async function slots(client: pg.ClientBase, name: string): Promise<{ readonly free: number; readonly max: number }> {
  const [row] = await query(
    client,
    SCOPE,
    `select current_setting('max_replication_slots') as max, (select count(*) from pg_replication_slots where slot_name <> $1) as used`,
    [name],
  );
  const max = Number(row?.max);
  return { free: Math.max(0, max - Number(row?.used)), max };
}

/** From version 17 on a standby may keep a copy of the slot, which is good after a failover. A standby's own slots cannot be copied. */
export async function canFailOver(client: pg.ClientBase): Promise<boolean> {
  const sql = "select current_setting('server_version_num')::int >= 170000 and not pg_is_in_recovery() as can";
  return (await query(client, SCOPE, sql))[0]?.can === 't';
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
