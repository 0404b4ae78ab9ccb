import type pg from 'pg';
import type { Carriage } from '../../ddl/carriage.ts';
import type { PlanOverlay } from '../../plan/overlay.ts';
import type { SequencePlan, TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import type { TableId } from '../../schema/table.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/** In place of a table's id: no table is called like that. */
const SEQUENCES = 'sequences';

/** Keeps plans that a command left, in the transaction that carries it. */
export async function writeOverlay(client: pg.ClientBase, taskId: string, { tables, sequences }: Carriage): Promise<void> {
  const rows = [...tables].map(([id, plan]) => [id, JSON.stringify(plan)] as const);
  if (sequences !== null) rows.push([SEQUENCES, JSON.stringify(sequences)]);
  if (rows.length === 0) return;
  await query(
    client,
    SCOPE,
    `insert into opendts.task_plan (task_id, table_id, plan) select $1, w.id, w.plan from unnest($2::text[], $3::text[]) as w(id, plan)
     on conflict (task_id, table_id) do update set plan = excluded.plan`,
    [taskId, rows.map(([id]) => id), rows.map(([, plan]) => plan)],
  );
}

export async function readOverlay(client: pg.ClientBase, taskId: string): Promise<PlanOverlay> {
  const rows = await query(client, SCOPE, 'select table_id, plan from opendts.task_plan where task_id = $1 order by number', [taskId]);
  const tables = new Map<TableId, TablePlan | null>();
  let sequences: readonly SequencePlan[] | null = null;
  for (const { table_id, plan } of rows) {
    if (table_id === SEQUENCES) sequences = JSON.parse(need(plan)) as readonly SequencePlan[];
    else tables.set(need(table_id), JSON.parse(need(plan)) as TablePlan | null);
  }
  return { tables, sequences };
}
