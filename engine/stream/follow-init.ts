import type { Destination } from '../destination/destination.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Limits } from '../schema/limits.ts';
import type { Position } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import type { CommandsInit } from './commands.ts';

export interface FollowInit
  extends Pick<CommandsInit, 'shape' | 'naming' | 'chosen' | 'operations' | 'onTables' | 'onCommand' | 'wayOf' | 'refused'> {
  readonly source: Source;
  readonly destination: Destination;
  readonly plan: Plan;
  readonly checkpoint: Position | null;
  readonly loaded: ReadonlyMap<TableId, Position | null>;
  readonly limits: Limits;
  readonly onLimits: (listener: (limits: Limits) => void) => void;
  readonly emit: (event: TaskEvent) => void;
  /** Called after each durable batch: what was wrong before is over. */
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
  /** Tables whose slices were read under different views, until the log is past the last of them (`converge`). */
  readonly converging: ReadonlySet<TableId>;
  /** The last of those views. */
  readonly read: Position | null;
  /** Ends the following once everything up to here is applied; null follows until stopped. */
  readonly until: Position | null;
  /** Nothing that is committed from `until` on is applied: whoever goes on from there has it. Absent: a batch may reach beyond. */
  readonly exact?: boolean;
  /** Tables of which the log tells, and that are nobody's here. Absent: those that the plan skips. */
  readonly passedOver?: Pick<ReadonlySet<TableId>, 'has'>;
  /** The destination's type for a type of the source, as it was planned. */
  readonly columnType: (type: string) => string;
  /** Who is to hear that a person has dealt with a command that was refused: the following ends then, between transactions. */
  readonly onAnswered?: (listener: () => void) => void;
  /** Ends the following between transactions, wherever it was to go. */
  readonly ends?: AbortSignal;
  /** Who is to hear up to where the log is to be followed, as with `exact`, when that is known only later. */
  readonly onGoal?: (listener: (position: Position) => void) => void;
  /** Commands of the source are in the log. */
  readonly captured: boolean;
}
