import { expect, test } from 'vitest';
import { timeOf } from './estimate-time.ts';

const LOAD = { rows: 1_000_000, bytes: 500_000_000, unknownTables: 0 };
const limits = (more: object) => ({ queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: null, ...more });

test('nothing is made up where nothing is known', () => {
  expect(timeOf(LOAD, null, null)).toEqual({ seconds: null, basis: 'unknown' });
  expect(timeOf(LOAD, limits({ queriesPerSecond: 5 }), null)).toEqual({ seconds: null, basis: 'unknown' });
});

test('what holds the task back most decides', () => {
  expect(timeOf(LOAD, null, 50_000_000)).toEqual({ seconds: 10, basis: 'measured' });
  expect(timeOf(LOAD, limits({ megabytesPerSecond: 5 }), 50_000_000)).toEqual({ seconds: 100, basis: 'throttle' });
  expect(timeOf(LOAD, limits({ megabytesPerSecond: 5_000 }), 50_000_000)).toEqual({ seconds: 10, basis: 'measured' });
  expect(timeOf(LOAD, limits({ megabytesPerSecond: 5, rowsPerSecond: 1_000 }), null)).toEqual({ seconds: 1_000, basis: 'throttle' });
});

test('a limit of rows says nothing where the rows are not known', () => {
  expect(timeOf({ ...LOAD, unknownTables: 1 }, limits({ rowsPerSecond: 1_000 }), null)).toEqual({ seconds: null, basis: 'unknown' });
});
