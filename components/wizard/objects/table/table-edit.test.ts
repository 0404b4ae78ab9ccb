import { expect, test } from 'vitest';
import { chosenColumns, columnEdits, editedTable, sharedNames, typeFault } from './table-edit.ts';

const COLUMNS = [
  { name: 'id', type: 'bigint', key: true },
  { name: 'mail', type: 'text', key: false },
  { name: 'born', type: 'date', key: false },
];

test('a table without a choice of columns carries all, and keeps carrying later ones', () => {
  const edits = columnEdits(COLUMNS, undefined);
  expect(edits.every(({ carried }) => carried)).toBe(true);
  expect(chosenColumns(edits)).toBeUndefined();
});

test('the key is carried even when an older choice lacks it', () => {
  expect(chosenColumns(columnEdits(COLUMNS, [{ name: 'mail', as: 'email' }]))).toEqual([{ name: 'id' }, { name: 'mail', as: 'email' }]);
});

test('two carried columns may not share a name; one that stays behind does not count', () => {
  const edits = columnEdits(COLUMNS, undefined).map((column) => (column.name === 'mail' ? { ...column, as: 'born' } : column));
  expect([...sharedNames(edits)]).toEqual(['born']);
  expect(sharedNames(edits.map((column) => (column.name === 'born' ? { ...column, carried: false } : column))).size).toBe(0);
});

test('what is not set is not in the document', () => {
  const table = { name: 't', as: 'old', where: 'x', columns: [{ name: 'id' }] };
  expect(editedTable(table, { as: 't', where: ' ', columns: columnEdits(COLUMNS, undefined), operations: undefined })).toEqual({
    name: 't',
  });
  expect(editedTable(table, { as: 'new', where: ' a > 1 ', columns: null, operations: undefined })).toEqual({
    name: 't',
    as: 'new',
    where: 'a > 1',
    columns: [{ name: 'id' }],
  });
  const operations = ['insert' as const];
  expect(editedTable(table, { as: 't', where: '', columns: columnEdits(COLUMNS, undefined), operations })).toEqual({
    name: 't',
    operations,
  });
});

test('how SelectDB makes the table is said elsewhere, and stays', () => {
  const selectdb = { engine: 'unique' as const, keys: ['id'], buckets: 8 };
  const edit = { as: 'new', where: '', columns: null, operations: undefined };
  expect(editedTable({ name: 't', selectdb }, edit)).toEqual({ name: 't', as: 'new', selectdb });
});

test('a type that was typed is kept by the name the server has for it; the column’s own is none', () => {
  const typed = (typeAs: string) =>
    columnEdits(COLUMNS, undefined).map((column) => (column.name === 'id' ? { ...column, typeAs } : column));
  expect(chosenColumns(typed('numeric( 20 )'))).toEqual([{ name: 'id', type: 'numeric(20,0)' }, { name: 'mail' }, { name: 'born' }]);
  expect(chosenColumns(typed('int8'))).toBeUndefined();
  expect(
    typed('mood')
      .map(typeFault)
      .filter((fault) => fault !== null),
  ).toHaveLength(1);
  expect(
    typed(' ')
      .map(typeFault)
      .some((fault) => fault !== null),
  ).toBe(false);
});

test('types that were chosen are shown again, but not where the destination has types of its own', () => {
  const chosen = [{ name: 'id', type: 'numeric' }, { name: 'mail' }];
  expect(chosenColumns(columnEdits(COLUMNS, chosen))).toEqual(chosen);
  expect(chosenColumns(columnEdits(COLUMNS, chosen, false))).toEqual([{ name: 'id' }, { name: 'mail' }]);
});
