import { instanceClass, NO_FULL, type TaskConfig } from '#engine/task/config.ts';
import { limitsOf } from '#engine/task/limits.ts';

export type InstanceClass = TaskConfig['start']['instanceClass'];

export interface ClassChoice {
  readonly name: InstanceClass;
  /** Slices that full load copies side by side. */
  readonly streams: number;
}

/** The smallest first, no limit last. */
export const CLASSES: readonly ClassChoice[] = instanceClass.options.map((name) => ({
  name,
  streams: limitsOf({ full: NO_FULL, start: { instanceClass: name } }).streams,
}));
