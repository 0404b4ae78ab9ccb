import { describe, expect, test } from 'vitest';
import type { TableSummary } from '../schema/table.ts';
import type { SchemaSelection } from '../task/config.ts';
import {
  chooseTable,
  countSelected,
  editTable,
  isEdited,
  listedTables,
  partitionsBelow,
  removeSchema,
  renameSchema,
  schemaBox,
  tableBox,
  toggleSchema,
  toggleTable,
} from './select.ts';

const WHOLE: readonly SchemaSelection[] = [{ schema: 'sales' }];
const LISTED: readonly SchemaSelection[] = [{ schema: 'sales', as: 'shop', tables: [{ name: 'a', where: 'x > 1' }, { name: 'b' }] }];

function summary(name: string, parent: string | null = null, parentSchema = 'sales'): TableSummary {
  return {
    schema: 'sales',
    name,
    kind: parent === null ? 'table' : 'partition',
    parent: parent === null ? null : { schema: parentSchema, name: parent },
    estimatedRows: 0,
    bytes: 0,
    hasKey: true,
  };
}

describe('boxes', () => {
  test('a schema is on when it is whole, mixed when its tables are named, off when it is not there', () => {
    expect([schemaBox(WHOLE, 'sales'), schemaBox(LISTED, 'sales'), schemaBox(LISTED, 'hr')]).toEqual(['on', 'mixed', 'off']);
  });

  test('every table of a whole schema is on', () => {
    expect([tableBox(WHOLE, 'sales', 'z'), tableBox(LISTED, 'sales', 'a'), tableBox(LISTED, 'sales', 'z')]).toEqual(['on', 'on', 'off']);
  });
});

describe('schemas', () => {
  test('toggling goes from nothing to whole to nothing, and from a list to whole, keeping the new name', () => {
    expect(toggleSchema([], 'sales')).toEqual(WHOLE);
    expect(toggleSchema(WHOLE, 'sales')).toEqual([]);
    expect(toggleSchema(LISTED, 'sales')).toEqual([{ schema: 'sales', as: 'shop' }]);
  });

  test('its own name or none takes the rename away', () => {
    expect(renameSchema(WHOLE, 'sales', 'shop')).toEqual([{ schema: 'sales', as: 'shop' }]);
    for (const as of ['', 'sales']) expect(renameSchema([{ schema: 'sales', as: 'shop' }], 'sales', as)).toEqual(WHOLE);
  });

  test('removing takes it out, whole or listed', () => {
    expect(removeSchema([...LISTED, { schema: 'hr' }], 'sales')).toEqual([{ schema: 'hr' }]);
  });
});

describe('tables', () => {
  test('leaving a table out of a whole schema lists the others', () => {
    expect(toggleTable(WHOLE, { schema: 'sales', table: 'b', tablesOfSchema: ['a', 'b', 'c'] })).toEqual([
      { schema: 'sales', tables: [{ name: 'a' }, { name: 'c' }] },
    ]);
  });

  test('the last table takes its schema along', () => {
    const one = [{ schema: 'sales', tables: [{ name: 'a' }] }];
    expect(toggleTable(one, { schema: 'sales', table: 'a', tablesOfSchema: [] })).toEqual([]);
  });

  test('editing a table of a whole schema lists all of them; nothing of a list but the table changes', () => {
    const edited = { name: 'b', as: 'bb' };
    expect(editTable(WHOLE, { schema: 'sales', tablesOfSchema: ['a', 'b'] }, edited)).toEqual([
      { schema: 'sales', tables: [{ name: 'a' }, edited] },
    ]);
    expect(editTable(LISTED, { schema: 'sales', tablesOfSchema: [] }, edited)).toEqual([
      { schema: 'sales', as: 'shop', tables: [{ name: 'a', where: 'x > 1' }, edited] },
    ]);
  });

  test('choosing a table names it once, keeps what is set for it and drops its own partitions from the list', () => {
    expect(chooseTable([], { schema: 'sales', table: 'a', partitions: [] })).toEqual([{ schema: 'sales', tables: [{ name: 'a' }] }]);
    expect(chooseTable(WHOLE, { schema: 'sales', table: 'a', partitions: [] })).toEqual(WHOLE);
    expect(chooseTable(LISTED, { schema: 'sales', table: 'a', partitions: ['b'] })).toEqual([
      { schema: 'sales', as: 'shop', tables: [{ name: 'a', where: 'x > 1' }] },
    ]);
  });

  test('edited is what has a new name, a filter or columns', () => {
    expect(
      [{ name: 'a' }, { name: 'a', as: 'b' }, { name: 'a', where: 'x' }, { name: 'a', columns: [{ name: 'x' }] }].map(isEdited),
    ).toEqual([false, true, true, true]);
  });
});

describe('partitions', () => {
  const tables = [summary('root'), summary('part', 'root'), summary('leaf', 'part'), summary('stray', 'elsewhere', 'hr')];

  test('a list names no partition whose table is in the same schema', () => {
    expect(listedTables(tables)).toEqual(['root', 'stray']);
  });

  test('all levels below a table are its partitions', () => {
    expect(partitionsBelow(tables, { schema: 'sales', name: 'root' }).map(({ name }) => name)).toEqual(['part', 'leaf']);
  });
});

test('counting: a whole schema counts what the source holds, and nothing is guessed', () => {
  expect(countSelected([...LISTED, { schema: 'hr' }], () => 5)).toEqual({ schemas: 2, tables: 7 });
  expect(countSelected([...LISTED, { schema: 'hr' }], () => undefined)).toEqual({ schemas: 2, tables: null });
});
