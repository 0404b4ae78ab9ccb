import type pg from 'pg';
import { reportOf } from '../../errors.ts';
import { TEN } from '../../postgres/before-10.ts';
import { query } from '../../postgres/query.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import { displayName } from '../../schema/table.ts';
import type { Leftover } from '../source.ts';
import { HEARTBEAT } from './care/heartbeat.ts';
import { identityReset } from './care/identity.ts';
import { DDL_CAPTURE } from './ddl/capture.ts';
import { helperDrop } from './helpers.ts';
import { insertsName, listOf } from './published-list.ts';
import { meetName } from './slot.ts';

const SCOPE = { side: 'source' } as const;

/** The last before version 10. */
const OLDER = 90_699;

/** The same for a source that cannot be asked of which version it is: what the one does not know is looked at by the other alone. */
export function keptAnywhere(name: string): readonly Kept[] {
  const older = new Map(keptObjects(name, OLDER).map((kept) => [kept.object, kept]));
  const [list, publication] = [publicationOf(OLDER, name), publicationOf(TEN, name)];
  const either = keptObjects(name, TEN).map((kept) => {
    const isPublication = kept.object === publication.object;
    const before = isPublication ? list : (older.get(kept.object) ?? kept);
    const object = isPublication ? `${kept.object} (before PostgreSQL 10: ${list.object})` : kept.object;
    return { object, sql: before.sql === kept.sql ? kept.sql : byVersion(kept.sql, before.sql) };
  });
  return [...either.slice(0, 1), slotOf(meetName(name)), ...either.slice(1)];
}

/** A server reads only what it comes to. */
function byVersion(since: string, before: string): string {
  const condition = `current_setting('server_version_num')::int >= ${TEN}`;
  return `do ${literal(`begin if ${condition} then execute ${literal(since)}; else execute ${literal(before)}; end if; end`)};`;
}

/**
 * What a task keeps at the source, with the SQL that removes it; the slot first, for it holds the source's log. What tables had for an
 * identity is noted at the publication, so that goes after they have it back. `version`: of the source.
 */
export function keptObjects(name: string, version: number): readonly Kept[] {
  return [
    slotOf(name),
    // Before version 10 there are none that go by themselves.
    ...(version < TEN ? [slotOf(meetName(name))] : []),
    identityReset(version, name),
    publicationOf(version, name),
    helperDrop(version, name, HEARTBEAT),
    helperDrop(version, name, DDL_CAPTURE),
  ];
}

interface Kept {
  readonly object: string;
  readonly sql: string;
}

function publicationOf(version: number, name: string): Kept {
  if (version < TEN) return { object: `table ${displayName(listOf(name))}`, sql: `drop table if exists ${qualified(listOf(name))};` };
  return { object: `publication ${name}`, sql: `drop publication if exists ${quote(name)}, ${quote(insertsName(name))};` };
}

function slotOf(name: string): Kept {
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
  for (const { object, sql } of keptObjects(name, await readVersion(client, SCOPE))) {
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
