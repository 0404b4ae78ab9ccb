import type { ErrorReport } from '../errors.ts';
import type { Step } from '../plan/plan.ts';
import { displayName } from '../schema/table.ts';
import type { Limits } from '../task/limits.ts';
import { errorOf, type TaskState } from '../task/state.ts';
import { counted, type Text, text } from '../text.ts';
import type { Level, TaskEvent } from './event.ts';
import type { Progress, TableProgress } from './progress.ts';
import { isRepeated } from './repeats.ts';

type LogEvent = Extract<TaskEvent, { kind: 'log' }>;

const STEPS: Readonly<Record<Step, Text>> = {
  schema: text('Schema migration', '库表结构迁移'),
  full: text('Full data migration', '全量数据迁移'),
  incremental: text('Incremental data migration', '增量数据迁移'),
};

/**
 * The lines of the event log that `event` is worth, given the picture before it. Pure. What a resumed task only learns again
 * (a statement that was run, a table that was copied) is not told twice.
 */
export function narrate(event: TaskEvent, before: Progress): readonly LogEvent[] {
  switch (event.kind) {
    case 'planned':
      return before.steps.length > 0 ? [] : [planned(event)];
    case 'step':
      return stepped(event, before);
    case 'statement-failed':
      return failed(event, before);
    case 'table':
      return moved(event, before.tables[event.id]);
    case 'retry':
      return isRepeated(before.repeats, event) ? [] : [retried(event, before)];
    case 'limits':
      return adjusted(event, before.limits);
    case 'recovered':
      return before.repeats?.quiet
        ? []
        : [line(event.at, { code: 'retry.recovered', message: text('Recovered: the task goes on', '已恢复，任务继续运行') })];
    default:
      return [];
  }
}

const TOLD: Partial<Readonly<Record<TaskState['name'], { readonly code: string; readonly message: Text }>>> = {
  paused: { code: 'task.paused', message: text('Paused at a checkpoint', '任务已暂停') },
  stopped: { code: 'task.stopped', message: text('Stopped for good: slot and publication are removed', '任务已结束，复制槽与发布已删除') },
  finished: { code: 'task.finished', message: text('Finished', '任务已完成') },
};

/** The line that the end of a task's work is worth where no person ended it. Pure. */
export function narrateError({ code, message, hint }: ErrorReport, { name }: TaskState, at: number): LogEvent {
  if (name !== 'paused') return line(at, { level: 'error', code, message, hint });
  return line(at, { level: 'warn', code, message: text(`Paused by itself: ${message.en}`, `任务已自动暂停：${message.zh}`), hint });
}

/** The line a change of the task's state is worth, beside `narrateError`. Pure. */
export function narrateState(before: TaskState, after: TaskState, at: number): readonly LogEvent[] {
  if (errorOf(after) !== null) return [];
  const told = TOLD[after.name];
  if (told !== undefined) return [line(at, told)];
  if (before.name === 'failed' && after.name === 'preparing' && before.from !== 'preparing')
    return [
      line(at, { code: 'task.copied-again', message: text('All rows are copied again from a new snapshot', '从新的快照重新复制所有数据') }),
    ];
  if (before.name === 'ready') return [line(at, { code: 'task.started', message: text('Started', '任务已启动') })];
  if ('from' in before)
    return [line(at, { code: 'task.resumed', message: text('Resumed from the last checkpoint', '任务从上一个检查点恢复运行') })];
  return [];
}

type Of<K extends TaskEvent['kind']> = Extract<TaskEvent, { kind: K }>;

function planned(event: Of<'planned'>): LogEvent {
  const tables = event.tables.filter((table) => table.hasRows).length;
  const { length } = event.phases;
  return line(event.at, {
    code: 'task.planned',
    message: text(
      `Planned: ${counted(tables, 'table')} with rows, ${counted(length, 'statement')}`,
      `已生成计划：${tables} 张数据表，${length} 条结构语句`,
    ),
  });
}

function stepped(event: Of<'step'>, before: Progress): readonly LogEvent[] {
  const known = before.steps.find(({ step }) => step === event.step);
  if (known?.state === event.state) return [];
  const name = STEPS[event.step];
  const [en, zh] = event.state === 'running' ? ['begins', '开始'] : ['is done', '完成'];
  return [line(event.at, { code: `step.${event.state}`, message: text(`${name.en} ${en}`, `${name.zh}${zh}`) })];
}

/** The next of failures that came again and again tells how often they did. */
function retried({ at, attempt, error }: Of<'retry'>, { repeats }: Progress): LogEvent {
  const more = repeats?.code === error.code ? repeats.count : 0;
  const often =
    more === 0 ? text('', '') : text(` (and ${counted(more, 'time')} more since it was told last)`, `（上次记录后又发生 ${more} 次）`);
  const message = text(
    `Attempt ${attempt} failed and is repeated: ${error.message.en}${often.en}`,
    `第 ${attempt} 次尝试失败，将自动重试：${error.message.zh}${often.zh}`,
  );
  return line(at, { level: 'warn', code: error.code, message, hint: error.hint });
}

/** A statement is tried again when others have been done since: the same failure is told once. */
function failed({ at, failure }: Of<'statement-failed'>, { structure }: Progress): readonly LogEvent[] {
  if (structure.failed.some(({ index, error }) => index === failure.index && error.message.en === failure.error.message.en)) return [];
  const { message, hint, code } = failure.error;
  const said = text(`${failure.object} could not be made: ${message.en}`, `${failure.object} 创建失败：${message.zh}`);
  return [line(at, { level: 'error', code, message: said, hint })];
}

function moved(event: Of<'table'>, before: TableProgress | undefined): readonly LogEvent[] {
  if (before === undefined) return [];
  const said = (code: string, message: Text, level: Level = 'info') => [line(event.at, { level, code, message, table: event.id })];
  const name = displayName(before.source);
  if (event.state === 'stopped' && before.state === 'stopped' && event.error?.message.en === before.error?.message.en) return [];
  if (event.error !== undefined) {
    const { message, hint, code } = event.error;
    return [line(event.at, { level: 'error', code, message, hint, table: event.id })];
  }
  if (event.state === before.state) return [];
  if (event.state === 'copying' && before.startedAt === null && before.formatReason) {
    const { en, zh } = before.formatReason;
    return said('table.text', text(`${name} goes as text: ${en}`, `${name} 以文本格式复制：${zh}`));
  }
  if (event.state === 'skipped') {
    const words = text(`${name} is skipped: it stays as it is and is not followed`, `已跳过 ${name}：该表保持现状，不再同步`);
    return said('table.skipped', words, 'warn');
  }
  return event.state === 'copied' && before.state === 'copying' ? said('table.copied', copied(event, before)) : [];
}

function copied(event: Of<'table'>, before: TableProgress): Text {
  const name = displayName(before.source);
  const rows = event.rows ?? before.rows;
  const total = (event.slices ?? before.slices)?.total ?? 1;
  const took = before.startedAt === null ? 0 : (event.at - before.startedAt) / 1000;
  const seconds = took < 0.1 ? text('less than 0.1 s', '不到 0.1 秒') : text(`${took.toFixed(1)} s`, ` ${took.toFixed(1)} 秒`);
  const [en, zh] = [rows.toLocaleString('en'), rows.toLocaleString('zh')];
  const slices = total > 1 ? text(`, ${total.toLocaleString('en')} slices`, `，共 ${total.toLocaleString('zh')} 个切片`) : text('', '');
  const format = before.format === 'text' ? text(', as text', '，文本格式') : text('', '');
  return text(
    `${name}: ${en} ${rows === 1 ? 'row' : 'rows'} copied in ${seconds.en}${slices.en}${format.en}`,
    `${name}：已复制 ${zh} 行，用时${seconds.zh}${slices.zh}${format.zh}`,
  );
}

/** The limits a task begins with are in its settings; what is told is how they change. */
function adjusted({ at, limits }: Of<'limits'>, before: Limits | null): readonly LogEvent[] {
  if (before === null) return [];
  const [full, changes] = [said(limits), saidOfChanges(limits)];
  const told = (message: Text) => line(at, { code: 'limits.changed', message });
  return [
    ...(said(before).en === full.en ? [] : [told(text(`Throttling changed: ${full.en}`, `限速已调整：${full.zh}`))]),
    ...(saidOfChanges(before).en === changes.en
      ? []
      : [told(text(`Throttling of incremental migration changed: ${changes.en}`, `增量迁移限速已调整：${changes.zh}`))]),
  ];
}

function saidOfChanges({ incremental = null }: Partial<Limits>): Text {
  if (incremental === null) return text('no limits', '不限速');
  const speed = incremental.megabytesPerSecond?.toLocaleString('en');
  const rows = incremental.rowsPerSecond?.toLocaleString('en');
  return text(
    `${speed === undefined ? 'no limit on MB/s' : `${speed} MB/s`}, ${rows === undefined ? 'no limit on rows' : `${rows} rows/s`}`,
    `${speed === undefined ? '不限流量' : `${speed} MB/s`}，${rows === undefined ? '不限行数' : `${rows} 行/秒`}`,
  );
}

function said({ throttle, streams }: Limits): Text {
  const lanes = text(counted(streams, 'stream'), `${streams} 路并行`);
  if (throttle === null) return text(`no limits; ${lanes.en}`, `不限速；${lanes.zh}`);
  const [rows, queries] = [throttle.rowsPerSecond?.toLocaleString('en'), throttle.queriesPerSecond?.toLocaleString('en')];
  const speed = throttle.megabytesPerSecond?.toLocaleString('en');
  const en = [
    speed === undefined ? 'no limit on MB/s' : `${speed} MB/s`,
    rows === undefined ? 'no limit on rows' : `${rows} rows/s`,
    queries === undefined ? 'no limit on queries' : `${queries} queries/s`,
  ];
  const zh = [
    speed === undefined ? '不限流量' : `${speed} MB/s`,
    rows === undefined ? '不限行数' : `${rows} 行/秒`,
    queries === undefined ? '不限查询数' : `${queries} 次查询/秒`,
  ];
  return text(`${en.join(', ')}; ${lanes.en}`, `${zh.join('，')}；${lanes.zh}`);
}

function line(
  at: number,
  said: { readonly level?: Level; readonly code: string; readonly message: Text; readonly hint?: Text; readonly table?: string },
): LogEvent {
  return { kind: 'log', at, level: 'info', ...said };
}
