import { instanceClass, type TaskConfig } from '#engine/task/config.ts';
import { classRowsOf, streamsOf } from '#engine/task/limits.ts';

export type InstanceClass = TaskConfig['start']['instanceClass'];

export interface ClassChoice {
  readonly name: InstanceClass;
  /** Slices that full load copies side by side; null: as many as the engine has processors. */
  readonly streams: number | null;
  /** Changed rows a second while changes are followed; null: any number. */
  readonly rows: number | null;
}

/** The smallest first, no limit last. */
export const CLASSES: readonly ClassChoice[] = instanceClass.options.map((name) => ({
  name,
  streams: streamsOf(name),
  rows: classRowsOf(name),
}));
