import type { TaskEvent } from '#engine/progress/event.ts';
import type { TestTask } from './test-task.ts';

export type Applied = Extract<TaskEvent, { kind: 'applied' }>;

/** What a task has told of what it applied. */
export const applied = (task: TestTask): readonly Applied[] => task.events.filter((event): event is Applied => event.kind === 'applied');

/** Rows that were inserted. */
export const rowsOf = (events: readonly Applied[]): number =>
  events.reduce((sum, { changes }) => sum + Object.values(changes).reduce((rows, { inserts }) => rows + inserts, 0), 0);

/** Megabytes of what was changed. */
export const megabytesOf = (events: readonly Applied[]): number => events.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000;

/** Inserted rows, or another amount, a second over the next reports. */
export async function rateOver(task: TestTask, reports: number, amountOf = rowsOf): Promise<number> {
  const from = applied(task).length;
  await task.when(() => applied(task).length >= from + reports + 1);
  const told = applied(task).slice(from + 1, from + reports + 1);
  const passed = (told.at(-1)?.at ?? 0) - (told[0]?.since ?? 0);
  return (amountOf(told) * 1_000) / passed;
}
