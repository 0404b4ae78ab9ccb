import type pg from 'pg';
import type { Carriage } from '../../ddl/carriage.ts';
import type { PlanOverlay } from '../../plan/overlay.ts';
import type { SequencePlan, TablePlan } from '../../plan/plan.ts';
import type { RefusedDdl } from '../../plan/refused-ddl.ts';
import { need, query } from '../../postgres/query.ts';
import type { TableId } from '../../schema/table.ts';
import { forgetAside } from './aside.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/** In place of a table's id: no table is called like that. */
const SEQUENCES = 'sequences';
/** Before the id of a refused command. */
const REFUSED = 'refused ';
/** Before the id of a table whose rows a person wanted copied again. */
const COPIED = 'copied ';

/** Keeps plans that a command left, in the transaction that carries it. */
export async function writeOverlay(
  client: pg.ClientBase,
  taskId: string,
  { tables, sequences, refused = new Map(), copied = new Map() }: Pick<Carriage, 'tables' | 'sequences' | 'refused' | 'copied'>,
): Promise<void> {
  const rows = [...tables].map(([id, plan]) => [id, JSON.stringify(plan)] as const);
  for (const [id, asked] of copied) rows.push([COPIED + id, JSON.stringify(asked)]);
  if (sequences !== null) rows.push([SEQUENCES, JSON.stringify(sequences)]);
  const dealtWith: string[] = [];
  for (const [id, each] of refused) {
    if (each === null) dealtWith.push(id);
    else rows.push([REFUSED + id, JSON.stringify(each)]);
  }
  if (dealtWith.length > 0) {
    await query(client, SCOPE, 'delete from opendts.task_plan where task_id = $1 and table_id = any ($2)', [
      taskId,
      dealtWith.map((id) => REFUSED + id),
    ]);
    await forgetAside(client, taskId, dealtWith);
  }
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
  const refused = new Map<string, RefusedDdl>();
  const copied = new Map<TableId, string>();
  let sequences: readonly SequencePlan[] | null = null;
  for (const { table_id, plan } of rows) {
    if (table_id === SEQUENCES) sequences = JSON.parse(need(plan)) as readonly SequencePlan[];
    else if (table_id?.startsWith(REFUSED)) refused.set(table_id.slice(REFUSED.length), JSON.parse(need(plan)) as RefusedDdl);
    else if (table_id?.startsWith(COPIED)) copied.set(table_id.slice(COPIED.length), JSON.parse(need(plan)) as string);
    else tables.set(need(table_id), JSON.parse(need(plan)) as TablePlan | null);
  }
  return { tables, sequences, refused, copied };
}
