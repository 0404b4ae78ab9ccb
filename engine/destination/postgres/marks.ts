import type pg from 'pg';
import { EngineError } from '../../errors.ts';
import { execute, need, query } from '../../postgres/query.ts';
import { asPosition, type Position } from '../../schema/row.ts';
import type { DestinationState } from '../destination.ts';
import { markOf } from './large-objects.ts';
import { readLoads } from './load-marks.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/**
 * Where a task stands, kept at the destination in the same transactions as the rows: this is what makes repeats harmless. Of a
 * slice `xid` is the transaction that brought its rows, by which they are told from others' (`unload`).
 */
const HELPERS = {
  task: 'task_id text primary key, checkpoint text, updated_at timestamptz not null default now()',
  task_statement: 'task_id text not null, statement_id text not null, primary key (task_id, statement_id)',
  task_table: `task_id text not null, table_id text not null, cut text not null, storage text not null, occupied boolean not null, meet text,
    primary key (task_id, table_id)`,
  task_slice: `task_id text not null, table_id text not null, slice int not null, position text, xid bigint not null,
    rows bigint not null default 0, bytes bigint not null default 0, primary key (task_id, table_id, slice)`,
  task_large_objects: 'task_id text primary key, state text not null, objects bigint not null default 0, bytes bigint not null default 0',
} as const;

/** All helper tables, by name. */
export const HELPER_TABLES = Object.keys(HELPERS) as readonly (keyof typeof HELPERS)[];

/**
 * Takes the task for this session: a second engine on it waits, then is told. A killed engine's session ends with its
 * connection, and with it anything it had not committed.
 * @throws EngineError `task.already-running`
 */
export async function takeTask(client: pg.ClientBase, taskId: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const [row] = await query(client, SCOPE, "select pg_try_advisory_lock(hashtextextended('opendts ' || $1, 0)) as taken", [taskId]);
    if (row?.taken === 't') return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new EngineError({
    code: 'task.already-running',
    message: { en: 'Another engine works on this task at the destination', zh: '另一个引擎正在目标库上执行该任务' },
    hint: {
      en: 'End the other engine, or wait until its session at the destination has ended.',
      zh: '请结束另一个引擎，或等待其在目标库的会话结束。',
    },
    retry: 'soon',
    side: 'destination',
  });
}

/** Makes the marks' tables where they are missing and reads what this task left in them. */
export async function prepareMarks(client: pg.ClientBase, taskId: string): Promise<DestinationState> {
  // Two tasks may start on one database at once; "if not exists" alone does not stand that.
  await query(client, SCOPE, 'begin');
  await query(client, SCOPE, "select pg_advisory_xact_lock(hashtextextended('opendts helpers', 0))");
  // The account may lack the right to make what somebody has made for it: that is asked before "if not exists" is looked at.
  const [there] = await query(
    client,
    SCOPE,
    `select to_regnamespace('opendts') is not null as schema,
       (select count(*) from pg_class c where c.relnamespace = to_regnamespace('opendts') and c.relname = any ($1)) as tables`,
    [HELPER_TABLES],
  );
  if (there?.schema !== 't') await query(client, SCOPE, 'create schema opendts');
  if (Number(there?.tables) < HELPER_TABLES.length) {
    const made = HELPER_TABLES.map((name) => `create table if not exists opendts.${name} (${HELPERS[name]})`);
    await query(client, SCOPE, made.join(';\n'));
  }
  const made = await execute(client, SCOPE, 'insert into opendts.task (task_id) values ($1) on conflict do nothing', [taskId]);
  await query(client, SCOPE, 'commit');
  return { ...(await readMarks(client, taskId)), fresh: made === 1 };
}

/** What the marks say now. */
export async function readMarks(client: pg.ClientBase, taskId: string): Promise<DestinationState> {
  const [task] = await query(client, SCOPE, 'select checkpoint from opendts.task where task_id = $1', [taskId]);
  const statements = await query(client, SCOPE, 'select statement_id from opendts.task_statement where task_id = $1', [taskId]);
  const [objects] = await query(client, SCOPE, 'select state, objects, bytes from opendts.task_large_objects where task_id = $1', [taskId]);
  return {
    checkpoint: positionOf(task?.checkpoint),
    tables: await readLoads(client, taskId),
    statements: new Set(statements.map((row) => need(row.statement_id))),
    fresh: false,
    ...(objects === undefined ? {} : { largeObjects: markOf(objects) }),
  };
}

function positionOf(value: string | null | undefined): Position | null {
  return value === null || value === undefined ? null : asPosition(value);
}

/** Writes the first checkpoint of a task; one that is there stays. */
export async function beginCheckpoint(client: pg.ClientBase, taskId: string, position: Position): Promise<void> {
  await query(client, SCOPE, 'update opendts.task set checkpoint = $2, updated_at = now() where task_id = $1 and checkpoint is null', [
    taskId,
    position,
  ]);
}

/** Part of the rows' own transaction. The previous checkpoint must be the one we know: else someone else applied in between. */
export async function moveCheckpoint(
  client: pg.ClientBase,
  taskId: string,
  move: { readonly from: Position | null; readonly to: Position },
): Promise<void> {
  const moved = await execute(
    client,
    SCOPE,
    'update opendts.task set checkpoint = $2, updated_at = now() where task_id = $1 and checkpoint is not distinct from $3',
    [taskId, move.to, move.from],
  );
  if (moved !== 1) {
    throw new EngineError({
      code: 'checkpoint.moved',
      message: { en: 'The checkpoint at the destination was changed by someone else', zh: '目标库中的检查点被其他进程修改' },
      hint: { en: 'The task reads it again and goes on from there.', zh: '任务会重新读取检查点并继续。' },
      retry: 'soon',
      side: 'destination',
    });
  }
}

/** Claims statements inside the transaction that runs them; the ids of those that were not run before. */
export async function claimStatements(
  client: pg.ClientBase,
  taskId: string,
  statements: readonly { readonly id: string }[],
): Promise<ReadonlySet<string>> {
  const sql = `insert into opendts.task_statement (task_id, statement_id) select $1, unnest($2::text[])
    on conflict do nothing returning statement_id`;
  const rows = await query(client, SCOPE, sql, [taskId, statements.map(({ id }) => id)]);
  return new Set(rows.map((row) => need(row.statement_id)));
}

/** Removes one task's marks; the helper schema goes with the last task that used it. */
export async function releaseMarks(client: pg.ClientBase, taskId: string): Promise<void> {
  const [exists] = await query(client, SCOPE, "select to_regclass('opendts.task') is not null as yes");
  if (exists?.yes !== 't') return;
  await query(client, SCOPE, 'begin');
  await query(client, SCOPE, "select pg_advisory_xact_lock(hashtextextended('opendts helpers', 0))");
  for (const table of HELPER_TABLES) await query(client, SCOPE, `delete from opendts.${table} where task_id = $1`, [taskId]);
  const [left] = await query(client, SCOPE, 'select count(*) as tasks from opendts.task');
  if (left?.tasks === '0') {
    await query(client, SCOPE, `drop table ${HELPER_TABLES.map((table) => `opendts.${table}`).join(', ')}`);
    await query(client, SCOPE, 'drop schema opendts');
  }
  await query(client, SCOPE, 'commit');
}
