import { EngineError, type ErrorReport } from '../errors.ts';
import type { Signal, TaskState } from './state.ts';

/** A mend for a statement that is done, runs, or was never there. */
export function notFailed(): EngineError {
  return new EngineError({
    code: 'statement.not-failed',
    message: { en: 'There is no failed statement of this name any more', zh: '该语句已不处于失败状态' },
    hint: { en: 'Reload the page to see where the structure stands now.', zh: '请刷新页面查看当前的结构迁移状态。' },
    retry: 'never',
  });
}

/** The same for a table: it is loaded, is being loaded, or was never there. */
export function tableNotFailed(table: string): EngineError {
  return new EngineError({
    code: 'table.not-failed',
    message: { en: `The table ${table} has not failed, or does not fail any more`, zh: `表 ${table} 未处于失败状态` },
    hint: { en: 'Reload the page to see where the tables stand now.', zh: '请刷新页面查看各表当前的状态。' },
    retry: 'never',
    object: table,
  });
}

/** New limits for a task that will never load anything again. */
export function tooLate(state: TaskState): EngineError {
  return new EngineError({
    code: 'task.transition-refused',
    message: {
      en: `The limits of a task that is ${state.name} cannot be changed`,
      zh: `任务处于“${state.name}”状态，不能修改限速`,
    },
    hint: { en: 'It has ended for good: limits would hold nothing back.', zh: '任务已结束，限速不再有意义。' },
    retry: 'never',
  });
}

/** Limits that the document would not take. */
export function invalidLimits(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): EngineError {
  const list = issues.map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`)).join('; ');
  return new EngineError({
    code: 'limits.invalid',
    message: { en: `These limits cannot be used: ${list}`, zh: `限速设置无效：${list}` },
    hint: { en: 'Correct the named values and try again.', zh: '请修改所列的值后重试。' },
    retry: 'never',
  });
}

/** A signal that the task's state does not allow. */
export function refused(state: TaskState, signal: Signal): EngineError {
  return new EngineError({
    code: 'task.transition-refused',
    message: {
      en: `A task that is ${state.name} cannot be told to ${signal.kind}`,
      zh: `任务处于“${state.name}”状态，不能执行“${signal.kind}”`,
    },
    hint: { en: 'Reload the page to see what the task allows now.', zh: '请刷新页面查看任务当前可执行的操作。' },
    retry: 'never',
  });
}

/** The thread of a task ended without a word of its own. */
export function crashed(error: unknown): ErrorReport {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'engine.crashed',
    message: { en: `The engine thread of this task ended unexpectedly: ${detail}`, zh: `该任务的引擎线程意外结束：${detail}` },
    hint: { en: 'Resume the task: it goes on from its last checkpoint.', zh: '请恢复任务，任务会从上一个检查点继续。' },
    retry: 'soon',
    side: 'task',
    connection: false,
    object: null,
  };
}
