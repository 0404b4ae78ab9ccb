import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Text, text } from '#engine/text.ts';
import type { Refusal } from '#lib/http/errors.ts';
import { metadata } from '#lib/metadata/client.ts';
import { createAdministrator } from '#lib/session/setup.ts';
import { logSearch, matchesLog, WHOLE_LOG } from '#lib/task/log-filter.ts';
import { createTask } from '#lib/task/verbs.ts';
import type { LogLine } from '#lib/task/view.ts';
import { Asker, openStore } from './asker.ts';
import { ADMIN } from './client.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

let store: Awaited<ReturnType<typeof openStore>>;
let admin: Asker;
let id: string;

interface Written {
  readonly level: LogLine['level'];
  readonly code: string;
  readonly message: Text;
  readonly hint?: Text;
  readonly table?: string;
}

/** One a minute, from noon on. */
const WRITTEN: readonly Written[] = [
  { level: 'info', code: 'task.started', message: text('Started', '已启动') },
  { level: 'info', code: 'table.copied', message: text('10 rows copied', '已复制 10 行'), table: '["Sales","orders.old"]' },
  { level: 'warn', code: 'table.slow', message: text('Only 50% of a\\b', '仅 50%'), hint: text('Look for a lock_wait', '请检查锁等待') },
  { level: 'error', code: 'task.failed', message: text('FAILED: ÄRGER', '失败'), table: '["public","orders"]' },
];

beforeAll(async () => {
  store = await openStore();
  await createAdministrator(ADMIN);
  admin = await Asker.signedIn();
  id = (await createTask('somebody')).id;
  const { id: other } = await createTask('somebody');
  const rows = (taskId: string) => WRITTEN.map((row, minute) => ({ ...row, taskId, at: new Date(NOON + minute * MINUTE) }) as never);
  await metadata().logEntry.createMany({ data: [...rows(id), ...rows(other)] });
});

afterAll(() => store?.[Symbol.asyncDispose]());

function ask<T>(query: string) {
  return admin.ask<T>('GET', '/api/v1/tasks/[id]/log', { params: { id }, query });
}
const codes = async (query: string) => (await ask<LogLine[]>(query)).body.map(({ code }) => code);

test('the store finds a word in both languages, hint, code and table, in any case and as it is written', async () => {
  expect(await codes('')).toEqual(['task.failed', 'table.slow', 'table.copied', 'task.started']);
  expect(await codes('?q=ROWS%20cop')).toEqual(['table.copied']);
  expect(await codes('?q=已启动')).toEqual(['task.started']);
  expect(await codes('?q=锁等待')).toEqual(['table.slow']);
  expect(await codes('?q=TABLE.')).toEqual(['table.slow', 'table.copied']);
  expect(await codes('?q=sales.ORDERS.old')).toEqual(['table.copied']);
  expect(await codes('?q=ärger')).toEqual(['task.failed']);
  for (const q of ['50%', 'a\\b', 'lock_', "' or true --"]) {
    expect(await codes(`?q=${encodeURIComponent(q)}`)).toEqual(q.startsWith("'") ? [] : ['table.slow']);
  }
  for (const q of ['a%b', 'l_ck', 'null', '["Sales"']) expect(await codes(`?q=${encodeURIComponent(q)}`)).toEqual([]);
});

test('a range holds its first moment and not its last, whatever zone it is given in', async () => {
  expect(await codes('?from=2026-03-01T12:01:00Z&to=2026-03-01T12:03:00Z')).toEqual(['table.slow', 'table.copied']);
  expect(await codes('?from=2026-03-01T14:02:59.999%2B02:00')).toEqual(['task.failed']);
  expect(await codes('?to=2026-03-01T12:00:00.001Z')).toEqual(['task.started']);
  expect(await codes('?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&level=warn&q=only')).toEqual(['table.slow']);
});

test('pages of what is found follow each other, and live lines are chosen as the store chooses', async () => {
  const [newest] = (await ask<LogLine[]>('?q=table&limit=1')).body;
  expect(newest?.code).toBe('table.slow');
  expect(await codes(`?q=table&limit=1&before=${newest?.seq}`)).toEqual(['table.copied']);

  const all = (await ask<LogLine[]>('')).body;
  const filters = ['ÄRGER', 'ärger', ' 10 行', 'public.orders', 'LOCK_WAIT', 'sales', '.', 'a\\b'].map((q) => ({ ...WHOLE_LOG, q }));
  for (const filter of [...filters, { ...WHOLE_LOG, from: NOON + MINUTE, to: NOON + 2 * MINUTE }]) {
    expect(await codes(`?${logSearch(filter)}`)).toEqual(all.filter((line) => matchesLog(line, filter)).map(({ code }) => code));
  }
});

test('what is downloaded is what is looked for, oldest first, and all of it unless told otherwise', async () => {
  const download = async (query: string) => {
    const { body } = await admin.ask<string>('GET', '/api/v1/tasks/[id]/log/download', { params: { id }, query });
    return body.split('\n').filter((line) => line !== '');
  };
  expect((await download('')).map((line) => line.split(/ +/)[2])).toEqual(WRITTEN.map(({ code }) => code));
  expect(await download('?q=ROWS&locale=zh')).toEqual(['2026-03-01T12:01:00.000Z INFO  table.copied [Sales.orders.old] 已复制 10 行']);
  const filters = [
    { ...WHOLE_LOG, level: 'warn' },
    { ...WHOLE_LOG, q: 'table.' },
    { ...WHOLE_LOG, from: NOON + MINUTE, to: NOON + 3 * MINUTE },
  ] as const;
  for (const filter of filters) {
    const shown = (await codes(`?${logSearch(filter)}`)).toReversed();
    expect((await download(`?${logSearch(filter)}`)).map((line) => line.split(/ +/)[2])).toEqual(shown);
  }
  const refused = await admin.ask<Refusal>('GET', '/api/v1/tasks/[id]/log/download', { params: { id }, query: '?from=yesterday' });
  expect([refused.status, refused.body.issues?.map(({ path }) => path)]).toEqual([400, ['from']]);
});

test('what cannot be asked is refused by the name of its field', async () => {
  const refused = async (query: string) => {
    const { status, body } = await ask<Refusal>(query);
    return [status, body.issues?.map(({ path }) => path)];
  };
  expect(await refused('?from=yesterday')).toEqual([400, ['from']]);
  expect(await refused('?to=2026-03-01T12:00:00')).toEqual([400, ['to']]);
  expect(await refused('?from=2026-03-01T12:00:00Z&to=2026-03-01T11:00:00Z')).toEqual([400, ['to']]);
  expect(await refused(`?q=${'x'.repeat(1_001)}`)).toEqual([400, ['q']]);
});
