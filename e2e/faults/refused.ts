import { fromLsn } from '#engine/postgres/lsn.ts';
import type { RefusedStatement } from '#engine/progress/refused.ts';
import { value } from './servers.ts';
import type { TestTask } from './test-task.ts';

/** Commands that the destination refused and that wait for a person. */
export function refused(task: TestTask): readonly RefusedStatement[] {
  return task.progress?.refused ?? [];
}

/** Waits until so many are refused; the last of them. */
export async function stops(task: TestTask, count = 1): Promise<RefusedStatement> {
  await task.when(() => refused(task).length === count);
  const last = refused(task).at(-1);
  if (last === undefined) throw new Error('Nothing was refused.');
  return last;
}

/** Waits until all that the source has written by now is applied, or passed over. */
export async function passes(task: TestTask, source: string): Promise<void> {
  const end = fromLsn((await value(source, 'select pg_current_wal_lsn()')) ?? '');
  await task.hears((event) => event.kind === 'applied' && event.position >= end);
}

/** Answers, and waits until it is done: what is refused after it is another failure. */
export async function answer(task: TestTask, action: 'retry' | 'skip', { id, attempt }: RefusedStatement, sql?: string): Promise<void> {
  const about = { refused: id, attempt };
  await task.engine.mendDdl(
    task.id,
    action === 'skip' ? { action, ...about } : { action, ...about, ...(sql === undefined ? {} : { sql }) },
  );
  await task.when(() => !refused(task).some((each) => each.id === id && each.attempt === attempt));
}
