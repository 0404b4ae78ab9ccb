import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { isLoaded } from '../../schema/slice.ts';
import type { TableName } from '../../schema/table.ts';
import { readLoads } from './load-marks.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/** Whose rows are to be copied since, or that wait for a person: also after that is done, so that the marks are asked as well. */
const EMPTIED = `select p.task_id, p.table_id, p.plan, exists (select from opendts.task_plan r
    where r.task_id = p.task_id and r.table_id = 'refused ' || (p.plan::jsonb ->> 'stopped')) as stopped
  from opendts.task_plan p where p.plan::jsonb @> '{"reload": true}' or p.plan::jsonb ? 'stopped'`;

/**
 * Tables of the destination whose rows any task of it has taken away, and not brought back yet, or that are behind the others: nothing is to
 * be said of rows by theirs.
 */
export async function tablesWithoutRows(client: pg.ClientBase): Promise<readonly TableName[]> {
  const rows = await query(client, SCOPE, EMPTIED);
  const found: TableName[] = [];
  for (const task of new Set(rows.map(({ task_id }) => need(task_id)))) {
    const loads = await readLoads(client, task);
    for (const { task_id, table_id, plan, stopped } of rows) {
      if (task_id !== task || (stopped !== 't' && isLoaded(loads.get(need(table_id))))) continue;
      const { destination, stopped: by } = JSON.parse(need(plan)) as TablePlan;
      // What is passed over for good stays as it is.
      if (by === undefined || stopped === 't') found.push(destination);
    }
  }
  return found;
}
