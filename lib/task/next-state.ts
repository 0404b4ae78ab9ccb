import { EngineError } from '#engine/errors.ts';
import { type Signal, type TaskState, transition } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';

/**
 * Where a person's signal leads.
 * @throws EngineError `task.transition-refused`
 */
export function nextState(state: TaskState, signal: Signal): TaskState {
  const next = transition(state, signal, []);
  if (next !== null) return next;
  throw new EngineError({
    code: 'task.transition-refused',
    message: text(`The task is ${state.name}: this cannot be done now`, `任务处于“${state.name}”状态，当前不能执行此操作`),
    hint: text('Reload the page to see what the task allows now.', '请刷新页面查看任务当前可执行的操作。'),
    retry: 'never',
  });
}
