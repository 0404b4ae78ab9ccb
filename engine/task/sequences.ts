import type { Destination } from '../destination/destination.ts';
import { reportOf } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import type { Source } from '../source/source.ts';

/** Told to whoever pauses to switch over: numbers that were given at the source would be given again. */
export function sequencesStale(error: unknown): TaskEvent {
  const { message } = reportOf(error);
  return logged('warn', {
    code: 'sequences.not-copied',
    message: {
      en: `The sequences at the destination were not brought up to date: ${message.en}`,
      zh: `目标库的序列未能更新到最新值：${message.zh}`,
    },
    hint: {
      en: 'Resume and pause the task once more before you switch over, or set them by hand.',
      zh: '切换前请恢复并再次暂停任务，或手动设置序列。',
    },
  });
}

/** Numbers that sequences have reached, as they are at the source now. */
export async function copySequences(
  source: Pick<Source, 'sequenceValues'>,
  destination: Pick<Destination, 'setSequences'>,
  { sequences }: Pick<Plan, 'sequences'>,
): Promise<void> {
  if (sequences.length > 0) await destination.setSequences(await source.sequenceValues(sequences));
}
