import { expect, test } from 'vitest';
import { plannedTable } from '../../plan/test-table.ts';
import { tableId } from '../../schema/table.ts';
import { typesCheck } from './types-check.ts';

test('the check of the types of a table is made once, for each choice of its columns', () => {
  const source = { schema: 's', name: 't' };
  const columns = ['a', 'b'].map((name) => ({ source: name, destination: name, type: 'integer', comparable: true }));
  const table = plannedTable({ id: tableId(source), source, columns });
  const check = typesCheck(table, [0, 1]);
  expect(typesCheck({ ...table, upsert: true }, [0, 1])).toBe(check);
  expect(typesCheck(table, [0])).not.toBe(check);
  expect(typesCheck({ ...table, destination: { ...source, name: 'other' } }, [0, 1])).not.toBe(check);
  expect(typesCheck({ ...table, columns: [...columns] }, [0, 1])).toEqual(check);
});
