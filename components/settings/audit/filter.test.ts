import { expect, test } from 'vitest';
import { filterIn, isFiltered, NO_FILTER, queryOf, searchOf } from './filter.ts';

const read = (search: string) => filterIn(new URLSearchParams(search));

test('an address and what it means are the same both ways', () => {
  const filter = { person: 'a b', action: 'task.start', outcome: 'refused', from: '2026-11-01', to: '2026-11-21', page: 3 } as const;
  expect(read(searchOf(filter))).toEqual(filter);
  expect(searchOf(NO_FILTER)).toBe('');
  expect(read('')).toEqual(NO_FILTER);
});

test('nonsense in an address is left out', () => {
  expect(read('outcome=maybe&from=yesterday&to=2026-02-31&page=-1&x=1')).toEqual(NO_FILTER);
  expect(read('page=1.5').page).toBe(1);
});

test('the last day is shown whole, in the time zone of the reader', () => {
  const asked = new URLSearchParams(queryOf({ ...NO_FILTER, from: '2026-12-31', to: '2026-12-31' }));
  expect(asked.get('from')).toBe(new Date(2026, 11, 31).toISOString());
  expect(asked.get('to')).toBe(new Date(2027, 0, 1).toISOString());
});

test('a page number alone filters nothing', () => {
  expect(isFiltered({ ...NO_FILTER, page: 4 })).toBe(false);
  expect(isFiltered({ ...NO_FILTER, outcome: 'done' })).toBe(true);
});
