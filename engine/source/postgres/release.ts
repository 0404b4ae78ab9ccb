import type pg from 'pg';
import { reportOf } from '../../errors.ts';
import { query } from '../../postgres/query.ts';
import { literal, quote } from '../../postgres/quote.ts';
import type { Leftover } from '../source.ts';
import { HEARTBEAT } from './care/heartbeat.ts';
import { identityReset } from './care/identity.ts';
import { DDL_CAPTURE } from './ddl/capture.ts';
import { helperDrop } from './helpers.ts';
import { insertsName } from './publications.ts';

const SCOPE = { side: 'source' } as const;

/**
 * What a task keeps at the source, with the SQL that removes it; the slot first, for it holds the source's log. What tables had for an
 * identity is noted at the publication, so that goes after they have it back.
 */
export function keptObjects(name: string): readonly { readonly object: string; readonly sql: string }[] {
  return [
    slotOf(name),
    identityReset(name),
    { object: `publication ${name}`, sql: `drop publication if exists ${quote(name)}, ${quote(insertsName(name))};` },
    helperDrop(name, HEARTBEAT),
    helperDrop(name, DDL_CAPTURE),
  ];
}

function slotOf(name: string): { readonly object: string; readonly sql: string } {
  return {
    object: `replication slot ${name}`,
    sql: `select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${literal(name)};`,
  };
}

/** Lets the source remove the log; the changes in it are then to be had by a new view only. */
export async function dropSlot(client: pg.Client, name: string): Promise<void> {
  const { object, sql } = slotOf(name);
  await freeSlot(client, name);
  await query(client, { ...SCOPE, object }, sql);
}

/** Removes them, each whatever became of the others. */
export async function release(client: pg.Client, name: string): Promise<readonly Leftover[]> {
  const left: Leftover[] = [];
  for (const { object, sql } of keptObjects(name)) {
    try {
      await freeSlot(client, name);
      await query(client, { ...SCOPE, object }, sql);
    } catch (error) {
      left.push({ object, sql, error: reportOf(error) });
    }
  }
  return left;
}

/** Our own stream may be a moment from closing, and a slot in use cannot be dropped: after a second its walsender is ended. */
async function freeSlot(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const [slot] = await query(client, SCOPE, 'select active_pid from pg_replication_slots where slot_name = $1 and active', [name]);
    if (slot === undefined) return;
    if (attempt === 10) await query(client, SCOPE, 'select pg_terminate_backend($1::int)', [slot.active_pid]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
