import { EngineError } from '#engine/errors.ts';
import type { Step } from '#engine/plan/plan.ts';
import type { EndpointType } from '#engine/task/config.ts';
import { canCopyAgain, isFollowing, isRunning, type StateName, type TaskState, transition } from '#engine/task/state.ts';
import { type Text, text } from '#engine/text.ts';

/** What a person may ask of one task. */
export const OPERATIONS = [
  'configure',
  'start',
  'pause',
  'resume',
  'copy-again',
  'stop',
  'release',
  'reset',
  'rename',
  'endpoint',
  'parameters',
  'objects',
  'copy-table',
  'check-again',
  'similar',
  'reverse',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What decides whether an operation is allowed. */
export interface OperatedTask {
  readonly state: TaskState;
  readonly types: readonly Step[];
  /** Of the destination; null while it is not chosen. */
  readonly destination: EndpointType | null;
}

/** Why an operation cannot be done now, for the person who would; null: it can. */
type Rule = (task: OperatedTask) => Text | null;

const OF_STATE: Readonly<Record<StateName, Text>> = {
  draft: text('The task has not started', '任务尚未启动'),
  checking: text('The task is being prechecked', '任务正在预检查'),
  blocked: text('The task has not started: its precheck has not passed', '任务尚未启动：预检查未通过'),
  ready: text('The task has not started', '任务尚未启动'),
  preparing: text('The task is running', '任务正在运行'),
  loading: text('The task is running', '任务正在运行'),
  streaming: text('The task is running', '任务正在运行'),
  paused: text('The task is paused', '任务已暂停'),
  failed: text('The task has failed', '任务已失败'),
  finished: text('The task has finished', '任务已完成'),
  stopped: text('The task was stopped for good', '任务已结束'),
};

const because = ({ state }: OperatedTask): Text => OF_STATE[state.name];

/** A signal is allowed where the machine of states has an answer to it. */
const bySignal =
  (kind: 'edit' | 'start' | 'pause' | 'resume' | 'stop' | 'reset'): Rule =>
  (task) =>
    transition(task.state, { kind }, task.types) === null ? because(task) : null;

const NOT_FOLLOWING_YET = text('The task is not at the incremental step yet', '任务尚未进入增量阶段');

const whileItGoesOn: Rule = (task) => (isRunning(task.state.name) || 'from' in task.state ? null : because(task));
const always: Rule = () => null;

/** What is added is copied beside changes that are followed, and joins them: before that there is nothing to join. */
const whileFollowing: Rule = (task) => {
  if (task.destination === 'selectdb')
    return text(
      'Into SelectDB the objects of a task cannot be changed: what was copied apart cannot join it in one transaction there',
      '目标为 SelectDB 时不支持修改任务对象：单独复制的表无法在同一事务中并入任务',
    );
  if (!task.types.includes('incremental')) return text('The task does not follow changes', '该任务不包含增量步骤');
  const { state } = task;
  if (isFollowing(state)) return null;
  if (state.name === 'preparing' || state.name === 'loading' || 'from' in state) return NOT_FOLLOWING_YET;
  return because(task);
};

/** The rows are taken away between two transactions of the source, by whoever follows them. */
const whileItFollows: Rule = (task) => {
  if (!task.types.includes('full')) return text('The task copies no rows', '该任务不包含全量步骤');
  if (!task.types.includes('incremental')) return text('The task does not follow changes', '该任务不包含增量步骤');
  const { name } = task.state;
  if (name === 'streaming') return null;
  return name === 'preparing' || name === 'loading' ? NOT_FOLLOWING_YET : because(task);
};

const first = (reason: Text, then: Text): Text => text(`${reason.en}: ${then.en}`, `${reason.zh}：${then.zh}`);

const RULES: Readonly<Record<Operation, Rule>> = {
  configure: bySignal('edit'),
  start: bySignal('start'),
  pause: bySignal('pause'),
  resume: bySignal('resume'),
  'copy-again': (task) =>
    canCopyAgain(task.state, task.types)
      ? null
      : text(
          'Only for a task with full data and incremental steps whose source has not kept the log it would go on from',
          '仅适用于包含全量与增量、且源库未保留所需日志的任务',
        ),
  stop: bySignal('stop'),
  release: (task) => {
    if (isRunning(task.state.name)) return first(because(task), text('pause or stop it first', '请先暂停或结束任务'));
    return task.state.name === 'checking' ? because(task) : null;
  },
  reset: (task) => {
    if (isRunning(task.state.name)) return first(because(task), text('pause it first', '请先暂停任务'));
    return bySignal('reset')(task);
  },
  rename: always,
  // Also of a task that has ended: what it left can be removed only with an account that may sign in.
  endpoint: (task) =>
    isRunning(task.state.name) || 'from' in task.state || task.state.name === 'finished' || task.state.name === 'stopped'
      ? null
      : first(because(task), text('change it in the configuration', '请在任务配置中修改')),
  parameters: whileItGoesOn,
  objects: whileFollowing,
  'copy-table': whileItFollows,
  'check-again': whileItGoesOn,
  similar: always,
  reverse: (task) => {
    if (task.destination === 'selectdb' || task.destination === 'polardb-oracle')
      return text('This kind of destination cannot be a source', '该类型的目标库不能作为源库');
    const begun = task.state.name === 'loading' || task.state.name === 'streaming' || 'from' in task.state;
    return begun || task.state.name === 'finished' || task.state.name === 'stopped'
      ? null
      : first(because(task), text('the tables are not at the destination yet', '目标库中尚无这些表'));
  },
};

/** Why `operation` cannot be done with the task as it is; null: it can. Pure: pages and routes go by the same answer. */
export function whyNot(operation: Operation, task: OperatedTask): Text | null {
  return RULES[operation](task);
}

/** @throws EngineError `task.operation-refused` with the reason */
export function requirePermit(operation: Operation, task: OperatedTask & { readonly name: string }): void {
  const reason = whyNot(operation, task);
  if (reason === null) return;
  throw new EngineError({
    code: 'task.operation-refused',
    message: text(`This cannot be done with ${task.name} now. ${reason.en}`, `当前不能对任务 ${task.name} 执行此操作：${reason.zh}`),
    hint: text('Reload the page to see what the task allows now.', '请刷新页面查看任务当前可执行的操作。'),
    retry: 'never',
    object: task.name,
  });
}
