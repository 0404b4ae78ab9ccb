import { EngineError } from '../../../errors.ts';

/** Loads of one write at once. */
const LOADS = 4;

/** All of them are over when it ends, whatever became of one: none may come after what is written next. */
export async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const failures: unknown[] = [];
  const one = async () => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      try {
        await work(next);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LOADS, items.length) }, one));
  if (failures.length > 0) throw failures.find((each) => each instanceof EngineError) ?? failures[0];
}
