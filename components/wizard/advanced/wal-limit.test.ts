import { expect, test } from 'vitest';
import { WAL_LIMIT } from '#engine/task/config.ts';
import { isWalLimitFine, walLimitFormOf, walLimitOf, walLimitProblems } from './wal-limit.ts';

test('what the document says comes back from the form', () => {
  for (const limit of [WAL_LIMIT, { warnMegabytes: null, pauseMegabytes: 500, dropSlot: true }])
    expect(walLimitOf(walLimitFormOf(limit))).toEqual(limit);
});

test('without a limit there is none to drop the slot at', () => {
  expect(walLimitOf({ warn: 5, pause: undefined, dropSlot: true })).toEqual({ warnMegabytes: 5, pauseMegabytes: null, dropSlot: false });
});

test.each([
  [{ warn: undefined, pause: undefined }, {}],
  [{ warn: 10, pause: 10 }, {}],
  [{ warn: 10, pause: 9.5 }, { pause: 'order' }],
  [{ warn: 0, pause: 9 }, { warn: 'range' }],
  [{ warn: 10, pause: Number.NaN }, { pause: 'range' }],
  [
    { warn: Number.NaN, pause: 1e10 },
    { warn: 'range', pause: 'range' },
  ],
] as const)('%o', (typed, problems) => {
  const found = walLimitProblems({ ...typed, dropSlot: false });
  expect(found).toEqual(problems);
  expect(isWalLimitFine(found)).toBe(Object.keys(problems).length === 0);
});
