import { describe, expect, test } from 'vitest';
import type { Joining } from '../../plan/plan.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { BARE_COLUMN, BARE_TABLE } from '../../schema/bare.ts';
import { type TableName, type TableSpec, tableId } from '../../schema/table.ts';
import { type TaskConfig, taskConfig } from '../config.ts';
import { compareObjects } from './compare.ts';

type Objects = TaskConfig['objects'];

const id = { ...BARE_COLUMN, name: 'id', type: 'integer', binary: 'integer' };

function spec(name: string, partitionOf: string | null = null): TableSpec {
  const above = partitionOf === null ? null : { schema: 'app', name: partitionOf, bound: 'default' };
  return { ...BARE_TABLE, schema: 'app', name, columns: [id], partitionOf: above };
}

const SPECS = [spec('a'), spec('b'), spec('c'), { ...spec('parts'), kind: 'partitioned' as const }, spec('part_one', 'parts')];
const ENDPOINT = { type: 'postgresql', host: 'h', database: 'd', user: 'u', password: 'p' };
const named = (...names: readonly string[]): Objects => [{ schema: 'app', tables: names.map((name) => ({ name })) }];

interface Case {
  readonly before?: Objects;
  readonly followed?: readonly string[];
  readonly joining?: readonly Joining[];
  readonly specs?: readonly TableSpec[];
  readonly unheard?: readonly string[];
}

function compare(
  asked: Objects,
  { before = named('a', 'b'), followed = ['a', 'b'], joining = [], specs = SPECS, unheard = [] }: Case = {},
) {
  const config = taskConfig.parse({ name: 't', source: ENDPOINT, destination: ENDPOINT, objects: before });
  const tables = followed.map((name) => plannedTable({ id: tableId({ schema: 'app', name }), source: { schema: 'app', name } }));
  return compareObjects({
    config,
    asked,
    catalog: { tables: specs, objects: [], relations: [] },
    tables,
    joining,
    unheard: new Set(unheard.map((name) => tableId({ schema: 'app', name }))),
  });
}

const names = (tables: readonly { readonly source: TableName }[]) => tables.map(({ source }) => source.name);
const refused = ({ refused: all }: ReturnType<typeof compare>) => all.map(({ table, reason }) => `${table.name}: ${reason.en}`);

function joiningOf(...tables: readonly string[]): Joining {
  return { id: 'j1', objects: named(...tables), accepted: [], state: 'preparing', plan: null, ids: [] };
}

describe('another selection', () => {
  test('adds what is named now, with its partitions, and takes away what is not any more', () => {
    const compared = compare(named('a', 'parts'));
    expect(names(compared.added)).toEqual(['parts', 'part_one']);
    expect(names(compared.removed)).toEqual(['b']);
    expect(names(compared.left)).toEqual(['b']);
    expect(compared.objects).toEqual(named('parts'));
    expect(compared.refused).toEqual([]);
  });

  test('of a whole schema adds its tables by name: what comes later is for the log', () => {
    const compared = compare([{ schema: 'app' }]);
    expect(compared.objects).toEqual(named('c', 'parts'));
    expect(compared.refused).toEqual([]);
  });

  test('leaves schemas there with no table, for what is called otherwise in them', () => {
    const compared = compare([{ schema: 'other', as: 'else' }, ...named('a', 'b', 'c')]);
    expect(compared.objects).toEqual([{ schema: 'other', as: 'else', tables: [] }, ...named('c')]);
  });

  test.each<[string, Objects, RegExp]>([
    ['name', [{ schema: 'app', tables: [{ name: 'a', as: 'x' }, { name: 'b' }] }], /^a: Its name cannot be changed/],
    ['schema', [{ schema: 'app', as: 'else', tables: [{ name: 'a' }, { name: 'b' }] }], /^a: Its name cannot be changed/],
    ['filter', [{ schema: 'app', tables: [{ name: 'a', where: 'id > 1' }, { name: 'b' }] }], /^a: Its filter cannot be changed/],
    ['operations', [{ schema: 'app', tables: [{ name: 'a', operations: ['insert'] }, { name: 'b' }] }], /^a: Its SQL operations cannot/],
    ['table that is not there', named('a', 'b', 'none'), /^none: There is no such table/],
    ['last table', named('c'), /^a: No table would be left/],
    ['view', [{ schema: 'app', tables: [{ name: 'a' }, { name: 'b' }], others: [{ kind: 'view', name: 'v' }] }], /^v: Only tables/],
    [
      'place that is taken',
      [{ schema: 'app', tables: [{ name: 'a' }, { name: 'b' }, { name: 'c', as: 'a' }] }],
      /^c: It would go into app.a/,
    ],
  ])('is refused for its %s', (_, asked, reason) => {
    expect(refused(compare(asked))[0]).toMatch(reason);
  });

  test('a partition does not come without those it belongs with', () => {
    const only = { before: named('a', 'part_one'), followed: ['a', 'part_one'] };
    expect(refused(compare(named('a', 'part_one', 'parts'), only))[0]).toMatch(/^parts: It is of one partitioned table with app.part_one/);
  });

  test('a table that is called otherwise by now is not taken away by its old name', () => {
    const renamed = { followed: ['a', 'new'], specs: [...SPECS.filter(({ name }) => name !== 'b'), spec('new')] };
    expect(refused(compare(named('a'), renamed))[0]).toMatch(/^b: It is called otherwise/);
  });

  test('a table that the task still follows by the name it had is not added by its new one', () => {
    const specs = [...SPECS.filter(({ name }) => name !== 'b'), spec('new')];
    expect(refused(compare(named('a', 'b', 'new'), { specs, unheard: ['new'] }))[0]).toMatch(/^new: The task follows it already/);
  });

  test('the place of a table that the source has no more by its name is taken still', () => {
    const gone = { specs: SPECS.filter(({ name }) => name !== 'b') };
    const asked = [{ schema: 'app', tables: [{ name: 'a' }, { name: 'b' }, { name: 'c', as: 'b' }] }];
    expect(refused(compare(asked, gone))[0]).toMatch(/^c: It would go into app.b/);
  });

  test('a table that was dropped may be left out of the list', () => {
    const dropped = { followed: ['a'], specs: SPECS.filter(({ name }) => name !== 'b') };
    expect(compare(named('a'), dropped)).toMatchObject({ added: [], removed: [], refused: [] });
  });
});

describe('what has not joined yet', () => {
  test('is given up when all of it is taken away', () => {
    const compared = compare(named('a', 'b'), { before: named('a', 'b', 'c'), joining: [joiningOf('c')] });
    expect(compared.cancelled.map((each) => each.id)).toEqual(['j1']);
    expect(names(compared.removed)).toEqual(['c']);
    expect(compared.left).toEqual([]);
  });

  test('is not torn', () => {
    const both = { before: named('a', 'b', 'c'), followed: ['a'], joining: [joiningOf('b', 'c')] };
    expect(refused(compare(named('a', 'b'), both))).toEqual([expect.stringMatching(/^c: It was added together with app.b/)]);
  });

  test('is not added twice', () => {
    const compared = compare(named('a', 'b', 'c'), { before: named('a', 'b', 'c'), joining: [joiningOf('c')] });
    expect(compared).toMatchObject({ added: [], removed: [], cancelled: [], refused: [] });
  });
});
