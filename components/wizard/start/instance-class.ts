import { instanceClass, NO_FULL, type TaskConfig } from '#engine/task/config.ts';
import { limitsOf } from '#engine/task/limits.ts';

export type InstanceClass = TaskConfig['start']['instanceClass'];

/** Changed rows a second of the incremental part, as published (dts.md 7.2); null: not limited. */
const ROWS: Readonly<Record<InstanceClass, number | null>> = {
  micro: 200,
  small: 2_000,
  medium: 5_000,
  large: 11_000,
  xlarge: 17_000,
  '2xlarge': 34_000,
  unlimited: null,
};

export interface ClassChoice {
  readonly name: InstanceClass;
  readonly rowsPerSecond: number | null;
  /** Slices that full load copies side by side. */
  readonly streams: number;
}

/** The smallest first, no limit last. */
export const CLASSES: readonly ClassChoice[] = instanceClass.options.map((name) => ({
  name,
  rowsPerSecond: ROWS[name],
  streams: limitsOf({ full: NO_FULL, start: { instanceClass: name } }).streams,
}));
