import type { Destination } from '../destination/destination.ts';
import { insertsAlone } from '../plan/inserts-alone.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { displayName, type TableName } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { counted, text } from '../text.ts';
import { makePlan } from './prepare.ts';
import type { RunInit } from './run-init.ts';

/** The item that tells of tables whose changes the log could not tell apart. */
const IDENTITY_ITEM = 'PG_REPLICA_IDENTITY';
const NAMED = 5;

/**
 * The plan of a task that has none yet. Who ignores the warning about replica identities leaves them to the task: tables that lack one
 * get REPLICA IDENTITY FULL before anything is published, and are planned with it.
 */
export async function firstPlan(
  { config, emit }: Pick<RunInit, 'config' | 'emit'>,
  source: Source,
  destination: Destination,
): Promise<Plan> {
  const plan = await makePlan(config, source, destination);
  if (!config.types.includes('incremental') || !config.accepted.includes(IDENTITY_ITEM)) return plan;
  const keyless = plan.tables.filter((table) => table.hasRows && table.key.length === 0 && !insertsAlone(table));
  const completed = keyless.length === 0 ? [] : await source.completeIdentity(keyless);
  if (completed.length === 0) return plan;
  emit(identityGiven(completed));
  return makePlan(config, source, destination);
}

function identityGiven(tables: readonly TableName[]): TaskEvent {
  const names = tables.slice(0, NAMED).map(displayName);
  const more = tables.length - names.length;
  return logged('info', {
    code: 'source.identity-full',
    message: text(
      `REPLICA IDENTITY FULL was set at the source on ${names.join(', ')}${more > 0 ? ` and ${counted(more, 'more table')}` : ''}; it goes back when the task is released`,
      `已在源库为 ${names.join('、')}${more > 0 ? ` 等 ${tables.length} 张表` : ''}设置 REPLICA IDENTITY FULL，释放任务时恢复原设置`,
    ),
  });
}
