import type { Mend, TableMend } from '../engine.ts';
import type { ErrorReport } from '../errors.ts';
import type { CopyAsked, DdlAnswer, Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { TaskConfig } from './config.ts';
import type { Limits } from './limits.ts';
import type { ObjectsChanged } from './objects/changed.ts';
import type { PlanChange } from './plan-change.ts';
import type { Endpoints } from './renew.ts';
import type { RunningState } from './state.ts';

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly taskId: string;
  readonly config: TaskConfig;
  readonly state: RunningState;
  readonly plan: Plan | null;
  /** As `TaskStore` has it. */
  readonly spill: string;
}

/** Worker to host. What is asked with `endpoints` comes before the answer. `ask` is answered by `answer` with the same number once the effect is durable, or by `refused` when it is not. */
export type FromWorker =
  | { readonly kind: 'events'; readonly events: readonly TaskEvent[] }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly what: PlanChange | 'advance' | 'endpoints';
    }
  /** Nothing is followed any more that a change of objects took away. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

/** Host to worker. */
export type ToWorker =
  | { readonly kind: 'stop' }
  | { readonly kind: 'mend'; readonly mend: Mend }
  | { readonly kind: 'mend-table'; readonly mend: TableMend }
  | { readonly kind: 'answer-ddl'; readonly answer: DdlAnswer }
  | { readonly kind: 'copy-table'; readonly asked: CopyAsked }
  | { readonly kind: 'objects'; readonly changed: ObjectsChanged }
  | { readonly kind: 'limits'; readonly limits: Limits }
  | { readonly kind: 'endpoints'; readonly endpoints: Endpoints }
  | { readonly kind: 'answer'; readonly id: number; readonly value: boolean }
  | { readonly kind: 'refused'; readonly id: number; readonly error: ErrorReport };
