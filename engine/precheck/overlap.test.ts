import { expect, test } from 'vitest';
import { plannedTable } from '../plan/test-table.ts';
import type { TableName } from '../schema/table.ts';
import { tableId } from '../schema/table.ts';
import { findOverlaps, unseenTables } from './overlap.ts';

const tables = Array.from({ length: 45 }, (_, index) => {
  const source = { schema: 's', name: `t${index}` };
  const columns = [{ source: 'id', destination: 'id', type: 'integer', comparable: true }];
  const destination: TableName = { schema: 's', name: 'one' };
  return plannedTable({ id: tableId(source), source, destination, columns, key: ['id'], merged: true });
});

test('of more tables than are asked for each other’s keys the rest is named', async () => {
  const asked: number[] = [];
  const { among } = await findOverlaps(
    { tables, existing: [], looksAt: 'none' },
    {
      someKeys: async () => [],
      keysThere: async () => [],
      commonKeys: async (some) => {
        asked.push(some.length);
        return { looked: 40, found: [], tables: [], unseen: [{ schema: 's', name: 't3' }] };
      },
    },
  );
  expect(asked).toEqual([40]);
  const [overlap] = among.values();
  expect(overlap?.unseen.map(({ name }) => name)).toEqual(['t3', 't40', 't41', 't42', 't43', 't44']);
  expect(overlap === undefined ? '' : unseenTables(overlap).en).toBe(
    '; not looked at, or not at all of it: s.t3, s.t40, s.t41, s.t42, s.t43, s.t44',
  );
});
