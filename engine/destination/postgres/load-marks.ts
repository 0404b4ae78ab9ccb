import type pg from 'pg';
import { execute, need, query } from '../../postgres/query.ts';
import { asPosition, type Position } from '../../schema/row.ts';
import { type Cut, type SliceMark, sliceCount, type TableLoad } from '../../schema/slice.ts';
import type { TableId } from '../../schema/table.ts';
import type { LoadResult, LoadUnit } from '../destination.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/** How far the loads of a task's tables are. */
export async function readLoads(client: pg.ClientBase, taskId: string): Promise<ReadonlyMap<TableId, TableLoad>> {
  const tables = await query(client, SCOPE, 'select table_id, cut, storage, meet from opendts.task_table where task_id = $1', [taskId]);
  const slices = await query(client, SCOPE, 'select table_id, slice, position, rows, bytes from opendts.task_slice where task_id = $1', [
    taskId,
  ]);
  const done = new Map<TableId, Map<number, SliceMark>>(tables.map(({ table_id }) => [need(table_id), new Map()]));
  for (const { table_id, slice, position, rows, bytes } of slices)
    done.get(need(table_id))?.set(Number(slice), { position: positionOf(position), rows: Number(rows), bytes: Number(bytes) });
  return new Map(
    tables.map(({ table_id, cut, storage, meet }) => [
      need(table_id),
      {
        cut: JSON.parse(need(cut)) as Cut,
        storage: need(storage),
        meet: positionOf(meet),
        done: done.get(need(table_id)) ?? new Map(),
      },
    ]),
  );
}

function positionOf(value: string | null | undefined): Position | null {
  return value === null || value === undefined ? null : asPosition(value);
}

/** Notes how a table is cut, before its first slice; whether it had rows of others then stays as it was noted first. */
export async function beginTable(
  client: pg.ClientBase,
  taskId: string,
  unit: Pick<LoadUnit, 'table' | 'cut' | 'storage'> & { readonly occupied: boolean },
): Promise<boolean> {
  const { table, cut, storage, occupied } = unit;
  const [row] = await query(
    client,
    { ...SCOPE },
    `insert into opendts.task_table as t (task_id, table_id, cut, storage, occupied) values ($1, $2, $3, $4, $5)
     on conflict (task_id, table_id) do update set occupied = t.occupied returning occupied`,
    [taskId, table.id, JSON.stringify(cut), storage, occupied],
  );
  return row?.occupied === 't';
}

/** From now on conflicts are settled row by row. */
export async function setOccupied(client: pg.ClientBase, taskId: string, table: TableId): Promise<void> {
  await query(client, SCOPE, 'update opendts.task_table set occupied = true where task_id = $1 and table_id = $2', [taskId, table]);
}

/**
 * Claims a slice inside the transaction that loads it, before its first row. Waits for a killed engine's transaction that is still
 * deciding; false when that one committed, so the rows are there already.
 */
export async function claimSlice(
  client: pg.ClientBase,
  taskId: string,
  { table, slice }: Pick<LoadUnit, 'table' | 'slice'>,
  position: Position | null,
): Promise<boolean> {
  const sql = `insert into opendts.task_slice (task_id, table_id, slice, position, xid)
    values ($1, $2, $3, $4, mod(txid_current(), 4294967296)) on conflict do nothing`;
  return (await execute(client, SCOPE, sql, [taskId, table.id, slice, position])) === 1;
}

/** Completes the mark of a slice with what was counted, in the transaction that loaded it. */
export async function countSlice(
  client: pg.ClientBase,
  taskId: string,
  { table, slice }: Pick<LoadUnit, 'table' | 'slice'>,
  { rows, bytes }: LoadResult,
): Promise<void> {
  const sql = 'update opendts.task_slice set rows = $4, bytes = $5 where task_id = $1 and table_id = $2 and slice = $3';
  await query(client, SCOPE, sql, [taskId, table.id, slice, rows, bytes]);
}

/**
 * Removes the marks of a table's load; the transactions that brought its rows. All slices are claimed first, which waits for a killed
 * engine's transactions that are still deciding: a mark that came later would stand for rows that are taken away.
 */
export async function takeBackMarks(client: pg.ClientBase, taskId: string, table: TableId): Promise<readonly string[]> {
  const [begun] = await query(client, SCOPE, 'select cut from opendts.task_table where task_id = $1 and table_id = $2', [taskId, table]);
  const slices = begun === undefined ? 0 : sliceCount(JSON.parse(need(begun.cut)) as Cut);
  const claim = `insert into opendts.task_slice (task_id, table_id, slice, xid) select $1, $2, n, 0 from generate_series(0, $3 - 1) as n
    on conflict do nothing`;
  await query(client, SCOPE, claim, [taskId, table, slices]);
  const rows = await query(client, SCOPE, 'delete from opendts.task_slice where task_id = $1 and table_id = $2 returning xid', [
    taskId,
    table,
  ]);
  await query(client, SCOPE, 'delete from opendts.task_table where task_id = $1 and table_id = $2', [taskId, table]);
  return rows.map(({ xid }) => need(xid)).filter((xid) => xid !== '0');
}

/** The log must be followed to `position`, or further where that was noted before. */
export async function noteMeet(client: pg.ClientBase, taskId: string, tables: readonly TableId[], position: Position): Promise<void> {
  const sql = `update opendts.task_table set meet = greatest(coalesce(meet, $3), $3) where task_id = $1 and table_id = any ($2)`;
  await query(client, SCOPE, sql, [taskId, tables, position]);
}
