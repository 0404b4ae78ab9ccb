import type { Step } from '#engine/plan/plan.ts';
import { isRunning, type StateName, type TaskState } from '#engine/task/state.ts';
import { type Operation, whyNot } from './permits.ts';

/** What can be done with many tasks at once; `start` also goes on with those that were interrupted. */
export const BATCH_ACTIONS = ['start', 'pause', 'stop', 'release'] as const;
export type BatchAction = (typeof BATCH_ACTIONS)[number];

/** Why a task takes no part. */
export type BatchRefusal =
  | 'unconfigured'
  | 'checking'
  | 'blocked'
  | 'running'
  | 'idle'
  | 'finished'
  | 'stopped'
  | 'log-lost'
  | 'stop-first';

export type BatchVerdict =
  | { readonly takesPart: true; readonly does: 'start' | 'resume' | 'pause' | 'stop' | 'release' }
  | { readonly takesPart: false; readonly why: BatchRefusal };

/** Whether a task in this state takes part, and what is then done with it. What is allowed is what is allowed for one task. */
export function batchVerdict(action: BatchAction, state: TaskState, types: readonly Step[]): BatchVerdict {
  const may = (operation: Operation) => whyNot(operation, { state, types, destination: null }) === null;
  if (action !== 'start') return may(action) ? { takesPart: true, does: action } : { takesPart: false, why: refusal(action, state.name) };
  if (may('start')) return { takesPart: true, does: 'start' };
  // What would be copied a second time is asked for by name, task by task.
  if (may('copy-again')) return { takesPart: false, why: 'log-lost' };
  return may('resume') ? { takesPart: true, does: 'resume' } : { takesPart: false, why: refusal(action, state.name) };
}

function refusal(action: BatchAction, name: StateName): BatchRefusal {
  if (isRunning(name)) return action === 'release' ? 'stop-first' : 'running';
  if (name === 'draft') return 'unconfigured';
  if (name === 'checking' || name === 'blocked' || name === 'finished' || name === 'stopped') return name;
  return 'idle';
}
