import type pg from 'pg';
import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { qualified } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
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
    for (const table of tables.filter(({ id }) => known.has(id))) await emptyTable(client, table);
    await query(client, SCOPE, 'delete from opendts.task_slice where task_id = $1', [taskId]);
    await query(client, SCOPE, 'delete from opendts.task_table where task_id = $1', [taskId]);
    await query(client, SCOPE, 'update opendts.task set checkpoint = null, updated_at = now() where task_id = $1', [taskId]);
    await query(client, SCOPE, 'commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** TRUNCATE gives the space back at once, but is refused where a foreign key of another table refers to this one. */
export async function emptyTable(client: pg.Client, table: TablePlan): Promise<void> {
  const scope = { side: 'destination', object: displayName(table.destination) } as const;
  const name = qualified(table.destination);
  const [referred] = await query(
    client,
    scope,
    `select exists (select from pg_constraint where contype = 'f' and confrelid = $1::regclass and conrelid <> confrelid) as yes`,
    [name],
  );
  await query(client, scope, referred?.yes === 't' ? `delete from only ${name}` : `truncate only ${name}`);
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
