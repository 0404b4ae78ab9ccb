import type pg from 'pg';
import type { Carriage, DdlWork } from '../../ddl/carriage.ts';
import { isRefusal, notCarried, type RefusedThere, refusedThere } from '../../ddl/refused.ts';
import type { DdlCommand, EnumStep } from '../../ddl/structure.ts';
import type { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified } from '../../postgres/quote.ts';
import { createRenamer } from '../../postgres/rename.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { loosenForeignKeys } from './ddl-foreign.ts';
import { alterationSql, createSql, partitionSql, placeOf, type Renamed, renameTable } from './ddl-sql.ts';
import { writeOverlay } from './overlay.ts';
import { emptyTable } from './restart.ts';

const SCOPE = { side: 'destination' } as const;

/**
 * Does what a command of the source comes to, on the connection whose transaction is open for the rows around it; the plans go with it.
 * Null when that is done; else nothing of it is, and the transaction goes on.
 */
export async function runDdl(client: pg.Client, taskId: string, carriage: Carriage): Promise<RefusedThere | null> {
  const { command, work, names } = carriage;
  // Triggers that wait for the end of the transaction would refuse any ALTER TABLE of theirs.
  await query(client, SCOPE, 'set constraints all immediate');
  await query(client, SCOPE, 'savepoint command');
  const renamed = createRenamer(names).statement;
  const failure = await runAll(client, taskId, { carriage, renamed });
  if (failure !== null) await query(client, SCOPE, 'rollback to savepoint command');
  await query(client, SCOPE, 'release savepoint command');
  await query(client, SCOPE, 'set constraints all deferred');
  if (failure === null) return null;
  const { sql: failed, error, object } = failure;
  const sql = work.flatMap((each) => saidOf(each, renamed));
  return refusedThere(command, failed, error, { object, sql, reloadable: await areOwn(client, taskId, carriage) });
}

interface Failure {
  readonly sql: string;
  readonly error: EngineError;
  readonly object: string;
}

interface Whole {
  readonly carriage: Carriage;
  readonly renamed: Renamed;
}

async function runAll(client: pg.Client, taskId: string, { carriage, renamed }: Whole): Promise<Failure | null> {
  const { command, work, tables, settle } = carriage;
  let [running, object] = ['', command.tag];
  try {
    for (const each of work) {
      object = displayName(placeOf(each));
      for (const sql of await statementsOf(client, taskId, { work: each, command, renamed })) {
        running = sql;
        await query(client, { side: 'destination', object }, sql);
      }
    }
    await writeOverlay(client, taskId, { ...carriage, tables: settle === undefined ? tables : await settle() });
    return null;
  } catch (error) {
    if (isRefusal(error)) return { sql: running, error, object };
    throw error;
  }
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
}

async function statementsOf(client: pg.Client, taskId: string, { work, command, renamed }: Task): Promise<readonly string[]> {
  const said = saidOf(work, renamed);
  switch (work.kind) {
    case 'empty':
      if (work.apart !== true && !(await isOwn(client, taskId, work.plan))) throw notOwn(command, work.plan);
      await emptyTable(client, work.plan);
      return [...(work.apart ? [] : forget(taskId, work.plan)), ...(await loosenForeignKeys(client, work.plan.destination))];
    case 'enum':
      return enumSql(client, work.labels, renamed);
    case 'drop':
      return [...said, ...(work.apart ? [] : forget(taskId, work.plan))];
    case 'forget':
      return forget(taskId, work.plan);
    case 'rename':
      return [...said, ...(work.apart ? [] : moveMarks(taskId, work.from.id, work.to.id))];
    default:
      return said;
  }
}

/** Of a table that had rows of others, or that others fill as well, nobody can tell which rows are whose. */
async function isOwn(client: pg.Client, taskId: string, plan: TablePlan): Promise<boolean> {
  if (plan.origin === 'create') return true;
  if (plan.merged === true) return false;
  const [own] = await query(
    client,
    { side: 'destination', object: 'schema opendts' },
    `select bool_and(task_id = $1 and not occupied) as yes from opendts.task_table where table_id = $2 having bool_or(task_id = $1)`,
    [taskId, plan.id],
  );
  return own?.yes === 't';
}

async function areOwn(client: pg.Client, taskId: string, { work, tables }: Carriage): Promise<boolean> {
  const worked = work.flatMap((each) =>
    each.kind === 'rename' ? [each.from] : each.kind === 'alter' ? [each.to] : 'plan' in each ? [each.plan] : [],
  );
  const renamed = new Set(work.flatMap((each) => (each.kind === 'rename' ? [each.to.id] : [])));
  for (const plan of [...worked, ...tables.values()])
    if (plan?.hasRows === true && !renamed.has(plan.id) && !(await isOwn(client, taskId, plan))) return false;
  return true;
}

function notOwn(command: DdlCommand, plan: TablePlan): EngineError {
  const why = text(
    'its values became others, and rows that are not the task’s cannot be told from them',
    '其数据已被改写，且目标表中可能存在非本任务写入的数据',
  );
  return notCarried(command, plan.source, why);
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

/** What the type lacks of the labels, each in its place. */
async function enumSql(client: pg.Client, { schema, name, labels }: EnumStep, renamed: Renamed): Promise<readonly string[]> {
  const target = renamed(`ALTER TYPE ${qualified({ schema, name })} OWNER TO CURRENT_USER`).slice(
    'ALTER TYPE '.length,
    -' OWNER TO CURRENT_USER'.length,
  );
  const rows = await query(
    client,
    { side: 'destination', object: displayName({ schema, name }) },
    'select enumlabel as label from pg_catalog.pg_enum where enumtypid = pg_catalog.to_regtype($1) order by enumsortorder',
    [target],
  );
  const there = rows.map(({ label }) => need(label));
  if (there.length === 0) return [];
  const wanted = new Set(labels);
  const lost = there.filter((label) => !wanted.has(label));
  const fresh = labels.filter((label) => !there.includes(label));
  if (lost.length === 1 && fresh.length === 1)
    return [`alter type ${target} rename value ${literal(lost[0] ?? '')} to ${literal(fresh[0] ?? '')}`];
  return fresh.map((label) => {
    const before = labels[labels.indexOf(label) - 1];
    const after = labels[labels.indexOf(label) + 1];
    const place = before !== undefined ? ` after ${literal(before)}` : after !== undefined ? ` before ${literal(after)}` : '';
    return `alter type ${target} add value if not exists ${literal(label)}${place}`;
  });
}
