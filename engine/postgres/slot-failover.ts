import type pg from 'pg';
import type { ErrorScope } from './errors.ts';
import { query } from './query.ts';

/**
 * What the server says of the copies that its standbys keep of logical slots, in the settings that providers have for it on versions whose
 * PostgreSQL has none: RDS `rds_failover_slot_mode`, PolarDB `polar_failover_slot_mode`, both `async`, `sync` or `off`. Null: it has no such
 * setting, or does not let the account see it.
 */
export async function slotFailoverMode(client: pg.ClientBase, scope: ErrorScope): Promise<string | null> {
  const sql = `select coalesce(current_setting('rds_failover_slot_mode', true), current_setting('polar_failover_slot_mode', true)) as mode`;
  const [row] = await query(client, scope, sql).catch(() => []);
  return row?.mode ?? null;
}

/** Whether a server whose setting says that keeps copies. */
export function keepsSlotCopies(mode: string | null): boolean {
  return mode !== null && mode.toLowerCase() !== 'off';
}
