import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { type TableId, tableId } from '../../schema/table.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/** Notes which tables a task writes to, for those that come after it. */
export async function noteTargets(client: pg.ClientBase, taskId: string, tables: readonly TablePlan[]): Promise<void> {
  await query(
    client,
    SCOPE,
    `with w as (select distinct schema, name from unnest($2::text[], $3::text[]) as w(schema, name)),
     gone as (delete from opendts.task_target t
       where t.task_id = $1 and not exists (select from w where w.schema = t.schema_name and w.name = t.table_name))
     insert into opendts.task_target (task_id, schema_name, table_name) select $1, schema, name from w on conflict do nothing`,
    [taskId, tables.map(({ destination }) => destination.schema), tables.map(({ destination }) => destination.name)],
  );
}

/** Which other tasks write to which tables, as far as the account may know. */
export async function readWriters(client: pg.ClientBase, taskId: string): Promise<ReadonlyMap<TableId, readonly string[]>> {
  const [known] = await query(
    client,
    SCOPE,
    `select has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT') as yes
     from pg_namespace n join pg_class c on c.relnamespace = n.oid where n.nspname = 'opendts' and c.relname = 'task_target'`,
  );
  if (known?.yes !== 't') return new Map();
  const rows = await query(
    client,
    SCOPE,
    `select schema_name as schema, table_name as name, array_to_json(array_agg(task_id order by task_id)) as tasks
     from opendts.task_target where task_id <> $1 group by schema_name, table_name`,
    [taskId],
  );
  return new Map(
    rows.map(({ schema, name, tasks }) => [
      tableId({ schema: need(schema), name: need(name) }),
      JSON.parse(need(tasks)) as readonly string[],
    ]),
  );
}
