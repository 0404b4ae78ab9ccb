import type pg from 'pg';
import { notFit } from '../../ddl/refused.ts';
import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { qualified } from '../../postgres/quote.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import { text } from '../../text.ts';

const SCOPE = { side: 'destination', object: 'schema opendts' } as const;

/**
 * Empties the task's tables and forgets how far it was with them, in one transaction. Of tables that had rows of others when the load
 * began, or that another task fills as well, nobody can tell any more which rows are whose: changes have been applied to either.
 * @throws EngineError `table.rows-of-others`
 */
export async function restartTask(client: pg.Client, taskId: string, tables: readonly TablePlan[]): Promise<void> {
  await query(client, SCOPE, 'begin');
  try {
    // A table of the same name that another task loads too may be one and the same here.
    const others = 'select table_id from opendts.task_table where case when task_id = $1 then occupied else true end';
    const shared = new Set((await query(client, SCOPE, others, [taskId])).map((row) => need(row.table_id)));
    const refused = tables.filter(({ id }) => shared.has(id));
    if (refused.length > 0) throw rowsOfOthers(refused);
    const begun = await query(client, SCOPE, 'select table_id from opendts.task_table where task_id = $1', [taskId]);
    const known = new Set(begun.map((row) => need(row.table_id)));
    // One whose load has not begun has nothing of ours in it.
    const emptied = tables.filter(({ id }) => known.has(id));
    for (const table of emptied) await emptyTable(client, table, emptied);
    await query(client, SCOPE, 'delete from opendts.task_slice where task_id = $1', [taskId]);
    await query(client, SCOPE, 'delete from opendts.task_table where task_id = $1', [taskId]);
    await query(client, SCOPE, 'update opendts.task set checkpoint = null, updated_at = now() where task_id = $1', [taskId]);
    await query(client, SCOPE, 'commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/**
 * TRUNCATE gives the space back at once, but is refused where a foreign key of another table refers to this one. What inherits from it has
 * rows of its own, partitions have the rows of the table. `together`: tables that are emptied as well.
 * @throws EngineError `ddl.not-fit` where rows of other tables would go with it
 */
export async function emptyTable(client: pg.Client, table: TablePlan, together: readonly TablePlan[] = []): Promise<void> {
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  const name = qualified(table.destination);
  const [found] = await query(
    client,
    scope,
    `select exists (select from pg_constraint where contype = 'f' and confrelid = c.oid and conrelid <> confrelid) as referred,
       c.relkind = 'p' as partitioned from pg_class c where c.oid = $1::regclass`,
    [name],
  );
  const whole = found?.partitioned === 't' ? name : `only ${name}`;
  if (found?.referred !== 't') {
    await query(client, scope, `truncate ${whole}`);
    return;
  }
  await keepOthers(client, table, together);
  await query(client, scope, `delete from ${whole}`);
}

/** @throws EngineError `ddl.not-fit` where rows of tables other than `together` would go with rows of this one */
export async function keepOthers(client: pg.Client, { destination }: TablePlan, together: readonly TablePlan[] = []): Promise<void> {
  const rows = await query(client, { side: 'destination', object: displayName(destination) }, ACTING, [qualified(destination)]);
  const along = new Set(rows.map((row) => displayName({ schema: need(row.schema), name: need(row.name) })));
  for (const other of together) along.delete(displayName(other.destination));
  if (along.size > 0) throw rowsAlong(destination, [...along].join(', '));
}

/** Tables whose foreign keys do something to their rows when one here is deleted, in a session like this one. */
const ACTING = `select n.nspname as schema, c.relname as name
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where k.contype = 'f' and k.confrelid = $1::regclass and k.conrelid <> k.confrelid and k.confdeltype in ('c', 'n', 'd')
    and exists (select from pg_trigger t where t.tgconstraint = k.oid and t.tgrelid = k.confrelid and t.tgenabled::text in
      ('A', case current_setting('session_replication_role') when 'replica' then 'R' else 'O' end))
  order by 1, 2`;

function rowsAlong(table: TableName, tables: string): EngineError {
  return notFit(
    table,
    text(
      `rows are to be taken from it first, and foreign keys (ON DELETE) would change rows of ${tables} with them, for the account may not set session_replication_role`,
      `需先清除该表的数据，而目标库账号无权设置 session_replication_role，外键（ON DELETE）会连带更改 ${tables} 中的数据`,
    ),
  );
}

function rowsOfOthers(tables: readonly TablePlan[]): EngineError {
  const [first] = tables;
  const names = tables.map(({ destination }) => displayName(destination)).join(', ');
  return new EngineError({
    code: 'table.rows-of-others',
    message: text(
      `${names} holds rows of others too, which cannot be told from the task's own any more`,
      `${names} 中还有其他来源的数据，现已无法与任务写入的行区分`,
    ),
    hint: text('Release this task, empty these tables or take them out, and migrate again.', '请释放该任务，清空或移除这些表后重新迁移。'),
    retry: 'never',
    side: 'destination',
    ...(first === undefined ? {} : { object: displayName(first.destination) }),
  });
}
