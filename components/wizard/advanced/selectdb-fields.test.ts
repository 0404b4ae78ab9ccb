import { expect, test } from 'vitest';
import { isAllowed, SELECTDB_FIELDS, withSelectDb } from './selectdb-fields.ts';

test('every number of the document is a field, with its range', () => {
  expect(SELECTDB_FIELDS.map(({ name, low, high }) => [name, low, high])).toEqual([
    ['reservoirMilliseconds', 1_000, 10_000],
    ['replicationNum', 1, 32_767],
  ]);
  const [gathering] = SELECTDB_FIELDS;
  if (gathering === undefined) throw new Error('There is no field.');
  expect([undefined, 1_000, 999, 10_001, 1_500.5].map((value) => isAllowed(gathering, value))).toEqual([true, true, false, false, false]);
});

test('an empty box takes its key away, and the last one the whole', () => {
  const both = withSelectDb(withSelectDb(undefined, 'replicationNum', 2), 'reservoirMilliseconds', 1_000);
  expect(both).toEqual({ replicationNum: 2, reservoirMilliseconds: 1_000 });
  const one = withSelectDb(both, 'reservoirMilliseconds', undefined);
  expect(one).toEqual({ replicationNum: 2 });
  expect(withSelectDb(one, 'replicationNum', undefined)).toBeUndefined();
});
