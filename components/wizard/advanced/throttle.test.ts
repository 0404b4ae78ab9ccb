import { expect, test } from 'vitest';
import { throttleConfig } from '#engine/task/config.ts';
import { formOf, isFine, THROTTLE_FIELDS, throttleOf, throttleProblems } from './throttle.ts';

const problems = (values: Parameters<typeof throttleProblems>[0]['values']) => {
  const { fields, empty } = throttleProblems({ on: true, values });
  return { ...Object.fromEntries(fields), ...(empty ? { empty } : {}) };
};

test('the three limits are read from the document, with captions in both languages', () => {
  expect(THROTTLE_FIELDS.map(({ name, low, whole }) => [name, low, whole])).toEqual([
    ['queriesPerSecond', 1, true],
    ['rowsPerSecond', 1, true],
    ['megabytesPerSecond', 0.1, false],
  ]);
  expect(THROTTLE_FIELDS.map(({ label }) => label.en)).toEqual([
    'Queries per second (QPS) to the source database',
    'RPS of Full Data Migration',
    'Data migration speed for full migration (MB/s)',
  ]);
  expect(THROTTLE_FIELDS.every(({ label }) => label.zh !== '')).toBe(true);
});

test('each limit stands by itself, and one at least is asked for', () => {
  expect(problems({ megabytesPerSecond: 2.5 })).toEqual({});
  expect(problems({ queriesPerSecond: 10, rowsPerSecond: 5000 })).toEqual({});
  expect(problems({})).toEqual({ empty: true });
  expect(isFine(throttleProblems({ on: true, values: {} }))).toBe(false);
});

test('a limit says by its name what is wrong with it', () => {
  expect(problems({ queriesPerSecond: 0, rowsPerSecond: 1.5, megabytesPerSecond: Number.NaN })).toEqual({
    queriesPerSecond: 'range',
    rowsPerSecond: 'whole',
    megabytesPerSecond: 'missing',
  });
});

test('switched off, nothing is wrong and nothing is limited, whatever was typed', () => {
  const form = { on: false, values: { rowsPerSecond: -1 } };
  expect(isFine(throttleProblems(form))).toBe(true);
  expect(throttleOf(form)).toBeNull();
});

test('what is saved is what the page showed, and back', () => {
  const throttle = throttleConfig.parse({ megabytesPerSecond: 5 });
  expect(throttle).toEqual({ queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 5 });
  expect(formOf(throttle)).toEqual({ on: true, values: { megabytesPerSecond: 5 } });
  expect(throttleOf(formOf(throttle))).toEqual(throttle);
  expect(formOf(null)).toEqual({ on: false, values: {} });
  // Documents of before know nothing of it.
  expect(formOf(undefined)).toEqual({ on: false, values: {} });
});
