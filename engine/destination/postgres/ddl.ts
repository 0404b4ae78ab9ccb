import type pg from 'pg';
import type { Carriage, DdlWork } from '../../ddl/carriage.ts';
import { notCarried, refusedThere } from '../../ddl/refused.ts';
import type { DdlCommand, EnumStep } from '../../ddl/structure.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import { createRenamer } from '../../postgres/rename.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { loosenForeignKeys } from './ddl-foreign.ts';
import { alterationSql, createSql, placeOf, type Renamed } from './ddl-sql.ts';
import { writeOverlay } from './overlay.ts';
import { emptyTable } from './restart.ts';

/**
 * Does what a command of the source comes to, on the connection whose transaction is open for the rows around it; the plans go with it.
 * @throws EngineError `ddl.refused`
 */
export async function runDdl(client: pg.Client, taskId: string, carriage: Carriage): Promise<void> {
  const { command, work, names } = carriage;
  // Triggers that wait for the end of the transaction would refuse any ALTER TABLE of theirs.
  await query(client, { side: 'destination' }, 'set constraints all immediate');
  const renamed = createRenamer(names).statement;
  for (const each of work) {
    const object = displayName(placeOf(each));
    for (const sql of await statementsOf(client, taskId, { work: each, command, renamed })) {
      try {
        await query(client, { side: 'destination', object }, sql);
      } catch (error) {
        throw refusedThere(command, sql, error, object);
      }
    }
  }
  await query(client, { side: 'destination' }, 'set constraints all deferred');
  await writeOverlay(client, taskId, carriage);
}

interface Task {
  readonly work: DdlWork;
  readonly command: DdlCommand;
  readonly renamed: Renamed;
}

async function statementsOf(client: pg.Client, taskId: string, { work, command, renamed }: Task): Promise<readonly string[]> {
  switch (work.kind) {
    case 'empty':
      await refuseOthers(client, taskId, { plan: work.plan, command });
      await emptyTable(client, work.plan);
      return [...forget(taskId, work.plan), ...(await loosenForeignKeys(client, work.plan.destination))];
    case 'enum':
      return enumSql(client, work.labels, renamed);
    case 'create':
      return createSql(work, renamed);
    case 'drop':
      return [
        ...(work.plan.origin === 'create' ? [`drop table if exists ${qualified(work.plan.destination)}`] : []),
        ...forget(taskId, work.plan),
      ];
    case 'rename':
      return renameSql(taskId, work.from, work.to);
    case 'detach':
      return [`alter table ${qualified(work.parent.destination)} detach partition ${qualified(work.plan.destination)}`];
    case 'attach':
      return [`alter table ${qualified(work.parent.destination)} attach partition ${qualified(work.plan.destination)} ${work.bound}`];
    case 'alter':
      return work.alterations.flatMap((each) => alterationSql(work, each, renamed));
  }
}

/** Of a table that had rows of others, or that another task fills as well, nobody can tell which rows are whose. */
async function refuseOthers(
  client: pg.Client,
  taskId: string,
  { plan, command }: { readonly plan: TablePlan; readonly command: DdlCommand },
): Promise<void> {
  if (plan.origin === 'create') return;
  const [own] = await query(
    client,
    { side: 'destination', object: 'schema opendts' },
    `select bool_and(task_id = $1 and not occupied) as yes from opendts.task_table where table_id = $2 having bool_or(task_id = $1)`,
    [taskId, plan.id],
  );
  if (own?.yes === 't') return;
  const why = text(
    'its values became others, and rows that are not the task’s cannot be told from them',
    '其数据已被改写，且目标表中可能存在非本任务写入的数据',
  );
  throw notCarried(command, plan.source, why);
}

const MARKS = ['task_slice', 'task_table'] as const;

/** The marks of its load go with its rows. */
function forget(taskId: string, { id }: TablePlan): readonly string[] {
  return MARKS.map((table) => `delete from opendts.${table} where task_id = ${literal(taskId)} and table_id = ${literal(id)}`);
}

/** Its marks follow it. */
function renameSql(taskId: string, from: TablePlan, to: TablePlan): readonly string[] {
  const marks = MARKS.map(
    (table) =>
      `update opendts.${table} set table_id = ${literal(to.id)} where task_id = ${literal(taskId)} and table_id = ${literal(from.id)}`,
  );
  const same = from.destination.name === to.destination.name;
  return [...(same ? [] : [`alter table ${qualified(from.destination)} rename to ${quote(to.destination.name)}`]), ...marks];
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
