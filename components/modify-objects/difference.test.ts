import { describe, expect, test } from 'vitest';
import { choose, leaveOut, type SchemaContents } from '#engine/plan/select.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import { addedOnly, type ContentsOf, differenceOf, keepFollowed, withAdded } from './difference.ts';

const HELD: Readonly<Record<string, SchemaContents>> = {
  sales: {
    tables: ['orders', 'lines', 'notes'],
    others: [
      { kind: 'view', name: 'open_orders' },
      { kind: 'trigger', table: 'orders', name: 'audit' },
    ],
  },
  stock: { tables: ['parts', 'bins'], others: [] },
};
const contents: ContentsOf = (schema) => HELD[schema];
const LISTED: SchemaSelection = {
  schema: 'sales',
  as: 'sold',
  tables: [{ name: 'orders', as: 'orders2', where: 'id > 1' }, { name: 'lines' }],
  others: [
    { kind: 'view', name: 'open_orders' },
    { kind: 'trigger', table: 'orders', name: 'audit' },
  ],
};
const WHOLE: SchemaSelection = { schema: 'stock', operations: ['insert'] };
const RUNNING = [LISTED, WHOLE];

const held = (schema: string): SchemaContents => contents(schema) ?? { tables: [], others: [] };
const without = (objects: readonly SchemaSelection[], schema: string, name: string) =>
  keepFollowed(RUNNING, leaveOut(objects, { schema, contents: held(schema) }, { tables: [name] }), contents);
const withTable = (objects: readonly SchemaSelection[], schema: string, name: string) =>
  keepFollowed(RUNNING, choose(objects, schema, { tables: [name] }), contents);

describe('what is changed', () => {
  test('nothing, where nothing was touched', () => {
    expect(differenceOf(RUNNING, RUNNING, contents)).toEqual({ added: [], removed: [], narrowed: [], unread: [] });
  });

  test('tables that come and go, by name', () => {
    const next = without(withTable(RUNNING, 'sales', 'notes'), 'sales', 'lines');
    expect(differenceOf(RUNNING, next, contents)).toMatchObject({
      added: [{ schema: 'sales', name: 'notes' }],
      removed: [{ schema: 'sales', name: 'lines' }],
      narrowed: [],
    });
  });

  test('a whole schema without one of its tables is a list, and that is told', () => {
    const next = without(RUNNING, 'stock', 'bins');
    expect(differenceOf(RUNNING, next, contents)).toMatchObject({ removed: [{ schema: 'stock', name: 'bins' }], narrowed: ['stock'] });
    expect(next[1]).toEqual({ schema: 'stock', operations: ['insert'], tables: [{ name: 'parts' }] });
  });

  test('a whole schema that was not read is said to be unread, never to be unchanged', () => {
    const next = RUNNING.filter(({ schema }) => schema !== 'stock');
    expect(differenceOf(RUNNING, next, () => undefined)).toMatchObject({ removed: [], unread: ['stock'] });
    expect(differenceOf(RUNNING, next, contents).removed.map(({ name }) => name)).toEqual(['bins', 'parts']);
  });
});

describe('what the task has stays as it is', () => {
  test('a table that was taken away and is kept after all has its name, filter and triggers again', () => {
    const next = withTable(without(RUNNING, 'sales', 'orders'), 'sales', 'orders');
    expect(next).toEqual(RUNNING);
  });

  test('with a table go its triggers, and nothing else', () => {
    const [sales] = without(RUNNING, 'sales', 'orders');
    expect(sales).toEqual({ schema: 'sales', as: 'sold', tables: [{ name: 'lines' }], others: [{ kind: 'view', name: 'open_orders' }] });
  });

  test('a whole schema is whole again once all of its tables are kept', () => {
    expect(withTable(without(RUNNING, 'stock', 'bins'), 'stock', 'bins')).toEqual(RUNNING);
  });

  test('a schema that was removed and gets one of its tables back keeps its name', () => {
    const next = withTable([WHOLE], 'sales', 'lines');
    expect(next[0]).toMatchObject({ schema: 'sales', as: 'sold', tables: [{ name: 'lines' }] });
  });

  test('nothing that was set for it by other ways counts', () => {
    const edited: SchemaSelection = { schema: 'sales', as: 'other', tables: [{ name: 'orders' }, { name: 'lines', where: 'false' }] };
    expect(keepFollowed(RUNNING, [edited, WHOLE], contents)).toEqual(RUNNING);
  });

  test('a selection of which nothing is left is none: an empty one would mean the whole schema', () => {
    const triggers: SchemaSelection = { schema: 'sales', others: [{ kind: 'trigger', table: 'orders', name: 'audit' }] };
    expect(keepFollowed([{ ...LISTED, others: [] }], [triggers], contents)).toEqual([]);
  });
});

describe('names of what is new', () => {
  const next = withTable(withTable(RUNNING, 'sales', 'notes'), 'extra', 'marks');
  const difference = differenceOf(RUNNING, next, contents);

  test('only that is given to be named', () => {
    expect(addedOnly(difference, next)).toEqual([
      { schema: 'sales', as: 'sold', tables: [{ name: 'notes' }] },
      { schema: 'extra', tables: [{ name: 'marks' }] },
    ]);
  });

  test('and it comes back among the others', () => {
    const named = withAdded(difference, next, [
      { schema: 'sales', as: 'sold', tables: [{ name: 'notes', as: 'remarks' }] },
      { schema: 'extra', as: 'more', tables: [{ name: 'marks' }] },
    ]);
    expect(keepFollowed(RUNNING, named, contents)).toEqual([
      { ...LISTED, tables: [...(LISTED.tables ?? []), { name: 'notes', as: 'remarks' }] },
      WHOLE,
      { schema: 'extra', as: 'more', tables: [{ name: 'marks' }] },
    ]);
  });

  test('a table of the task that is written among them changes nothing of it, and a whole schema stays whole', () => {
    const named = withAdded(difference, next, [
      { schema: 'sales', tables: [{ name: 'notes' }, { name: 'lines', where: 'false' }] },
      { schema: 'stock', tables: [{ name: 'bins', as: 'boxes' }] },
      { schema: 'extra', tables: [{ name: 'marks' }] },
    ]);
    expect(keepFollowed(RUNNING, named, contents)).toEqual(next);
  });
});
