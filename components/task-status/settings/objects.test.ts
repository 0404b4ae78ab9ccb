import { expect, test } from 'vitest';
import { draftConfig } from '#engine/task/config.ts';
import { describeColumn, objectLines, searched } from './objects.ts';

test('every object is listed under its name at both sides, with the policy applied where no name was given', () => {
  const draft = draftConfig.parse({
    name: 't',
    nameCase: 'upper',
    objects: [
      { schema: 'app' },
      {
        schema: 'sales',
        as: 'Shop',
        tables: [
          { name: 'orders', columns: [{ name: 'id' }, { name: 'note', as: 'Remark' }] },
          { name: 'people', as: 'Folk' },
        ],
        others: [
          { kind: 'view', name: 'recent' },
          { kind: 'function', name: 'f(integer)' },
          { kind: 'trigger', name: 'noted', table: 'people' },
        ],
      },
    ],
    structure: { eventTriggers: ['watch'] },
  });
  const lines = objectLines(draft);
  expect(lines.map(({ kind, source, destination }) => [kind, source, destination])).toEqual([
    ['schema', 'app', 'APP'],
    ['table', 'sales.orders', 'Shop.ORDERS'],
    ['table', 'sales.people', 'Shop.Folk'],
    ['view', 'sales.recent', 'Shop.RECENT'],
    ['function', 'sales.f(integer)', 'Shop.f(integer)'],
    ['trigger', 'sales.people: noted', 'Shop.Folk: noted'],
    ['event-trigger', 'watch', 'watch'],
  ]);
  expect(lines[1]?.columns).toEqual([
    { name: 'id', as: 'ID' },
    { name: 'note', as: 'Remark' },
  ]);
  expect(searched(lines, 'folk').map(({ source }) => source)).toEqual(['sales.people', 'sales.people: noted']);
});

test('a table without operations of its own has those of its schema', () => {
  const objects = [
    { schema: 'a', operations: ['insert'], tables: [{ name: 't', operations: ['delete'] }, { name: 'u' }] },
    { schema: 'b' },
  ];
  const lines = objectLines(draftConfig.parse({ name: 't', objects }));
  expect(lines.map(({ source, operations }) => [source, operations])).toEqual([
    ['a.t', ['delete']],
    ['a.u', ['insert']],
    ['b', null],
  ]);
});

test('a column is told by what of it is not as at the source', () => {
  expect(describeColumn({ name: 'id', as: 'id' })).toBe('id');
  expect(describeColumn({ name: 'id', as: 'no', type: 'bigint' })).toBe('id → no bigint');
  expect(describeColumn({ name: 'id', type: 'bigint' })).toBe('id bigint');
});
