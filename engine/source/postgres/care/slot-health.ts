import type pg from 'pg';
import { logEnd } from '../../../postgres/before-10.ts';
import { fromLsn } from '../../../postgres/lsn.ts';
import { need, query } from '../../../postgres/query.ts';
import { keepsSlotCopies, slotFailoverMode } from '../../../postgres/slot-failover.ts';
import { readVersion } from '../../../postgres/structure/read.ts';
import type { SlotHealth } from '../../../schema/slot.ts';

const SCOPE = { side: 'source' } as const;

/** Columns of pg_replication_slots that came with versions 13 to 18, `failover` with 17. */
interface LaterColumns {
  readonly wal_status?: SlotHealth['status'];
  readonly safe_wal_size?: number | null;
  readonly conflicting?: boolean | null;
  readonly invalidation_reason?: string | null;
  readonly failover?: boolean;
}

/** What the server has to say of the slot; null when there is none of the name. JSON lets one statement serve all versions. */
export async function readSlotHealth(client: pg.ClientBase, name: string): Promise<SlotHealth | null> {
  const [row] = await query(
    client,
    SCOPE,
    `select s.active, s.restart_lsn, s.confirmed_flush_lsn, to_jsonb(s) as all,
       (${logEnd(await readVersion(client, SCOPE))} - s.restart_lsn)::bigint as held
     from pg_replication_slots s where s.slot_name = $1`,
    [name],
  );
  if (row === undefined) return null;
  const mode = await slotFailoverMode(client, SCOPE);
  const later = JSON.parse(need(row.all)) as LaterColumns;
  const reason = later.invalidation_reason ?? (later.conflicting === true ? 'conflicting' : null);
  // One that was never completed belongs to an engine that was killed meanwhile: no log can be read from it either.
  const lost = reason !== null || later.wal_status === 'lost' || row.confirmed_flush_lsn === null;
  return {
    name,
    active: row.active === 't',
    status: lost ? 'lost' : (later.wal_status ?? null),
    reason,
    restart: row.restart_lsn == null ? null : fromLsn(row.restart_lsn),
    confirmed: row.confirmed_flush_lsn == null ? null : fromLsn(row.confirmed_flush_lsn),
    heldBytes: Math.max(0, Number(row.held ?? 0)),
    roomBytes: later.safe_wal_size ?? null,
    failover: failsOver(later, mode),
  };
}

/** By the slot's own flag, or by the provider's setting, which holds for all slots. */
function failsOver({ failover }: LaterColumns, mode: string | null): boolean | null {
  if (failover === true || keepsSlotCopies(mode)) return true;
  return failover === undefined && mode === null ? null : false;
}
