import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Progress } from '../progress/progress.ts';
import type { TaskConfig } from './config.ts';
import type { LimitedParts } from './limits.ts';
import type { TaskState } from './state.ts';

/** A task as the engine sees it: passwords in clear, in memory only. */
export interface TaskRecord {
  readonly id: string;
  readonly config: TaskConfig;
  readonly state: TaskState;
  readonly plan: Plan | null;
  readonly progress: Progress | null;
}

/**
 * What the engine needs remembered. Positions are not here: the truth about what arrived lives at the destination, in the
 * same transaction as the rows. What is lost here by a crash is asked there again.
 */
export interface TaskStore {
  /** A folder for what need not outlive a task's thread: changes that are told of before they are committed. */
  readonly spill: string;
  /** Ids of the tasks whose state is a running one: the engine goes on with them when it starts. */
  running(): Promise<readonly string[]>;
  /** @throws EngineError `task.not-found` */
  load(taskId: string): Promise<TaskRecord>;
  /** Durable when it resolves. */
  saveState(taskId: string, state: TaskState): Promise<void>;
  /** Durable when it resolves. */
  savePlan(taskId: string, plan: Plan): Promise<void>;
  /** Puts these objects into the document, and leaves all else of it as it is stored; with the plan, both or none. Durable when it resolves. */
  saveObjects(taskId: string, objects: TaskConfig['objects'], plan: Plan): Promise<void>;
  /** Puts these parts into the document, and leaves all else of it as it is stored. Durable when it resolves. */
  saveLimits(taskId: string, parts: LimitedParts): Promise<void>;
  /** Keeps `log` events as the task's log, in order, and `progress` (already folded) as its latest picture. */
  append(taskId: string, events: readonly TaskEvent[], progress: Progress): Promise<void>;
}
