import type { DdlCommand } from '../ddl/structure.ts';
import type { ErrorReport } from '../errors.ts';
import type { TableId } from '../schema/table.ts';
import type { TablePlan } from './plan.ts';

/**
 * A command of the source that the destination refused, with what is to be known to run it later. It is kept with the rows, in the
 * transaction that the command was refused in.
 */
export interface RefusedDdl {
  readonly id: string;
  /** How often it was refused: an answer is to one failure alone. */
  readonly attempt: number;
  /** False for what says nothing of rows (an index, a check): its table is followed on. */
  readonly stops: boolean;
  readonly tag: string;
  /** As the destination names it. */
  readonly object: string;
  /** What was run, all of it, or what a person would have instead. */
  readonly sql: readonly string[];
  readonly error: ErrorReport;
  /** When it was refused, in milliseconds since 1970. */
  readonly at: number;
  /** What its tables are called at the source by now. */
  readonly tables: readonly TableId[];
  /** Its tables as the destination has them. */
  readonly plans: readonly TablePlan[];
  /** The command, and those of its tables that came after it, each with the steps of these tables alone. */
  readonly queue: readonly DdlCommand[];
  /** Changes of its tables are set aside, for their rows stay. Absent: they are passed over, and the rows copied again. */
  readonly aside?: SetAside;
}

/** Tables whose changes are kept at the destination, each with how many of its commands were before it. */
export interface SetAside {
  /** Whose changes these are from here on, by what the source calls them by now. */
  readonly now: readonly TableId[];
  /** Whose were set aside, as `plans` has them. */
  readonly was: readonly TableId[];
  /** Commands that were dealt with before those of the queue. */
  readonly done: number;
}

/** How many commands were before what is set aside now. */
export function behindOf({ queue, aside }: Pick<RefusedDdl, 'queue' | 'aside'>): number {
  return (aside?.done ?? 0) + queue.length;
}

export type RefusedDdls = ReadonlyMap<string, RefusedDdl>;
