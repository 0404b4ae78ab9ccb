import type { WalLimit } from './slot.ts';

/** What holds full load back. Null: nothing does. All may change while the task runs. */
export interface Throttle {
  /** Statements sent to the source for reading. */
  readonly queriesPerSecond: number | null;
  readonly rowsPerSecond: number | null;
  /** Megabytes (1,000,000 bytes) of rows as they travel. */
  readonly megabytesPerSecond: number | null;
}

/** What holds the following of changes back: changed rows, and megabytes of their values. */
export type ChangeThrottle = Omit<Throttle, 'queriesPerSecond'>;

/** How hard a task may work. */
export interface Limits {
  readonly throttle: Throttle | null;
  /** Slices copied side by side. */
  readonly streams: number;
  /** While changes are followed, as it was asked for. */
  readonly incremental: ChangeThrottle | null;
  /** Changed rows a second that the instance class lets through; null: any number. */
  readonly classRows: number | null;
  /** How long changes are gathered, where the destination gathers them. Absent: as long as it says itself. */
  readonly gatherMs?: number;
  /** Of the log that the source keeps for the task. Absent in pictures of before. */
  readonly walLimit?: WalLimit;
}

/** What holds while changes are followed: of the limit that was asked for and that of the class the narrower. Pure. */
export function changeThrottle({ incremental = null, classRows = null }: Partial<Limits>): ChangeThrottle | null {
  const asked = incremental?.rowsPerSecond ?? null;
  const rowsPerSecond = asked === null || classRows === null ? (asked ?? classRows) : Math.min(asked, classRows);
  const megabytesPerSecond = incremental?.megabytesPerSecond ?? null;
  return rowsPerSecond === null && megabytesPerSecond === null ? null : { rowsPerSecond, megabytesPerSecond };
}
