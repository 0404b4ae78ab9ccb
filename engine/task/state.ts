import { EngineError, type ErrorReport } from '../errors.ts';
import type { Step } from '../plan/plan.ts';

/** The states in which the engine works on the task. */
export type RunningState = 'preparing' | 'loading' | 'streaming';

export type TaskState =
  | { readonly name: 'draft' | 'checking' | 'blocked' | 'ready' | RunningState | 'finished' | 'stopped' }
  /** `error`: why it paused by itself; absent where a person had it pause. */
  | { readonly name: 'paused'; readonly from: RunningState; readonly error?: ErrorReport }
  | { readonly name: 'failed'; readonly from: RunningState; readonly error: ErrorReport };

export type StateName = TaskState['name'];

export type Signal =
  | { readonly kind: 'edit' | 'check' | 'pass' | 'block' | 'start' | 'advance' | 'pause' | 'resume' | 'copy-again' | 'reset' | 'stop' }
  | { readonly kind: 'fail'; readonly error: ErrorReport };

type Rule = (state: TaskState, signal: Signal, steps: readonly Step[]) => TaskState | null;

const to =
  (name: 'draft' | 'checking' | 'blocked' | 'ready' | RunningState | 'finished' | 'stopped'): Rule =>
  () => ({ name });

/** What a task pauses for by itself: a limit that a person set. Nothing is wrong with it, and it goes on from where it was. */
const PAUSES_FOR: ReadonlySet<string> = new Set(['source.wal-limit']);

/** Interruptions wrap the state they interrupt, so that resume cannot land anywhere else. */
const pause: Rule = (state) => (isRunning(state.name) ? { name: 'paused', from: state.name } : null);
const fail: Rule = (state, signal) => {
  if (!isRunning(state.name) || signal.kind !== 'fail') return null;
  return { name: PAUSES_FOR.has(signal.error.code) ? 'paused' : 'failed', from: state.name, error: signal.error };
};
const resume: Rule = (state) => ('from' in state ? { name: state.from } : null);

/** Why a task that followed changes cannot go on from where it was. */
const LOG_LOST: ReadonlySet<string> = new Set(['source.slot-lost', 'source.slot-dropped', 'source.behind', 'checkpoint.behind']);

/** The destination has what was there before, so only tables whose rows the task brings can be brought anew. */
const copyAgain: Rule = (state, _, steps) => (canCopyAgain(state, steps) ? { name: 'preparing' } : null);

export function canCopyAgain(state: TaskState, steps: readonly Step[]): boolean {
  return state.name === 'failed' && LOG_LOST.has(state.error.code) && steps.includes('full') && steps.includes('incremental');
}

const running = (advance: Rule): Partial<Record<Signal['kind'], Rule>> => ({ advance, pause, fail, stop: to('stopped') });

/** The whole machine: a new state does not compile until it is answered here. A missing cell means: refused. */
const TABLE: Record<StateName, Partial<Record<Signal['kind'], Rule>>> = {
  draft: { edit: to('draft'), check: to('checking') },
  checking: { pass: to('ready'), block: to('blocked'), edit: to('draft') },
  blocked: { edit: to('draft'), check: to('checking') },
  ready: { edit: to('draft'), check: to('checking'), start: to('preparing') },
  preparing: running((_, __, steps) => ({ name: steps.includes('full') ? 'loading' : afterLoad(steps) })),
  loading: running((_, __, steps) => ({ name: afterLoad(steps) })),
  streaming: running(() => null),
  // Once nothing of it is left in either database a task is a draft again, whatever it had come to.
  paused: { resume, reset: to('draft'), stop: to('stopped') },
  failed: { resume, 'copy-again': copyAgain, reset: to('draft'), stop: to('stopped') },
  finished: { reset: to('draft') },
  stopped: { reset: to('draft') },
};

function afterLoad(steps: readonly Step[]): 'streaming' | 'finished' {
  return steps.includes('incremental') ? 'streaming' : 'finished';
}

/** What comes after a running state whose work is done, while there is something. */
export function following(state: RunningState, full: boolean): RunningState {
  return state === 'preparing' && full ? 'loading' : 'streaming';
}

/** Whether the engine works on a task in this state. */
export function isRunning(name: StateName): name is RunningState {
  return name === 'preparing' || name === 'loading' || name === 'streaming';
}

/** Whether it follows changes, or goes on with that once it is resumed. */
export function isFollowing(state: TaskState): boolean {
  return state.name === 'streaming' || ('from' in state && state.from === 'streaming');
}

/** Why it does not go on by itself, where no person had it stop: it failed, or paused by itself. */
export function errorOf(state: TaskState): ErrorReport | null {
  return ('error' in state ? state.error : null) ?? null;
}

/** The next state, or null when `signal` is refused in `state`. Pure: the only place that decides a task's state. */
export function transition(state: TaskState, signal: Signal, steps: readonly Step[]): TaskState | null {
  return TABLE[state.name][signal.kind]?.(state, signal, steps) ?? null;
}

/** The refusal to release a task that the engine works on. */
export function stillRuns(name: string): EngineError {
  return new EngineError({
    code: 'task.still-runs',
    message: { en: `The task ${name} still runs`, zh: `任务 ${name} 仍在运行` },
    hint: { en: 'Stop it first, then release it.', zh: '请先停止任务，再释放。' },
    retry: 'never',
    object: name,
  });
}
