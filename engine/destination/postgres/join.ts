import type pg from 'pg';
import { NO_OVERLAY, overlaid } from '../../plan/overlay.ts';
import type { Plan, SequencePlan, TablePlan } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';
import type { TableId } from '../../schema/table.ts';
import { HELPER_TABLES, readMarks, takeTask } from './marks.ts';
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
 */
export async function adopt(client: pg.Client, { taskId, joining, plan, sequences }: Adoption): Promise<void> {
  await takeTask(client, joining);
  await within(client, async () => {
    const { overlay = NO_OVERLAY } = await readMarks(client, joining);
    const now = overlaid(plan, overlay);
    // Those of the plan that are none any more are noted as such: they were in the document.
    const tables = new Map<TableId, TablePlan | null>(plan.tables.map(({ id }) => [id, null]));
    for (const table of now.tables) tables.set(table.id, table);
    await forget(client, taskId, [...tables.keys()]);
    for (const table of MARKS) await query(client, SCOPE, `update opendts.${table} set task_id = $1 where task_id = $2`, [taskId, joining]);
    const own = now.sequences.filter((each) => !sequences.some((other) => JSON.stringify(other) === JSON.stringify(each)));
    await writeOverlay(client, taskId, {
      tables,
      sequences: own.length === 0 ? null : [...sequences, ...own],
      ...(overlay.refused === undefined ? {} : { refused: overlay.refused }),
    });
    for (const table of HELPER_TABLES) await query(client, SCOPE, `delete from opendts.${table} where task_id = $1`, [joining]);
  });
}

/** Tables that are none of the task any more; what waited for a person about them does not any more. */
export async function leave(client: pg.Client, taskId: string, tables: readonly TableId[]): Promise<void> {
  await takeTask(client, taskId);
  await within(client, async () => {
    const { overlay = NO_OVERLAY } = await readMarks(client, taskId);
    const gone = new Set(tables);
    const refused = [...(overlay.refused ?? [])]
      .filter(([, each]) => each.tables.some((id) => gone.has(id)))
      .map(([id, each]) => {
        const left = each.tables.filter((table) => !gone.has(table));
        return [id, left.length === 0 ? null : { ...each, tables: left, plans: each.plans.filter((plan) => !gone.has(plan.id)) }] as const;
      });
    await forget(client, taskId, tables);
    await writeOverlay(client, taskId, {
      tables: new Map(tables.map((id) => [id, null])),
      sequences: null,
      refused: new Map(refused),
    });
  });
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
