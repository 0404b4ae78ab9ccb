import { expect, test } from 'vitest';
import { reportOf } from '../errors.ts';
import { plannedTable } from '../plan/test-table.ts';
import type { Limits } from '../schema/limits.ts';
import { tableId } from '../schema/table.ts';
import type { TaskEvent } from './event.ts';
import { narrate, narrateError, narrateState } from './narrate.ts';
import { fold, NO_PROGRESS, type Progress } from './progress.ts';

const id = tableId({ schema: 'sales', name: 'orders' });
const names = { source: { schema: 'sales', name: 'orders' }, destination: { schema: 'sales', name: 'orders' } };
const plan = plannedTable({ id, ...names, estimatedRows: 3, bytes: 1 });
const statement = { index: 0, id: 'index', kind: 'index', object: 'sales.orders: by_day', sql: 'create index' } as const;
const planned: TaskEvent = {
  kind: 'planned',
  at: 0,
  steps: ['schema', 'full'],
  tables: [plan],
  phases: 'a',
  leftOut: 0,
};
const report = {
  code: 'ddl.refused',
  message: { en: 'the disk is full', zh: '磁盘已满' },
  hint: { en: 'Make room.', zh: '请释放空间。' },
  retry: 'by-hand',
  side: 'destination',
  connection: false,
  object: null,
} as const;

function tell(events: readonly TaskEvent[], from: Progress = NO_PROGRESS) {
  const told: string[] = [];
  let progress = from;
  for (const event of events) {
    told.push(...narrate(event, progress).map(({ level, message }) => `${level}: ${message.en}`));
    progress = fold(progress, event);
  }
  return { told, progress };
}

const run: readonly TaskEvent[] = [
  planned,
  { kind: 'step', at: 0, step: 'full', state: 'running' },
  { kind: 'table', at: 1_000, id, state: 'copying', rows: 0, bytes: 0 },
  { kind: 'table', at: 2_000, id, state: 'copying', rows: 1_500, bytes: 10 },
  { kind: 'table', at: 3_500, id, state: 'copied', rows: 12_345, bytes: 100 },
  { kind: 'statement-failed', at: 3_600, failure: { ...statement, error: report } },
  { kind: 'step', at: 4_000, step: 'full', state: 'done' },
];

test('a run reads like a story, without a line for every message of the engine', () => {
  expect(tell(run).told).toEqual([
    'info: Planned: 1 table with rows, 1 statement',
    'info: Full data migration begins',
    'info: sales.orders: 12,345 rows copied in 2.5 s',
    'error: sales.orders: by_day could not be made: the disk is full',
    'info: Full data migration is done',
  ]);
});

test('a resumed task does not tell again what it only learns again', () => {
  const { progress } = tell(run);
  const again: TaskEvent[] = [
    planned,
    { kind: 'statements', at: 9, indexes: [0], state: 'done' },
    { kind: 'table', at: 9, id, state: 'copied', rows: 12_345, bytes: 100 },
    { kind: 'step', at: 9, step: 'full', state: 'done' },
  ];
  expect(tell(again, progress).told).toEqual([]);
});

test('changes of state are told once, by what a person did', () => {
  const codes = (before: Parameters<typeof narrateState>[0], after: Parameters<typeof narrateState>[1]) =>
    narrateState(before, after, 0).map(({ code }) => code);
  expect(codes({ name: 'ready' }, { name: 'preparing' })).toEqual(['task.started']);
  expect(codes({ name: 'preparing' }, { name: 'loading' })).toEqual([]);
  expect(codes({ name: 'loading' }, { name: 'paused', from: 'loading' })).toEqual(['task.paused']);
  expect(codes({ name: 'paused', from: 'loading' }, { name: 'loading' })).toEqual(['task.resumed']);
  expect(codes({ name: 'streaming' }, { name: 'stopped' })).toEqual(['task.stopped']);
});

test('what paused by itself says so, in a line of its own that is no error', () => {
  const error = reportOf(new Error('so much log'));
  const paused = { name: 'paused', from: 'streaming', error } as const;
  expect(narrateState({ name: 'streaming' }, paused, 0)).toEqual([]);
  expect(narrateError(error, paused, 0)).toMatchObject({
    level: 'warn',
    code: error.code,
    message: { en: `Paused by itself: ${error.message.en}` },
  });
  const failed = { name: 'failed', from: 'streaming', error } as const;
  expect(narrateError(error, failed, 0)).toMatchObject({ level: 'error', code: error.code, message: error.message });
  expect(narrateState(paused, { name: 'streaming' }, 0)).toMatchObject([{ code: 'task.resumed' }]);
});

test('a table that goes as text says why when it begins, and how many slices it took when it is there', () => {
  const reason = { en: 'column shape has no binary form', zh: '列 shape 没有二进制格式' };
  const asText = {
    ...planned,
    tables: [{ ...plan, identityAlways: false, estimatedRows: 3, bytes: 1, copy: { format: 'text', reason } }],
  } as TaskEvent;
  const copied: TaskEvent = { kind: 'table', at: 3_000, id, state: 'copied', rows: 9, slices: { done: 40, total: 40 } };
  const begun: TaskEvent = { kind: 'table', at: 1_000, id, state: 'copying', rows: 0 };
  const { told, progress } = tell([asText, begun, copied]);
  expect(told.slice(1)).toEqual([
    'info: sales.orders goes as text: column shape has no binary form',
    'info: sales.orders: 9 rows copied in 2.0 s, 40 slices, as text',
  ]);
  expect(tell([asText, { ...begun, at: 9_000 }], progress).told).toEqual([]);
});

test('limits are told when they change, each with what it says', () => {
  const limits = (megabytesPerSecond: number | null, streams = 4, rowsPerSecond: number | null = null): TaskEvent => {
    const throttle = { queriesPerSecond: null, rowsPerSecond, megabytesPerSecond };
    return { kind: 'limits', at: 1, limits: { throttle, streams, incremental: null, classRows: null } };
  };
  const none: TaskEvent = { kind: 'limits', at: 1, limits: { throttle: null, streams: 1, incremental: null, classRows: null } };
  expect(tell([planned, limits(null), limits(5), limits(5), limits(2.5, 8, 10_000), none]).told.slice(1)).toEqual([
    'info: Throttling changed: 5 MB/s, no limit on rows, no limit on queries; 4 streams',
    'info: Throttling changed: 2.5 MB/s, 10,000 rows/s, no limit on queries; 8 streams',
    'info: Throttling changed: no limits; 1 stream',
  ]);
});

test('limits of incremental migration are told by themselves', () => {
  const limits = (incremental: Limits['incremental']): TaskEvent => {
    return { kind: 'limits', at: 1, limits: { throttle: null, streams: 4, incremental, classRows: 200 } };
  };
  const rows = { rowsPerSecond: 2_500, megabytesPerSecond: null };
  expect(
    tell([planned, limits(null), limits(rows), limits(rows), limits({ ...rows, megabytesPerSecond: 1 }), limits(null)]).told.slice(1),
  ).toEqual([
    'info: Throttling of incremental migration changed: no limit on MB/s, 2,500 rows/s',
    'info: Throttling of incremental migration changed: 1 MB/s, 2,500 rows/s',
    'info: Throttling of incremental migration changed: no limits',
  ]);
});

const retry = (at: number, code = 'rows.deadlock', attempt = 1): TaskEvent => {
  return { kind: 'retry', at, attempt, since: at, until: at + 600_000, nextAt: at + 1_000, error: { ...report, code, retry: 'soon' } };
};
const recovered = (at: number): TaskEvent => ({ kind: 'recovered', at });

test('what fails twice a second and recovers at once is told once a minute, with how often it came', () => {
  const often = Array.from({ length: 300 }, (_, index) => [retry(index * 500), recovered(index * 500 + 200)]).flat();
  expect(tell(often).told).toEqual([
    'warn: Attempt 1 failed and is repeated: the disk is full',
    'info: Recovered: the task goes on',
    'warn: Attempt 1 failed and is repeated: the disk is full (and 119 times more since it was told last)',
    'info: Recovered: the task goes on',
    'warn: Attempt 1 failed and is repeated: the disk is full (and 119 times more since it was told last)',
    'info: Recovered: the task goes on',
  ]);
});

test('what does not recover at once, and what fails otherwise, is told each time', () => {
  const { told } = tell([
    retry(0),
    recovered(1),
    retry(500),
    retry(1_500, 'rows.deadlock', 2),
    recovered(1_600),
    retry(1_700, 'connect.lost'),
  ]);
  expect(told).toEqual([
    'warn: Attempt 1 failed and is repeated: the disk is full',
    'info: Recovered: the task goes on',
    'warn: Attempt 2 failed and is repeated: the disk is full (and 1 time more since it was told last)',
    'info: Recovered: the task goes on',
    'warn: Attempt 1 failed and is repeated: the disk is full',
  ]);
});

test('a table that is passed over is told once', () => {
  const skipped: TaskEvent = { kind: 'table', at: 3, id, state: 'skipped' };
  const error: TaskEvent = { kind: 'table', at: 2, id, state: 'failed', error: report };
  expect(tell([planned, error, skipped, skipped]).told.slice(1)).toEqual([
    'error: the disk is full',
    'warn: sales.orders is skipped: it stays as it is and is not followed',
  ]);
});

test('a table that is stopped is told once for each failure, whoever says it again', () => {
  const stopped = (message: string): TaskEvent => ({
    kind: 'table',
    at: 1,
    id,
    state: 'stopped',
    error: { ...report, message: { en: message, zh: message } },
  });
  const { told } = tell([planned, stopped('a view'), stopped('a view'), stopped('another view')]);
  expect(told.slice(1)).toEqual(['error: a view', 'error: another view']);
});
