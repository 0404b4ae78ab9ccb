import type { Destination, DestinationState } from '../destination/destination.ts';
import { EngineError } from '../errors.ts';
import { operationsFor } from '../plan/operations.ts';
import { NO_OVERLAY, overlaid } from '../plan/overlay.ts';
import type { Plan } from '../plan/plan.ts';
import type { RefusedDdl } from '../plan/refused-ddl.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { isHelper } from '../schema/helper.ts';
import { objectId } from '../schema/object.ts';
import { heeds } from '../schema/operation.ts';
import { displayName, type TableName, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { text } from '../text.ts';
import type { TaskConfig } from './config.ts';
import { leaveGone } from './gone-tables.ts';
import { type CatchUpInit, catchUp } from './join/catch-up.ts';
import type { RunInit } from './run-init.ts';

/** The plan of a task that is to begin anew. Kept with the task: what `copyAgain` does is done again after any crash, until its end. */
export function toCopyAgain(plan: Plan): Plan {
  return { ...plan, copyAgain: 'asked' };
}

/**
 * Where a person asked for it, takes back what the destination has of the rows, so that they are loaded under a new view like those of
 * a new task; the structure stays. The slot goes first: with the old one the new view would begin where the log is not any more.
 */
export async function copyAgain(
  { state, config, plan: current, savePlan, emit }: Pick<RunInit, 'state' | 'config' | 'plan' | 'savePlan' | 'emit'>,
  source: Pick<Source, 'dropSlot' | 'tables'> & CatchUpInit['source'],
  destination: Pick<Destination, 'restart' | 'leave'> & CatchUpInit['destination'],
  marks: DestinationState,
): Promise<boolean> {
  const plan = current();
  // The plan is saved before the state is: one that only the plan knows of was not begun.
  if (plan?.copyAgain !== 'asked' || state !== 'preparing') return false;
  const aside = [...(marks.overlay?.refused?.values() ?? [])].filter((each) => each.aside !== undefined);
  if (aside.length > 0) throw changesWait(aside);
  await source.dropSlot();
  const { overlay } = await catchUp({ run: { config, emit }, source, destination, plan }, marks);
  // As commands of the source have left them: those that came since hold rows too, and others have another name by now.
  const { tables, sequences } = overlaid(plan, overlay ?? NO_OVERLAY);
  const copied = tables.filter(({ id, hasRows, stopped }) => hasRows && stopped === undefined && plan.skippedTables?.includes(id) !== true);
  await destination.restart(copied);
  await leaveGone({ source, destination, emit }, { tables, sequences });
  for (const { id } of copied) emit({ kind: 'table', at: Date.now(), id, state: 'waiting', rows: 0, bytes: 0 });
  for (const table of await unnoted(config, source, { ...plan, tables })) emit(notMigrated(table));
  await savePlan({ ...plan, copyAgain: 'begun' });
  return true;
}

/** What was set aside is of the log that is lost: what comes behind it is to be had no more. */
function changesWait(waiting: readonly RefusedDdl[]): EngineError {
  const names = waiting.map(({ object }) => object).join(', ');
  return new EngineError({
    code: 'table.changes-wait',
    message: text(
      `Changes of ${names} wait for an answer to a statement that the destination refused, its rows need not all be the task's, and the log that goes on behind them is lost`,
      `${names} 的变更正等待处理被目标库拒绝的语句，该表的数据可能不全由本任务写入，而其后的日志已丢失`,
    ),
    hint: text('Release this task, empty these tables or take them out, and migrate again.', '请释放该任务，清空或移除这些表后重新迁移。'),
    retry: 'never',
    side: 'destination',
    object: names,
  });
}

/** Tables of schemas that are chosen whole which are in no plan: the log that would have told of their making is lost. */
async function unnoted(
  config: Pick<TaskConfig, 'objects' | 'operations'>,
  source: Pick<Source, 'tables'>,
  { tables, leftOut }: Pick<Plan, 'tables' | 'leftOut'>,
): Promise<readonly TableName[]> {
  const known = new Set([...tables.map(({ id }) => id), ...leftOut.map(({ id }) => id)]);
  const found: TableName[] = [];
  for (const { schema, tables: some, others } of config.objects) {
    if (some !== undefined || others !== undefined) continue;
    for (const { name, kind } of await source.tables(schema)) {
      const table = { schema, name };
      const asked = heeds(operationsFor(config, [table]), 'createTable');
      if (
        kind === 'table' &&
        asked &&
        !known.has(tableId(table)) &&
        !known.has(objectId({ kind: 'table', ...table, table: null })) &&
        !isHelper(table)
      )
        found.push(table);
    }
  }
  return found;
}

function notMigrated(table: TableName): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'source.new-table',
    message: text(
      `The table ${name} was made while the source's log was lost, and is not part of this task: its rows are not migrated`,
      `表 ${name} 是在源库日志丢失期间新建的，不属于本任务，其中的数据不会被迁移`,
    ),
    hint: text('Migrate it in a task of its own before you switch over.', '请在切换前用单独的任务迁移该表。'),
  });
}

/** Asked of a task that can go on from its log, or that copies no rows. */
export function copyAgainRefused(name: string): EngineError {
  return new EngineError({
    code: 'task.copy-again-refused',
    message: text(`The rows of the task ${name} need not, or cannot, be copied again`, `任务 ${name} 无需或无法重新复制数据`),
    hint: text(
      'This is for a task with full data and incremental steps that failed because the source has not kept its log. Reload the page to see where it stands.',
      '仅当包含全量与增量的任务因源库日志丢失而失败时，才能重新复制。请刷新页面查看任务当前状态。',
    ),
    retry: 'never',
    object: name,
  });
}
