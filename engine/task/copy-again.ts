import type { Destination } from '../destination/destination.ts';
import { EngineError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { Source } from '../source/source.ts';
import { text } from '../text.ts';
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
  { state, plan: current, savePlan, emit }: Pick<RunInit, 'state' | 'plan' | 'savePlan' | 'emit'>,
  source: Pick<Source, 'dropSlot'>,
  destination: Pick<Destination, 'restart'>,
): Promise<boolean> {
  const plan = current();
  // The plan is saved before the state is: one that only the plan knows of was not begun.
  if (plan?.copyAgain !== 'asked' || state !== 'preparing') return false;
  await source.dropSlot();
  const tables = plan.tables.filter(({ id, hasRows }) => hasRows && plan.skippedTables?.includes(id) !== true);
  await destination.restart(tables);
  for (const { id } of tables) emit({ kind: 'table', at: Date.now(), id, state: 'waiting', rows: 0, bytes: 0 });
  await savePlan({ ...plan, copyAgain: 'begun' });
  return true;
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
