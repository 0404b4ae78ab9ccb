import { describe, expect, test } from 'vitest';
import { shapedTable, sourceColumn, sourceTable } from './test-spec.ts';

const COLUMNS = [sourceColumn('id', 'integer'), sourceColumn('a', 'text'), sourceColumn('x', 'double precision')];

test('a table with a key is unique by it, one without keeps every row', () => {
  const keyed = shapedTable(sourceTable(COLUMNS, ['id']));
  expect(keyed.model).toEqual({ engine: 'unique', keys: ['id'], distribution: ['id'], buckets: 'auto' });
  expect(keyed.key).toEqual(['id']);
  const keyless = shapedTable(sourceTable(COLUMNS));
  expect(keyless.model).toEqual({ engine: 'duplicate', keys: [], distribution: [], buckets: 'auto' });
  expect(keyless.key).toEqual([]);
});

test('a unique constraint is a key only where none of its columns can be null', () => {
  const keys = [{ name: 'u', columns: ['a'], primary: false, notNull: false }];
  expect(shapedTable(sourceTable(COLUMNS, [], { keys })).model?.engine).toBe('duplicate');
  const never = [{ name: 'u', columns: ['a'], primary: false, notNull: true }];
  expect(shapedTable(sourceTable(COLUMNS, [], { keys: never })).model).toMatchObject({ engine: 'unique', keys: ['a'] });
});

test('a key that was chosen wins, in its order, by the names of the destination', () => {
  const table = shapedTable(
    sourceTable(COLUMNS, ['id']),
    { keys: ['a', 'id'], distribution: ['id'], buckets: 8 },
    { called: { id: 'number' } },
  );
  expect(table.model).toEqual({ engine: 'unique', keys: ['a', 'number'], distribution: ['number'], buckets: 8 });
  expect(table.key).toEqual(['a', 'id']);
  expect(table.columns.map(({ type }) => type)).toEqual(['INT', 'VARCHAR(65533)', 'DOUBLE']);
});

test('a keyed table of the duplicate engine has no key that finds a row', () => {
  const table = shapedTable(sourceTable(COLUMNS, ['id']), { engine: 'duplicate', buckets: 'auto' });
  expect(table.key).toEqual([]);
  expect(table.model).toEqual({ engine: 'duplicate', keys: [], distribution: [], buckets: 'auto' });
});

describe('what cannot be made is refused with the reason', () => {
  const refusal = (...args: Parameters<typeof shapedTable>) => shapedTable(...args).model?.refused?.cause.en;

  test('unique without a key', () => {
    expect(refusal(sourceTable(COLUMNS), { engine: 'unique', buckets: 'auto' })).toMatch(/no primary key/);
  });

  test('a key column that is not carried', () => {
    expect(refusal(sourceTable(COLUMNS, ['id']), { keys: ['gone'], buckets: 'auto' })).toMatch(/gone .*not among those that are carried/);
  });

  test('a key of floating point numbers', () => {
    expect(refusal(sourceTable(COLUMNS, ['x']))).toMatch(/x of app\.t is a floating point number/);
  });

  test('a distribution key that is no key', () => {
    expect(refusal(sourceTable(COLUMNS, ['id']), { distribution: ['a'], buckets: 'auto' })).toMatch(
      /a is to distribute .* no column of its key/,
    );
  });

  test('columns that differ in their case only', () => {
    const columns = [sourceColumn('id', 'integer'), sourceColumn('ID', 'integer')];
    expect(refusal(sourceTable(columns, ['id']))).toMatch(/two columns ID/);
  });

  test('a column called like one the duplicate engine adds', () => {
    const columns = [sourceColumn('_Version', 'integer')];
    expect(refusal(sourceTable(columns))).toMatch(/_Version, the name of one that the duplicate engine adds/);
    expect(refusal(sourceTable([...columns, sourceColumn('id', 'integer')], ['id']))).toBeUndefined();
  });
});

test('a table that is there keeps its model, and wants all columns of its key', () => {
  const there = (keys: readonly string[]) => ({
    schema: 'app',
    name: 't',
    columns: [],
    empty: true,
    kind: 'table' as const,
    writable: true,
    model: { engine: 'unique' as const, keys, distribution: [], buckets: 'auto' as const },
  });
  const spec = sourceTable(COLUMNS, ['id']);
  expect(shapedTable(spec, undefined, { there: there(['A']) })).toMatchObject({ key: ['a'], model: { engine: 'unique', keys: ['A'] } });
  const lost = shapedTable(spec, undefined, { there: there(['id', 'day']) });
  expect(lost.model?.refused?.cause.en).toMatch(/unique by day/);
  expect(lost.key).toEqual([]);
});
