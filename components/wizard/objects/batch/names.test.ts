import { expect, test } from 'vitest';
import { tableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import { becomeLists, withNames } from './apply.ts';
import { givenName, judgeNames, type NameEdits, nameRows } from './names.ts';
import { begin, redone, transformed, typed, undone, withEdits } from './state.ts';

const OBJECTS: readonly SchemaSelection[] = [
  { schema: 'sales', tables: [{ name: 'Orders' }, { name: 'items', as: 'lines', where: 'id > 1' }] },
  { schema: 'crm', others: [{ kind: 'view', name: 'v' }] },
  { schema: 'whole' },
];
const tablesOf = (schema: string) => (schema === 'whole' ? ['b', 'a'] : undefined);
const rows = nameRows(OBJECTS, tablesOf);
const id = (schema: string, name = '') => tableId({ schema, name });
const edits = (...named: readonly (readonly [string, string, string])[]): NameEdits =>
  new Map(named.map(([schema, table, name]) => [id(schema, table), name]));
const judge = (given: NameEdits, policy: 'source' | 'lower' = 'source') => judgeNames(rows, given, { policy, limited: true });

test('each schema stands before its tables, also those of a whole schema', () => {
  expect(rows.map(({ schema, table }) => table ?? `${schema}:`)).toEqual(['crm:', 'sales:', 'Orders', 'items', 'whole:', 'a', 'b']);
});

test('two tables of one name are marked, also when a schema or the policy makes them one', () => {
  expect(judge(new Map()).shared).toBe(0);
  const both = judge(edits(['sales', 'Orders', 'lines']));
  expect([...both.problems]).toEqual([
    [id('sales', 'Orders'), 'shared'],
    [id('sales', 'items'), 'shared'],
  ]);
  const first = rows.find(({ table }) => table === 'Orders');
  if (first === undefined) throw new Error('no such line');
  expect(both.sharedWith(first).map(({ table }) => table)).toEqual(['items']);
  // Only when both schemas become one.
  const apart = edits(['sales', 'items', 'a']);
  expect(judge(apart).shared).toBe(0);
  expect(judge(new Map([...apart, [id('whole'), 'sales']])).shared).toBe(2);
  expect(judge(edits(['sales', 'items', 'orders'])).shared).toBe(0);
  expect(judge(edits(['sales', 'items', 'orders']), 'lower').shared).toBe(2);
});

test('a name that PostgreSQL would cut off is marked by its bytes', () => {
  expect(judge(edits(['sales', 'items', 'x'.repeat(63)])).long).toBe(0);
  expect(judge(edits(['sales', 'items', '表'.repeat(22)])).long).toBe(1);
  expect(judgeNames(rows, edits(['sales', 'items', '表'.repeat(22)]), { policy: 'source', limited: false }).long).toBe(0);
});

test('the names are written, and only what was typed; a name like the source has none of its own', () => {
  const given = edits(['sales', 'Orders', 'orders'], ['sales', 'items', 'items'], ['crm', '', 'people']);
  expect(withNames(OBJECTS, { rows, edits: given }, () => undefined)).toEqual([
    {
      schema: 'sales',
      tables: [
        { name: 'Orders', as: 'orders' },
        { name: 'items', where: 'id > 1' },
      ],
    },
    { schema: 'crm', as: 'people', others: [{ kind: 'view', name: 'v' }] },
    { schema: 'whole' },
  ]);
});

test('a whole schema becomes the list of everything it holds when a table of it is renamed, and only then', () => {
  const contents = { tables: ['a', 'b'], others: [{ kind: 'function' as const, name: 'f()' }] };
  const schemaOnly = edits(['whole', '', 'all']);
  expect(becomeLists(rows, schemaOnly)).toEqual([]);
  expect(withNames(OBJECTS, { rows, edits: schemaOnly }, () => contents)[2]).toEqual({ schema: 'whole', as: 'all' });
  const one = edits(['whole', 'a', 'a2']);
  expect(becomeLists(rows, one)).toEqual(['whole']);
  expect(withNames(OBJECTS, { rows, edits: one }, () => contents)[2]).toEqual({
    schema: 'whole',
    tables: [{ name: 'a', as: 'a2' }, { name: 'b' }],
    others: [{ kind: 'function', name: 'f()' }],
  });
});

test('a transform names what it changes and leaves the rest to the policy', () => {
  const tables = rows.filter(({ table }) => table !== null);
  const nameOf = (row: (typeof rows)[number]) => givenName(row, new Map()) ?? row.table ?? row.schema;
  const lower = transformed(new Map(), { rows: tables, nameOf }, { kind: 'lower' });
  expect([...(lower?.edits ?? [])]).toEqual([[id('sales', 'Orders'), 'orders']]);
  const back = transformed(new Map(), { rows: tables, nameOf }, { kind: 'source' });
  expect(back?.changed.map(({ table }) => table)).toEqual(['items']);
  const broken = { kind: 'replace', find: '[', with: '', pattern: true, ignoreCase: false } as const;
  expect(transformed(new Map(), { rows: tables, nameOf }, broken)).toBeNull();
});

test('undo takes back a word, not a letter, and redo brings it again', () => {
  let history = begin(OBJECTS);
  for (const name of ['o', 'or', 'ord']) history = typed(history, id('sales', 'Orders'), name);
  history = withEdits(history, new Map([...history.now.edits, [id('sales', 'items'), 'i']]));
  history = undone(history);
  expect(history.now.edits.get(id('sales', 'Orders'))).toBe('ord');
  expect(history.now.edits.has(id('sales', 'items'))).toBe(false);
  expect(undone(history).now.edits.size).toBe(0);
  expect(redone(undone(history)).now.edits).toEqual(history.now.edits);
});
