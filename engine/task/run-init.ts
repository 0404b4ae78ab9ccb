import type { Destination } from '../destination/destination.ts';
import type { Mend, TableMend } from '../engine.ts';
import type { EngineError } from '../errors.ts';
import type { Plan, SourceTimeline } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Source } from '../source/source.ts';
import type { TaskConfig } from './config.ts';
import type { Goal } from './goal.ts';
import type { Joins } from './join/joins.ts';
import type { Limits } from './limits.ts';
import type { RunningState } from './state.ts';

/** What a run of a task is given by whoever runs it. */
export interface RunInit {
  readonly config: TaskConfig;
  readonly state: RunningState;
  /** As it is now: a person may mend statements of it at any time. */
  readonly plan: () => Plan | null;
  readonly openSource: () => Promise<Source>;
  readonly openDestination: () => Promise<Destination>;
  readonly savePlan: (plan: Plan) => Promise<void>;
  readonly saveTimeline: (timeline: SourceTimeline | null) => Promise<void>;
  /** Resolves when the next state is durable; false when the task is then finished. */
  readonly advance: () => Promise<boolean>;
  /** Who wants to hear what a person does about failed statements, and failed tables. */
  readonly onMend: (listener: (mend: Mend) => void) => void;
  readonly onTableMend: (listener: (mend: TableMend) => void) => void;
  /** Who wants to hear that a person has answered to a command that the destination refused, or wants a table copied again. */
  readonly onAnswer: (listener: () => void) => void;
  /** As they are now, and who wants to hear of their change. */
  readonly limits: () => Limits;
  readonly onLimits: (listener: (limits: Limits) => void) => void;
  /**
   * Waits before something that failed is tried again in place, within the retry times of the document, and tells of it.
   * @throws the error itself when it is not to be tried again, or its time is over
   */
  readonly pause: (error: EngineError) => Promise<void>;
  /** What joins the task, and what has left it. Absent: it is what joins another. */
  readonly joins?: Joins;
  /** Another goes on there, and copies what is to be copied again by then. Absent: it goes on. */
  readonly goal?: Goal;
  readonly emit: (event: TaskEvent) => void;
  /** Called after everything that became durable. */
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}
