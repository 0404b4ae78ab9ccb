import type pg from 'pg';
import type { HandedOver } from '../../ddl/carriage.ts';
import { withoutTables } from '../../ddl/without.ts';
import { NO_OVERLAY, overlaid } from '../../plan/overlay.ts';
import type { Plan, SequencePlan, TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { type TableId, tableId } from '../../schema/table.ts';
import { checkpointMoved, HELPER_TABLES, noteTargets, readMarks, takeTask } from './marks.ts';
import { writeOverlay } from './overlay.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;
/** By table. */
const MARKS = ['task_table', 'task_slice'] as const;

export interface Adoption {
  readonly taskId: string;
  /** Whose tables become that task's. */
  readonly joining: string;
  readonly plan: Plan;
  readonly sequences: readonly SequencePlan[];
}

/**
 * Hands the tables of a joining run over to its task. Both must have applied the log to one place; nobody else works on either. All in
 * one transaction: after a crash the tables join still, or they have.
 * @throws EngineError `checkpoint.moved` when they are not at one place
 */
export async function adopt(client: pg.Client, { taskId, joining, plan, sequences }: Adoption): Promise<void> {
  await takeTask(client, joining);
  await within(client, async () => {
    const [met] = await query(
      client,
      SCOPE,
      'select count(checkpoint) = 2 and min(checkpoint) = max(checkpoint) as yes from opendts.task where task_id = any ($1)',
      [[taskId, joining]],
    );
    if (met?.yes !== 't') throw checkpointMoved();
    const { overlay = NO_OVERLAY } = await readMarks(client, joining);
    const now = overlaid(plan, overlay);
    // Those of the plan that are none any more are noted as such: they were in the document.
    const tables = new Map<TableId, TablePlan | null>(plan.tables.map(({ id }) => [id, null]));
    for (const table of now.tables) tables.set(table.id, asCome(table));
    await forget(client, taskId, [...tables.keys()]);
    for (const table of MARKS) await query(client, SCOPE, `update opendts.${table} set task_id = $1 where task_id = $2`, [taskId, joining]);
    await query(client, SCOPE, 'update opendts.task_aside set task_id = $1 where task_id = $2', [taskId, joining]);
    const own = now.sequences.filter((each) => !sequences.some((other) => JSON.stringify(other) === JSON.stringify(each)));
    await writeOverlay(client, taskId, {
      tables,
      sequences: own.length === 0 ? null : [...sequences, ...own],
      ...(overlay.refused === undefined ? {} : { refused: overlay.refused }),
    });
    for (const table of HELPER_TABLES) await query(client, SCOPE, `delete from opendts.${table} where task_id = $1`, [joining]);
  });
}

/** The task's log tells of it from here on; one that has become a partition is still to be attached. */
function asCome({ atSource, ...table }: TablePlan): TablePlan {
  return atSource === undefined || atSource.structure.partitionOf === null ? table : { ...table, atSource, apart: true };
}

/**
 * Makes a table of a task, whose marks are gone, that of a joining run: a part of the transaction that is open. Sequences that number its
 * rows go with it.
 * @returns the sequences of the task from here on; null: as before
 */
export async function handOver(
  client: pg.Client,
  { to, table, position, tables, sequences }: HandedOver,
): Promise<readonly SequencePlan[] | null> {
  const kept = await numbersOfOthers(client, sequences, { gone: new Set([table.id]), plans: tables });
  const own = sequences.filter((each) => !kept.includes(each));
  await query(client, SCOPE, 'insert into opendts.task (task_id, checkpoint) values ($1, $2)', [to, position]);
  await writeOverlay(client, to, { tables: new Map([[table.id, table]]), sequences: own });
  await noteTargets(client, to, [table]);
  return own.length === 0 ? null : kept;
}

export interface Leaving {
  readonly taskId: string;
  readonly tables: readonly TableId[];
  /** All tables and sequences of the task before. */
  readonly plans: readonly TablePlan[];
  readonly sequences: readonly SequencePlan[];
}

/** Tables that are none of the task any more; what waited for a person about them does not any more. */
export async function leave(client: pg.Client, { taskId, tables, plans, sequences }: Leaving): Promise<void> {
  await takeTask(client, taskId);
  await within(client, async () => {
    const { overlay = NO_OVERLAY } = await readMarks(client, taskId);
    const gone = new Set(tables);
    const refused = [...(overlay.refused ?? [])]
      .filter(([, each]) => each.tables.some((id) => gone.has(id)))
      .map(([id, each]) => {
        const left = withoutTables(each, gone);
        return [id, left.tables.length === 0 ? null : left] as const;
      });
    const kept = await numbersOfOthers(client, sequences, { gone, plans });
    await forget(client, taskId, tables);
    await writeOverlay(client, taskId, {
      tables: new Map(tables.map((id) => [id, null])),
      sequences: kept.length === sequences.length ? null : kept,
      refused: new Map(refused),
    });
  });
}

/** Without those that number rows of tables which go: where one of these is dropped, no other sequence could be brought up to date. */
async function numbersOfOthers(
  client: pg.Client,
  sequences: readonly SequencePlan[],
  { gone, plans }: { readonly gone: ReadonlySet<TableId>; readonly plans: readonly TablePlan[] },
): Promise<readonly SequencePlan[]> {
  const filled = new Set(plans.filter(({ id }) => !gone.has(id)).map(({ destination }) => tableId(destination)));
  const left = plans.filter(({ id, destination }) => gone.has(id) && !filled.has(tableId(destination))).map((plan) => plan.destination);
  const named = sequences.flatMap(({ destination }) => ('sequence' in destination ? [destination.sequence] : []));
  const rows = await query(
    client,
    SCOPE,
    `select s.schema, s.name from unnest($1::text[], $2::text[]) as s(schema, name)
       join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = to_regclass(format('%I.%I', s.schema, s.name))
         and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
       join pg_class c on c.oid = d.refobjid join pg_namespace n on n.oid = c.relnamespace
       join unnest($3::text[], $4::text[]) as t(schema, name) on t.schema = n.nspname and t.name = c.relname`,
    [named.map(({ schema }) => schema), named.map(({ name }) => name), left.map(({ schema }) => schema), left.map(({ name }) => name)],
  );
  const owned = new Set(rows.map((row) => tableId({ schema: need(row.schema), name: need(row.name) })));
  return sequences.filter(({ source, destination }) =>
    'table' in source ? !gone.has(tableId(source.table)) : !('sequence' in destination) || !owned.has(tableId(destination.sequence)),
  );
}

async function forget(client: pg.Client, taskId: string, tables: readonly TableId[]): Promise<void> {
  for (const table of MARKS)
    await query(client, SCOPE, `delete from opendts.${table} where task_id = $1 and table_id = any ($2)`, [taskId, tables]);
}

async function within(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await query(client, SCOPE, 'begin');
  try {
    await work();
    await query(client, SCOPE, 'commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
