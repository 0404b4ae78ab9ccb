import { expect, test } from 'vitest';
import {
  filterOf,
  fromField,
  isBackwards,
  isFiltered,
  type LogView,
  readLogView,
  toField,
  WHOLE_VIEW,
  withoutLogView,
  writeLogView,
} from './log-view.ts';

const AT = Date.parse('2026-03-01T12:00:00Z');
const FULL: LogView = { level: 'warn', q: '50% of a&b ', range: 'custom', from: AT, to: AT + 60_000 };
const view = (part: Partial<LogView>): LogView => ({ ...WHOLE_VIEW, ...part });

test('a view comes back from its address as it was, and what else is there stays', () => {
  for (const each of [WHOLE_VIEW, FULL, view({ range: '15m' }), view({ range: 'custom' }), view({ range: 'custom', to: AT })]) {
    const address = writeLogView(each, new URLSearchParams('tab=events&level=error&q=old&range=1h'));
    expect(readLogView(new URLSearchParams(address.toString()))).toEqual(each);
    expect(address.get('tab')).toBe('events');
  }
  expect(withoutLogView(writeLogView(FULL, new URLSearchParams('tab=events'))).toString()).toBe('tab=events');
});

test('what an address makes up is left out', () => {
  expect(readLogView(new URLSearchParams('level=loud&range=year&from=now'))).toEqual(WHOLE_VIEW);
  expect(readLogView(new URLSearchParams('range=custom&from=now&to=99'))).toMatchObject({ range: 'custom', from: null });
  // Times are those of a range of one's own.
  expect(readLogView(new URLSearchParams('range=1h&from=2026-03-01T12:00:00Z'))).toEqual(view({ range: '1h' }));
});

test('a range of the clock reaches back from now; of given minutes the last is shown too', () => {
  expect(filterOf(view({ range: '15m', level: 'info' }), AT)).toEqual({ level: 'info', q: '', from: AT - 900_000, to: null });
  expect(filterOf(FULL, AT + 1e9)).toEqual({ level: 'warn', q: FULL.q, from: AT, to: AT + 120_000 });
  expect([isBackwards(FULL), isBackwards({ ...FULL, to: AT }), isBackwards({ ...FULL, to: AT - 1 })]).toEqual([false, false, true]);
});

test('an open range of one’s own leaves nothing out', () => {
  expect([WHOLE_VIEW, view({ range: 'custom' }), view({ q: ' ' })].some(isFiltered)).toBe(false);
  expect([view({ range: '24h' }), view({ level: 'info' }), view({ q: 'a' }), view({ range: 'custom', to: AT })].every(isFiltered)).toBe(
    true,
  );
});

test('a field of the browser holds the minute of the reader', () => {
  expect(fromField(toField(AT))).toBe(AT);
  expect(toField(new Date(2026, 2, 1, 9, 5, 59).getTime())).toBe('2026-03-01T09:05');
  expect([toField(null), fromField(''), fromField('soon')]).toEqual(['', null, null]);
});
