import { createNameMap, type NamedRelation } from '../../plan/name-map.ts';
import type { NameMap } from '../../plan/names.ts';
import type { TaskConfig } from '../../task/config.ts';

/** Names for tests: one table that is renamed with its columns, one with columns alone, one that stays, and names that need quotes. */
export const RELATIONS: readonly NamedRelation[] = [
  { schema: 'sales', name: 'orders', kind: 'table', columns: ['id', 'note', 'customer_id', 'total', 'type', 'place'] },
  { schema: 'sales', name: 'items', kind: 'table', columns: ['order_id', 'position', 'qty', 'tags'] },
  { schema: 'sales', name: 'customers', kind: 'table', columns: ['id', 'name'] },
  { schema: 'sales', name: 'open', kind: 'view', columns: ['id', 'note'] },
  { schema: 'sales', name: 'numbers', kind: 'sequence', columns: [] },
  { schema: 'Ü "x"', name: 'T.1', kind: 'table', columns: ['ä"b', 'select', 'c'] },
  { schema: 'other', name: 'orders', kind: 'table', columns: ['id', 'note'] },
];

export const SAMPLE: Pick<TaskConfig, 'objects' | 'nameCase'> = {
  nameCase: 'source',
  objects: [
    {
      schema: 'sales',
      as: 'shop',
      tables: [
        {
          name: 'orders',
          as: 'purchases',
          columns: [
            { name: 'id', as: 'order_id' },
            { name: 'note', as: 'remark' },
            { name: 'customer_id', as: 'buyer' },
            { name: 'total' },
            { name: 'type', as: 'kind' },
          ],
        },
        {
          name: 'items',
          columns: [
            { name: 'order_id', as: 'purchase' },
            { name: 'qty', as: 'amount' },
          ],
        },
        { name: 'numbers', as: 'counter' },
      ],
    },
    {
      schema: 'Ü "x"',
      as: 'y.z',
      tables: [
        {
          name: 'T.1',
          as: 'ß',
          columns: [
            { name: 'ä"b', as: '"' },
            { name: 'select', as: 'from' },
          ],
        },
      ],
    },
  ],
};

export function namesFor(config: Pick<TaskConfig, 'objects' | 'nameCase'>): NameMap {
  return createNameMap({ config, destinationCase: 'lower', relations: RELATIONS });
}

/** Every name is looked at and none changes. */
export const IDENTITY: NameMap = {
  changes: true,
  renamed: new Set(),
  schema: (name) => name,
  relation: (name) => name,
  column: (_, name) => name,
  columns: (relation) =>
    new Map(RELATIONS.find((each) => each.schema === relation.schema && each.name === relation.name)?.columns.map((name) => [name, name])),
};
