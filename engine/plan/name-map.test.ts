import { describe, expect, test } from 'vitest';
import type { TaskConfig } from '../task/config.ts';
import { createNameMap, type NamedRelation } from './name-map.ts';

const RELATIONS: readonly NamedRelation[] = [
  { schema: 'Sales', name: 'Orders', kind: 'table', columns: ['Id', 'note'] },
  { schema: 'Sales', name: 'Orders_1', kind: 'table', columns: ['note', 'Id'], parent: { schema: 'Sales', name: 'Orders' } },
  { schema: 'Parts', name: 'Orders_2', kind: 'table', columns: ['Id', 'note'], parent: { schema: 'Sales', name: 'Orders_1' } },
  { schema: 'Sales', name: 'Open', kind: 'view', columns: ['Id', 'Note'] },
  { schema: 'Sales', name: 'Numbers', kind: 'sequence', columns: ['last_value'] },
  { schema: 'other', name: 'Orders', kind: 'table', columns: ['Id'] },
];

function names(config: Pick<TaskConfig, 'objects' | 'nameCase'>) {
  return createNameMap({ config, destinationCase: 'lower', relations: RELATIONS });
}

const whole = [{ schema: 'Sales' }, { schema: 'Parts' }];
const orders = { schema: 'Sales', name: 'Orders' };
const columnsOf = (map: ReturnType<typeof names>, schema: string, name: string) => {
  const columns = map.columns({ schema, name });
  return columns === null ? null : Object.fromEntries(columns);
};

test('as at the source nothing changes', () => {
  const map = names({ nameCase: 'source', objects: whole });
  expect(map.changes).toBe(false);
  expect([...map.renamed]).toEqual([]);
  expect(map.relation(orders)).toEqual(orders);
  expect(map.columns(orders)).toBeNull();
});

describe('policies', () => {
  test('default: schemas and relations in lower case, columns as they are', () => {
    const map = names({ nameCase: 'default', objects: whole });
    expect(map.schema('Sales')).toBe('sales');
    expect(map.relation(orders)).toEqual({ schema: 'sales', name: 'orders' });
    expect(map.relation({ schema: 'Sales', name: 'Numbers' })).toEqual({ schema: 'sales', name: 'numbers' });
    expect(map.columns(orders)).toBeNull();
    expect(map.changes).toBe(true);
  });

  test('upper: columns too, those of views among them', () => {
    const map = names({ nameCase: 'upper', objects: whole });
    expect(map.relation(orders)).toEqual({ schema: 'SALES', name: 'ORDERS' });
    expect(columnsOf(map, 'Sales', 'Open')).toEqual({ Id: 'ID', Note: 'NOTE' });
    expect(map.column(orders, 'note')).toBe('NOTE');
    expect(map.columns({ schema: 'Sales', name: 'Numbers' })).toBeNull();
  });

  test('what is not selected, is no relation or is unknown keeps its name', () => {
    const map = names({ nameCase: 'upper', objects: whole });
    expect(map.schema('other')).toBe('other');
    expect(map.schema('pg_catalog')).toBe('pg_catalog');
    expect(map.relation({ schema: 'other', name: 'Orders' })).toEqual({ schema: 'other', name: 'Orders' });
    expect(map.columns({ schema: 'other', name: 'Orders' })).toBeNull();
    expect(map.relation({ schema: 'Sales', name: 'aType' })).toEqual({ schema: 'SALES', name: 'aType' });
    expect(map.column({ schema: 'Sales', name: 'aType' }, 'x')).toBe('x');
  });
});

describe('names that were given', () => {
  test('win over the policy, each alone', () => {
    const map = names({
      nameCase: 'upper',
      objects: [
        { schema: 'Sales', as: 'Shop', tables: [{ name: 'Orders', as: 'Buys', columns: [{ name: 'Id', as: 'key' }, { name: 'note' }] }] },
      ],
    });
    expect(map.relation(orders)).toEqual({ schema: 'Shop', name: 'Buys' });
    expect(columnsOf(map, 'Sales', 'Orders')).toEqual({ Id: 'key', note: 'NOTE' });
    expect([...map.renamed].sort()).toEqual(['Id', 'Note', 'Numbers', 'Open', 'Orders', 'Orders_1', 'Sales', 'note']);
  });

  test('partitions have their table’s columns and their own names, in whatever schema', () => {
    const map = names({
      nameCase: 'source',
      objects: [{ schema: 'Sales', tables: [{ name: 'Orders', as: 'Buys', columns: [{ name: 'Id', as: 'key' }] }] }, { schema: 'Parts' }],
    });
    expect(columnsOf(map, 'Sales', 'Orders_1')).toEqual({ Id: 'key', note: 'note' });
    expect(columnsOf(map, 'Parts', 'Orders_2')).toEqual({ Id: 'key', note: 'note' });
    expect(map.relation({ schema: 'Sales', name: 'Orders_1' })).toEqual({ schema: 'Sales', name: 'Orders_1' });
  });

  test('a partition that was selected with columns has those', () => {
    const columns = (as: string) => [{ name: 'Id', as }];
    const map = names({
      nameCase: 'source',
      objects: [
        {
          schema: 'Sales',
          tables: [
            { name: 'Orders', columns: columns('a') },
            { name: 'Orders_1', as: 'Mine', columns: columns('b') },
          ],
        },
      ],
    });
    expect(map.column({ schema: 'Sales', name: 'Orders_1' }, 'Id')).toBe('b');
    expect(map.relation({ schema: 'Sales', name: 'Orders_1' }).name).toBe('Mine');
  });

  test('a table the source no longer has is still called as it was chosen', () => {
    const map = names({ nameCase: 'source', objects: [{ schema: 'Sales', tables: [{ name: 'gone', as: 'kept' }] }] });
    expect(map.relation({ schema: 'Sales', name: 'gone' })).toEqual({ schema: 'Sales', name: 'kept' });
    expect(map.changes).toBe(true);
  });
});
