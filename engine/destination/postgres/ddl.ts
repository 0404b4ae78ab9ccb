import type pg from 'pg';
import type { Carriage, DdlWork } from '../../ddl/carriage.ts';
import { isRefusal, notCarried, notCopied, type RefusedThere, refusedThere, rowsWouldGo } from '../../ddl/refused.ts';
import type { DdlCommand } from '../../ddl/structure.ts';
import { type EngineError, isEngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';
import { literal, qualified } from '../../postgres/quote.ts';
import { createRenamer } from '../../postgres/rename.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { enumSql } from './ddl-enum.ts';
import { isBound, loosenForeignKeys, requireUnbound } from './ddl-foreign.ts';
import { requireQuiet } from './ddl-quiet.ts';
import { alterationSql, createSql, partitionSql, placeOf, type Renamed, renameTable } from './ddl-sql.ts';
import { handOver } from './join.ts';
import { writeOverlay } from './overlay.ts';
import { emptyTable } from './restart.ts';

const SCOPE = { side: 'destination' } as const;

/**
 * Does what a command of the source comes to, on the connection whose transaction is open for the rows around it; the plans go with it.
 * Null when that is done; else nothing of it is, and the transaction goes on.
 */
export async function runDdl({ client, taskId, open }: Place, carriage: Carriage): Promise<RefusedThere | null> {
  const { command, work, names } = carriage;
  const quiet = await settleConstraints(client);
  await query(client, SCOPE, 'savepoint command');
  const renamed = createRenamer(names).statement;
  const failure = await runAll(client, taskId, { carriage, renamed, open, quiet });
  if (failure !== null) await query(client, SCOPE, 'rollback to savepoint command');
  await query(client, SCOPE, 'release savepoint command');
  await query(client, SCOPE, 'set constraints all deferred');
  if (failure === null) return null;
  const { sql: failed, error, object } = failure;
  const sql = work.flatMap((each) => saidOf(each, renamed));
  const reloadable = await areOwn(client, taskId, carriage);
  const binds = (await isAnyBound(client, carriage)) ? { binds: BOUND } : {};
  const refused = { object, sql, reloadable, ...binds };
  return failure.stays ? rowsWouldGo(error, refused) : refusedThere(command, failed, error, refused);
}

const BOUND = text(
  'foreign keys of its table, or to it, would refuse rows of others meanwhile, for the account at the destination may not set session_replication_role',
  '目标库账号无权设置 session_replication_role，该表的外键或引用该表的外键会拒绝其他表的写入',
);

/** Where a command is carried. */
export interface Place {
  readonly client: pg.Client;
  readonly taskId: string;
  /** A connection beside it. */
  readonly open: () => Promise<pg.Client>;
}

/**
 * Triggers that wait for the end of the transaction would refuse any ALTER TABLE of theirs, so they fire now. Not where a key or a foreign
 * key does not hold yet, as it need not before the end: then the others wait on as well, which tables without such triggers do not mind.
 */
async function settleConstraints(client: pg.Client): Promise<boolean> {
  await query(client, SCOPE, 'savepoint quiet');
  const quiet = await query(client, SCOPE, 'set constraints all immediate').then(
    () => true,
    (error: unknown) => {
      if (!isRefusal(error)) throw error;
      return false;
    },
  );
  if (!quiet) await query(client, SCOPE, 'rollback to savepoint quiet');
  await query(client, SCOPE, 'release savepoint quiet');
  return quiet;
}

interface Failure {
  readonly sql: string;
  readonly error: EngineError;
  readonly object: string;
  /** Rows would have to go that need not be the task's. */
  readonly stays?: true;
}

interface Whole {
  readonly carriage: Carriage;
  readonly renamed: Renamed;
  readonly open: Place['open'];
  /** No constraint waits for the end of the transaction. */
  readonly quiet: boolean;
}

async function runAll(client: pg.Client, taskId: string, { carriage, renamed, open, quiet }: Whole): Promise<Failure | null> {
  const { command, work, tables, settle, handed } = carriage;
  let [running, object] = ['', command.tag];
  try {
    for (const each of work) {
      object = displayName(placeOf(each));
      if (each.kind === 'empty' && !each.apart && !each.asked && !(await isOwn(client, taskId, each.plan)))
        return { sql: '', error: notOwn(command, each.plan), object, stays: true };
      for (const sql of await statementsOf(client, taskId, { work: each, command, renamed, open })) {
        running = sql;
        await query(client, { side: 'destination', object }, sql);
      }
    }
    const left = handed === undefined ? {} : { sequences: await handOver(client, handed) };
    await writeOverlay(client, taskId, { ...carriage, ...left, tables: settle === undefined ? tables : await settle() });
    return null;
  } catch (error) {
    if (isRefusal(error) || (!quiet && isPending(error))) return { sql: running, error, object };
    throw error;
  }
}

/** The table has triggers that wait for the end of the transaction: once that is committed it can be done. */
function isPending(error: unknown): error is EngineError {
  return isEngineError(error) && (error.cause as { readonly code?: unknown } | undefined)?.code === '55006';
}

/** What people are shown of it: all but our own marks. */
function saidOf(work: DdlWork, renamed: Renamed): readonly string[] {
  switch (work.kind) {
    case 'create':
      return createSql(work, renamed);
    case 'drop':
      return work.plan.origin === 'create' ? [`drop table if exists ${qualified(work.plan.destination)}`] : [];
    case 'rename':
      return renameTable(work.from, work.to);
    case 'sql':
      return work.sql;
    case 'detach':
    case 'attach':
      return partitionSql(work);
    case 'alter':
      return work.alterations.flatMap((each) => alterationSql(work, each, renamed));
    default:
      return [];
  }
}

interface Task {
  readonly work: DdlWork;
  readonly command: DdlCommand;
  readonly renamed: Renamed;
  readonly open: Place['open'];
}

async function statementsOf(client: pg.Client, taskId: string, { work, command, renamed, open }: Task): Promise<readonly string[]> {
  const said = saidOf(work, renamed);
  switch (work.kind) {
    case 'empty':
      if (work.asked && !(await isOwn(client, taskId, work.plan))) throw notAlone(work.plan);
      if (work.asked) await requireUnbound(client, work.plan);
      if (work.asked) await requireQuiet(client, work.plan);
      await emptyTable(client, work.plan);
      return [...(work.apart ? [] : forget(taskId, work.plan)), ...(await loosenForeignKeys(client, work.plan.destination))];
    case 'enum':
      return enumSql(client, { command, labels: work.labels, renamed, open });
    case 'drop':
      return [...said, ...(work.apart ? [] : forget(taskId, work.plan))];
    case 'forget':
      return forget(taskId, work.plan);
    case 'called':
      return moveMarks(taskId, work.from.id, work.to.id);
    case 'rename':
      return [...said, ...(work.apart ? [] : moveMarks(taskId, work.from.id, work.to.id))];
    default:
      return said;
  }
}

/**
 * Of a table that had rows of others, or that others fill as well, nobody can tell which rows are whose. One that waits for its rows has
 * no marks: they went with what was the task's.
 */
async function isOwn(client: pg.Client, taskId: string, plan: TablePlan): Promise<boolean> {
  if (plan.origin === 'create') return true;
  if (plan.merged === true) return false;
  const [own] = await query(
    client,
    { side: 'destination', object: 'schema opendts' },
    `select coalesce(bool_and(task_id = $1 and not occupied), true) as yes from opendts.task_table where table_id = $2
       having $3::boolean or bool_or(task_id = $1)`,
    [taskId, plan.id, plan.reload === true],
  );
  return own?.yes === 't';
}

async function areOwn(client: pg.Client, taskId: string, { work, tables }: Carriage): Promise<boolean> {
  const worked = workedOn(work);
  const renamed = new Set(work.flatMap((each) => (each.kind === 'rename' ? [each.to.id] : [])));
  for (const plan of [...worked, ...tables.values()])
    if (plan?.hasRows === true && !renamed.has(plan.id) && !(await isOwn(client, taskId, plan))) return false;
  return true;
}

function workedOn(work: readonly DdlWork[]): readonly TablePlan[] {
  return work.flatMap((each) => {
    if (each.kind === 'rename') return [each.from];
    return each.kind === 'alter' ? [each.to] : 'plan' in each ? [each.plan] : [];
  });
}

/** The command was undone: a table that it renamed has the name of before. */
async function isAnyBound(client: pg.Client, { work }: Carriage): Promise<boolean> {
  const was = new Map(work.flatMap((each) => (each.kind === 'rename' ? [[each.to.id, each.from] as const] : [])));
  for (const plan of workedOn(work)) if (await isBound(client, (was.get(plan.id) ?? plan).destination)) return true;
  return false;
}

function notOwn(command: DdlCommand, plan: TablePlan): EngineError {
  const why = text(
    'its values became others, and rows that are not the task’s cannot be told from them',
    '其数据已被改写，且目标表中可能存在非本任务写入的数据',
  );
  return notCarried(command, plan.source, why);
}

function notAlone({ source }: TablePlan): EngineError {
  const why = text(
    'it held rows before the task, or another task loads it, and the task’s own rows cannot be told from others',
    '该表在任务之前已有数据，或由其他任务写入，无法区分哪些行由本任务写入',
  );
  return notCopied(displayName(source), why);
}

const MARKS = ['task_slice', 'task_table'] as const;

/** The marks of its load go with its rows. */
function forget(taskId: string, { id }: Pick<TablePlan, 'id'>): readonly string[] {
  return MARKS.map((table) => `delete from opendts.${table} where task_id = ${literal(taskId)} and table_id = ${literal(id)}`);
}

/** Its marks follow it. */
function moveMarks(taskId: string, from: TableId, to: TableId): readonly string[] {
  return MARKS.map(
    (table) => `update opendts.${table} set table_id = ${literal(to)} where task_id = ${literal(taskId)} and table_id = ${literal(from)}`,
  );
}
