import { expect, test } from 'vitest';
import { type TableSummary, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import type { Loaded } from './browse.ts';
import { schemaRowId, sourceRows } from './source-rows.ts';

function table(name: string, parent: string | null = null): TableSummary {
  return {
    schema: 'sales',
    name,
    kind: parent === null ? 'table' : 'partition',
    parent: parent === null ? null : { schema: 'sales', name: parent },
    estimatedRows: 1,
    bytes: 1,
    hasKey: true,
  };
}

const SCHEMAS = [
  { name: 'hr', tableCount: 2 },
  { name: 'sales', tableCount: 2 },
];
const SALES: Loaded = { state: 'loaded', tables: [table('orders'), table('events'), table('events_1', 'events')] };

function rows(
  input: { objects?: readonly SchemaSelection[]; open?: readonly string[]; search?: string; tables?: readonly [string, Loaded][] } = {},
) {
  const { objects = [], open = [], search = '', tables = [['sales', SALES]] } = input;
  return sourceRows({ schemas: SCHEMAS, tables: new Map(tables), objects, open: new Set(open), search });
}

const shown = (list: ReturnType<typeof rows>) =>
  list.map((row) =>
    row.kind === 'schema' ? row.schema.name : row.kind === 'table' ? `${'-'.repeat(row.level - 1)}${row.table.name}` : row.kind,
  );

const EVENTS = tableId({ schema: 'sales', name: 'events' });

test('closed schemas are one line, opened ones show their tables, partitioned tables their partitions', () => {
  expect(shown(rows())).toEqual(['hr', 'sales']);
  expect(shown(rows({ open: [schemaRowId('sales')] }))).toEqual(['hr', 'sales', '-orders', '-events']);
  expect(shown(rows({ open: [schemaRowId('sales'), EVENTS] }))).toEqual(['hr', 'sales', '-orders', '-events', '--events_1']);
});

test('what is not read yet keeps as many lines as there will be', () => {
  expect(shown(rows({ open: [schemaRowId('hr')] }))).toEqual(['hr', 'waiting', 'waiting', 'sales']);
  expect(shown(rows({ open: [schemaRowId('hr')], tables: [['hr', { state: 'loaded', tables: [] }]] }))).toEqual(['hr', 'empty', 'sales']);
});

test('a schema that cannot be read says so in its place', () => {
  const failed: Loaded = { state: 'failed', error: new Error('no'), retry: () => {} };
  expect(shown(rows({ open: [schemaRowId('hr')], tables: [['hr', failed]] }))).toEqual(['hr', 'failed', 'sales']);
});

test('a search shows what it finds with what lies above it, and a schema found by its own name', () => {
  expect(shown(rows({ search: 'EVENTS_' }))).toEqual(['sales', '-events', '--events_1']);
  expect(shown(rows({ search: 'sales.ord' }))).toEqual(['sales', '-orders']);
  expect(shown(rows({ search: 'hr' }))).toEqual(['hr']);
  expect(shown(rows({ search: 'nothing' }))).toEqual([]);
});

test('partitions of a chosen table come along and cannot be chosen themselves', () => {
  const list = rows({ open: [schemaRowId('sales'), EVENTS], objects: [{ schema: 'sales', tables: [{ name: 'events' }] }] });
  expect(list.map((row) => (row.kind === 'table' ? [row.table.name, row.box, row.along] : 'box' in row && row.box))).toEqual([
    'off',
    'mixed',
    ['orders', 'off', false],
    ['events', 'on', false],
    ['events_1', 'on', true],
  ]);
});
