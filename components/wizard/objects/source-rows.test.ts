import { describe, expect, test } from 'vitest';
import type { ObjectSummary } from '#engine/engine.ts';
import { type ObjectKind, objectId } from '#engine/schema/object.ts';
import { type TableSummary, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import type { Loaded } from './browse.ts';
import { groupRowId } from './content-rows.ts';
import type { GroupKind } from './kinds.ts';
import { canToggle, opens, type SourceRow, schemaRowId, sourceRows } from './source-rows.ts';

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

function object(kind: ObjectKind, name: string, of: string | null = null): ObjectSummary {
  return { kind, schema: 'sales', name, table: of === null ? null : { schema: 'sales', name: of }, proposes: [], refused: null };
}

const IN_C: ObjectSummary = { ...object('function', 'in_c()'), refused: { cause: { en: 'C', zh: 'C' }, fix: { en: '', zh: '' } } };
const SCHEMAS = [
  { name: 'hr', tableCount: 2 },
  { name: 'sales', tableCount: 2 },
];
const TABLES = [table('orders'), table('events'), table('events_1', 'events')];
const VIEW = object('view', 'totals');
const OBJECTS = [
  object('function', 'add(integer, integer)'),
  IN_C,
  object('trigger', 'touch', 'orders'),
  object('trigger', 'instead', 'totals'),
  VIEW,
];
const SALES: Loaded = { state: 'loaded', tables: TABLES, objects: [] };
const FULL: Loaded = { state: 'loaded', tables: TABLES, objects: OBJECTS };
const SALES_ROW = schemaRowId('sales');
const EVENTS = tableId({ schema: 'sales', name: 'events' });
const ORDERS = tableId({ schema: 'sales', name: 'orders' });
const group = (kind: GroupKind) => groupRowId('sales', kind);

interface Given {
  readonly objects?: readonly SchemaSelection[];
  readonly open?: readonly string[];
  readonly closed?: readonly string[];
  readonly search?: string;
  readonly contents?: readonly [string, Loaded][];
  readonly hits?: ReadonlyMap<string, number>;
  readonly openHits?: ReadonlySet<string>;
  readonly selectedOnly?: boolean;
  readonly events?: { readonly names: readonly string[]; readonly chosen: readonly string[] };
}

function rows({ objects = [], open = [], closed = [], search = '', contents = [['sales', SALES]], events, ...rest }: Given = {}) {
  const turned = new Map([...open.map((id) => [id, true] as const), ...closed.map((id) => [id, false] as const)]);
  return sourceRows({
    schemas: SCHEMAS,
    contents: new Map(contents),
    objects,
    eventTriggers: events ?? { names: [], chosen: [] },
    turned,
    search,
    ...rest,
  });
}

function nameOf(row: SourceRow): string {
  if (row.kind === 'schema') return row.schema.name;
  if (row.kind === 'table') return row.table.name;
  if (row.kind === 'other') return row.object.name;
  if (row.kind === 'group') return `[${row.of} ${row.count}]`;
  return row.kind === 'event' ? row.name : row.kind;
}

const shown = (list: readonly SourceRow[]) => list.map((row) => `${'-'.repeat(row.level - 1)}${nameOf(row)}`);
const boxes = (list: readonly SourceRow[]) => list.map((row) => [nameOf(row), 'box' in row ? row.box : null]);
const full = (given: Given) => rows({ contents: [['sales', FULL]], ...given });

describe('what is shown', () => {
  test('closed schemas are one line; an opened one shows its tables at once, partitioned tables their partitions', () => {
    expect(shown(rows())).toEqual(['hr', 'sales']);
    expect(shown(rows({ open: [SALES_ROW] }))).toEqual(['hr', 'sales', '-[table 2]', '--orders', '--events']);
    expect(shown(rows({ open: [SALES_ROW, EVENTS] }))).toEqual(['hr', 'sales', '-[table 2]', '--orders', '--events', '---events_1']);
    expect(shown(rows({ open: [SALES_ROW], closed: [group('table')] }))).toEqual(['hr', 'sales', '-[table 2]']);
  });

  test('the other kinds are groups with their number, only where there are any; triggers are below their table or view', () => {
    const open = [SALES_ROW, group('view'), group('function'), ORDERS, objectId(VIEW)];
    expect(shown(full({ open })).slice(1)).toEqual([
      'sales',
      '-[table 2]',
      '--orders',
      '---touch',
      '--events',
      '-[view 1]',
      '--totals',
      '---instead',
      '-[function 2]',
      '--add(integer, integer)',
      '--in_c()',
    ]);
  });

  test('what is not read yet keeps as many lines as there will be tables, with their group', () => {
    const open = [schemaRowId('hr')];
    expect(shown(rows({ open }))).toEqual(['hr', '-waiting', '-waiting', '-waiting', 'sales']);
    expect(shown(rows({ open, contents: [['hr', { state: 'loaded', tables: [], objects: [] }]] }))).toEqual(['hr', '-empty', 'sales']);
  });

  test('a schema that cannot be read says so in its place', () => {
    const failed: Loaded = { state: 'failed', error: new Error('no'), retry: () => {} };
    expect(shown(rows({ open: [schemaRowId('hr')], contents: [['hr', failed]] }))).toEqual(['hr', '-failed', 'sales']);
  });

  test('event triggers are a group of the database, at the end', () => {
    const events = { names: ['audit', 'guard'], chosen: ['guard'] };
    expect(boxes(rows({ events }))).toEqual([
      ['hr', 'off'],
      ['sales', 'off'],
      ['events', 'mixed'],
      ['audit', 'off'],
      ['guard', 'on'],
    ]);
    expect(shown(rows({ events, search: 'aud' }))).toEqual(['events', '-audit']);
  });
});

describe('searching', () => {
  test('the source says where something is: only what is opened is read, the rest says how much it has', () => {
    const hits = new Map([['sales', 2]]);
    const asked = { search: 'ord', hits, contents: [] };
    expect(shown(rows(asked))).toEqual(['sales']);
    expect(rows(asked)[0]).toMatchObject({ found: 2, open: false });
    const openHits = new Set(['sales']);
    const loading: [string, Loaded][] = [['sales', { state: 'loading' }]];
    expect(rows({ ...asked, openHits, contents: loading }).map(({ kind }) => kind)).toEqual(['schema', 'waiting', 'waiting', 'waiting']);
    expect(shown(rows({ search: 'ord', hits, openHits }))).toEqual(['sales', '-[table 1]', '--orders']);
  });

  test('what is not selected can be left out', () => {
    const objects = [{ schema: 'sales', tables: [{ name: 'orders' }] }];
    expect(shown(rows({ objects, open: [SALES_ROW], selectedOnly: true }))).toEqual(['sales', '-[table 2]', '--orders']);
    expect(rows({ selectedOnly: true })).toEqual([]);
  });

  test('shows what is found with what lies above it, and a schema found by its own name', () => {
    expect(shown(rows({ search: 'EVENTS_' }))).toEqual(['sales', '-[table 1]', '--events', '---events_1']);
    expect(shown(rows({ search: 'sales.ord' }))).toEqual(['sales', '-[table 1]', '--orders']);
    expect(shown(rows({ search: 'hr' }))).toEqual(['hr']);
    expect(shown(rows({ search: 'nothing' }))).toEqual([]);
  });

  test('finds every kind: a function by its arguments, a trigger with its table or view', () => {
    expect(shown(full({ search: 'integer' }))).toEqual(['sales', '-[function 1]', '--add(integer, integer)']);
    expect(shown(full({ search: 'touch' }))).toEqual(['sales', '-[table 0]', '--orders', '---touch']);
    expect(shown(full({ search: 'instead' }))).toEqual(['sales', '-[view 1]', '--totals', '---instead']);
  });

  test('what was found by its own name may be opened, and then shows all that is below it', () => {
    expect(shown(full({ search: 'orders', open: [ORDERS] }))).toEqual(['sales', '-[table 1]', '--orders', '---touch']);
    expect(shown(full({ search: 'totals', open: [objectId(VIEW)] }))).toEqual(['sales', '-[view 1]', '--totals', '---instead']);
  });

  test('the box of a group is for what was found of it', () => {
    const [, found] = full({ search: 'orders', objects: [{ schema: 'sales', tables: [{ name: 'orders' }] }] });
    expect(found).toMatchObject({ kind: 'group', box: 'on', things: { tables: [{ name: 'orders' }] } });
    const [, above] = full({ search: 'touch' });
    expect(above !== undefined && canToggle(above)).toBe(false);
  });
});

describe('boxes', () => {
  test('partitions of a chosen table come along and cannot be chosen themselves', () => {
    const list = rows({ open: [SALES_ROW, EVENTS], objects: [{ schema: 'sales', tables: [{ name: 'events' }] }] });
    expect(boxes(list)).toEqual([
      ['hr', 'off'],
      ['sales', 'mixed'],
      ['[table 2]', 'mixed'],
      ['orders', 'off'],
      ['events', 'on'],
      ['events_1', 'on'],
    ]);
    expect(list.map(canToggle)).toEqual([true, true, true, true, true, false]);
  });

  test('choosing tables alone leaves the other kinds off; a whole schema has everything but what cannot be carried', () => {
    const open = [SALES_ROW, group('function'), ORDERS];
    const of = (objects: readonly SchemaSelection[]) => boxes(full({ open, objects })).slice(1);
    expect(of([{ schema: 'sales', tables: [{ name: 'orders' }, { name: 'events' }] }])).toEqual([
      ['sales', 'mixed'],
      ['[table 2]', 'on'],
      ['orders', 'on'],
      ['touch', 'off'],
      ['events', 'on'],
      ['[view 1]', 'off'],
      ['[function 2]', 'off'],
      ['add(integer, integer)', 'off'],
      ['in_c()', 'off'],
    ]);
    expect(of([{ schema: 'sales' }]).filter(([, box]) => box !== 'on')).toEqual([['in_c()', 'off']]);
  });

  test('one partition alone makes its group mixed', () => {
    const list = rows({ open: [SALES_ROW], objects: [{ schema: 'sales', tables: [{ name: 'events_1' }] }] });
    expect(boxes(list)[2]).toEqual(['[table 2]', 'mixed']);
  });

  test('what is refused cannot be chosen, alone or with its group; lines without anything below do not open', () => {
    const list = full({ open: [SALES_ROW, group('function')] });
    const refused = list.find((row) => row.kind === 'other' && row.object === IN_C);
    const functions = list.find((row) => row.kind === 'group' && row.of === 'function');
    expect(refused !== undefined && canToggle(refused)).toBe(false);
    expect(functions).toMatchObject({ things: { others: [{ kind: 'function', name: 'add(integer, integer)' }] } });
    expect(list.filter(opens).map(nameOf)).toEqual(['hr', 'sales', '[table 2]', 'orders', 'events', '[view 1]', '[function 2]']);
  });
});

test('five thousand tables and functions are laid out in a moment, also while somebody types', () => {
  const many = Array.from({ length: 5000 }, (_, index) => index);
  const held: Loaded = {
    state: 'loaded',
    tables: many.map((each) => table(`table_${each}`)),
    objects: many.map((each) => object('function', `f_${each}(integer)`)),
  };
  const open = [SALES_ROW, group('function')];
  rows({ open, contents: [['sales', held]] });
  const before = performance.now();
  for (const search of ['', '4', '49', 'f_4']) rows({ open, contents: [['sales', held]], search });
  expect(performance.now() - before).toBeLessThan(5000);
});
