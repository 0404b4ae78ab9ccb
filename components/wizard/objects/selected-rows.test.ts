import { expect, test } from 'vitest';
import type { SchemaSelection } from '#engine/task/config.ts';
import { filterSelected, nameOfSelected, selectedRows } from './selected-rows.ts';

const OBJECTS: readonly SchemaSelection[] = [
  { schema: 'crm', as: 'people', tables: [{ name: 'customer' }] },
  {
    schema: 'shop',
    tables: [{ name: 'orders', as: 'ods_orders' }, { name: 'items', where: 'id > 1' }, { name: 'plain' }],
    others: [{ kind: 'view', name: 'ordered' }],
    selectdb: { plain: { buckets: 8 } },
  },
  { schema: 'whole' },
];
const rows = selectedRows({
  objects: OBJECTS,
  schemas: null,
  contents: new Map(),
  eventTriggers: { names: null, chosen: ['on_order'] },
  isOpen: ({ tables }) => tables !== undefined,
});
const found = (search: string, editedOnly = false) =>
  filterSelected(rows, { search, editedOnly }).map((row) => nameOfSelected(row) || row.kind);

test('what is looked for is found by either name, below its schema', () => {
  expect(found('ORDER')).toEqual(['shop', 'orders', 'ordered', 'database', 'on_order']);
  expect(found('ods_')).toEqual(['shop', 'orders']);
  expect(found('people')).toEqual(['crm']);
  expect(found('nothing')).toEqual([]);
  expect(found(' ')).toHaveLength(rows.length);
});

test('what has something set for it can be seen alone: names, conditions, and how SelectDB makes a table', () => {
  expect(found('', true)).toEqual(['crm', 'shop', 'items', 'orders', 'plain']);
  expect(found('order', true)).toEqual(['shop', 'orders']);
});
