import { z } from 'zod';
import { EngineError, type ErrorReport, reportOf } from '#engine/errors.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';
import { record } from '#lib/audit.ts';
import type { Person } from '#lib/session/session.ts';
import { BATCH_ACTIONS, type BatchAction, batchVerdict } from './batch-rules.ts';
import { findTask } from './store.ts';
import { releaseTask, signalTask } from './verbs.ts';

/** Of one request. Each task's databases are asked: the answer should come before a browser gives up on it. */
const MOST = 100;
const AT_ONCE = 4;

export const batchForm = z.strictObject({
  action: z.enum(BATCH_ACTIONS),
  ids: z.array(z.string().min(1).max(64)).min(1).max(MOST),
});

/** What came of one task. */
export interface BatchResult {
  readonly id: string;
  /** Null when it was done. */
  readonly error: ErrorReport | null;
}

/** Does the same with many tasks, each by itself: what one refuses holds no other up. In the order they were asked for. */
export async function batch({ action, ids }: z.infer<typeof batchForm>, person: Person): Promise<readonly BatchResult[]> {
  const waiting = [...new Set(ids)].map((id, at) => ({ id, at }));
  const results: BatchResult[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next.at] = { id: next.id, error: await one(action, next.id, person) };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function one(action: BatchAction, id: string, person: Person): Promise<ErrorReport | null> {
  let name = '';
  let error: ErrorReport | null = null;
  try {
    const row = await findTask(id);
    name = row.name;
    const state = row.state as unknown as TaskState;
    const verdict = batchVerdict(action, state, (row.config as unknown as DraftConfig).types);
    if (action === 'release') await release(id, name);
    else await signalTask(id, verdict.takesPart && verdict.does === 'resume' ? 'resume' : action);
  } catch (thrown) {
    error = reportOf(thrown);
  }
  await leaveRow(action, { id, name, person, refused: error?.code });
  return error;
}

/** @throws EngineError `task.left-behind` when the record is kept, for something of the task could not be removed */
async function release(id: string, name: string): Promise<void> {
  const { leftovers } = await releaseTask(id, false);
  if (leftovers.length === 0) return;
  const objects = leftovers.map(({ object }) => object).join(', ');
  throw new EngineError({
    code: 'task.left-behind',
    message: text(`Of ${name} this could not be removed: ${objects}`, `${name} 的以下内容未能清理：${objects}`),
    hint: text(
      'Its record is kept. Release it by itself: that shows the SQL which removes them.',
      '任务记录已保留。请单独释放该任务，页面会给出清理所需的 SQL。',
    ),
    retry: 'by-hand',
    object: name,
  });
}

/** Each task has its own row, as if it had been asked for alone; what was done stays done when that cannot be written. */
async function leaveRow(
  action: BatchAction,
  of: { readonly id: string; readonly name: string; readonly person: Person; readonly refused: string | undefined },
): Promise<void> {
  const { id, name, person, refused } = of;
  await record({
    userId: person.id,
    who: person.name,
    ...(person.key === null ? {} : { key: person.key.name }),
    action: action === 'release' ? 'task.release' : 'task.signal',
    subject: action === 'release' ? id : `${id}/${action}`,
    subjectName: name,
    detail: refused === undefined ? {} : { refused },
  }).catch((error: unknown) => console.error('An audit row could not be written:', id, error));
}
