import { expect, test } from 'vitest';
import { countEdited, EDITED_LIMIT } from './edited-limit.ts';

test('tables count that are named, filtered or set otherwise one by one, in all schemas together', () => {
  const tables = [
    { name: 'plain' },
    { name: 'named', as: 'other' },
    { name: 'filtered', where: 'id > 1' },
    { name: 'narrow', columns: [{ name: 'id' }] },
    { name: 'careful', operations: ['insert' as const] },
  ];
  expect(
    countEdited([
      { schema: 'whole', as: 'renamed' },
      { schema: 'a', tables },
      { schema: 'b', tables },
    ]),
  ).toBe(8);
});

test('the limits are those of DTS', () => {
  expect(EDITED_LIMIT).toEqual({ migration: 1_000, synchronization: 5_000 });
});
