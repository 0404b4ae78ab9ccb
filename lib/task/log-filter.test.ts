import { expect, test } from 'vitest';
import { text } from '#engine/text.ts';
import { type LogFilter, logSearch, matchesLog, WHOLE_LOG } from './log-filter.ts';
import { logQuery } from './log-query.ts';
import type { LogLine } from './view.ts';

const LINE: LogLine = {
  seq: 7,
  at: Date.parse('2026-03-01T12:00:00Z'),
  level: 'warn',
  code: 'table.slow',
  message: text('Copying takes long', '复制耗时较长'),
  hint: text('Look for 100% of a lock_wait', '请检查锁等待'),
  table: 'sales.Orders',
};
const matches = (part: Partial<LogFilter>) => matchesLog(LINE, { ...WHOLE_LOG, ...part });

test('a word is looked for in both languages, the hint, code and table, in any case', () => {
  for (const q of ['', 'TAKES long', '耗时', '锁等待', 'Table.Slow', 'SALES.orders', ' 100% ', 'k_w']) expect(matches({ q })).toBe(true);
  // Nothing in it is a pattern.
  for (const q of ['takes%long', 'tables', 'l_ng', '.*', '\\']) expect(matches({ q })).toBe(false);
  expect(matchesLog({ ...LINE, hint: null, table: null }, { ...WHOLE_LOG, q: 'null' })).toBe(false);
});

test('a range holds its first moment and not its last, and all that is asked for has to be true', () => {
  const { at } = LINE;
  expect([matches({ from: at }), matches({ from: at + 1 }), matches({ to: at }), matches({ to: at + 1 })]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(matches({ level: 'warn', q: 'long', from: at, to: at + 1 })).toBe(true);
  expect(matches({ level: 'error', q: 'long', from: at, to: at + 1 })).toBe(false);
});

test('a filter comes through an address as it was', () => {
  const asked = (filter: LogFilter) => logQuery.parse(Object.fromEntries(logSearch(filter)));
  const filter: LogFilter = { level: 'error', q: '50% of a&b', from: 1_000, to: 2_001 };
  expect(asked(filter)).toEqual({ ...filter, before: null, limit: 200 });
  expect(asked(WHOLE_LOG)).toEqual({ ...WHOLE_LOG, before: null, limit: 200 });
});

test('times of any zone are taken, and what is none is refused by name', () => {
  expect(logQuery.parse({ from: '2026-03-01T14:00:00+02:00' }).from).toBe(LINE.at);
  const refused = (asked: object) => logQuery.safeParse(asked).error?.issues.map(({ path, message }) => [path.join('.'), message]);
  expect(refused({ from: 'yesterday', to: '2026-03-01T12:00:00' })).toEqual([
    ['from', expect.stringContaining('2026-03-01T12:00:00Z')],
    ['to', expect.stringContaining('2026-03-01T12:00:00Z')],
  ]);
  expect(refused({ from: '2026-03-01T12:00:00Z', to: '2026-03-01T12:00:00Z' })).toEqual([['to', 'must be later than from']]);
  expect(refused({ q: 'x'.repeat(1_001) })?.[0]?.[0]).toBe('q');
});
