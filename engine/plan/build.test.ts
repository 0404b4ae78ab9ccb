import { expect, test } from 'vitest';
import type { ExistingColumn, ExistingTable } from '../destination/destination.ts';
import { BARE_COLUMN, BARE_TABLE } from '../schema/bare.ts';
import { type ColumnSpec, type TableSpec, tableId } from '../schema/table.ts';
import { namesOf } from '../task/prepare.ts';
import { type BuildInput, buildTables } from './build.ts';

function column(name: string, more: Partial<ColumnSpec> = {}): ColumnSpec {
  return { ...BARE_COLUMN, name, type: 'integer', binary: 'integer', ...more };
}

const SPEC: TableSpec = {
  ...BARE_TABLE,
  schema: 'app',
  name: 't',
  columns: [column('id', { identity: 'always' }), column('a'), column('b'), column('twice', { generated: 'stored', reads: ['a'] })],
  keys: [
    { name: 't_pkey', columns: ['id'], primary: true, notNull: true },
    { name: 't_also', columns: ['id'], primary: false, notNull: true },
    { name: 't_ab', columns: ['a', 'b'], primary: false, notNull: false },
  ],
  identityColumns: ['id'],
};

function there(columns: readonly (Partial<ExistingColumn> & { readonly name: string })[]): ExistingTable {
  const rest = { type: 'integer', binary: 'integer', notNull: false, hasDefault: false, generated: false, identity: 'no' } as const;
  return { schema: 'app', name: 't', kind: 'table', columns: columns.map((each) => ({ ...rest, ...each })), empty: true, writable: true };
}

function build(more: Partial<BuildInput['config']> = {}, existing: readonly ExistingTable[] = [], spec: TableSpec = SPEC) {
  const config: BuildInput['config'] = {
    objects: [{ schema: 'app' }],
    types: ['schema', 'full', 'incremental'],
    nameCase: 'source',
    conflictMode: 'precheck',
    ...more,
  };
  const [plan] = buildTables({
    config,
    catalog: { tables: [spec], objects: [], relations: [] },
    names: namesOf(config),
    existing: new Map(existing.map((table) => [tableId(table), table])),
    columnType: (type) => type,
    copyTarget: { formats: ['binary', 'text'], ownTypes: false, version: 180000, keepsTypes: false },
  });
  if (plan === undefined) throw new Error('No table was planned.');
  return plan;
}

const written = (plan: ReturnType<typeof build>) => plan.columns.map(({ destination }) => destination);

test('a table that is made: its columns, its key and what makes it unique, by both words for it', () => {
  const plan = build();
  expect(plan).toMatchObject({ key: ['id'], origin: 'create', identityAlways: true, leftOut: [], copy: { format: 'binary' } });
  expect(written(plan)).toEqual(['id', 'a', 'b']);
  expect(plan.keyObjects).toEqual(
    ['t_pkey', 't_also'].flatMap((name) => ['constraint', 'index'].map((kind) => JSON.stringify([kind, 'app', name, 'app', 't']))),
  );
});

test('columns of a key may be in another order; without a key nothing makes it unique', () => {
  const found = build({}, [], { ...SPEC, replicaIdentity: 'index', identityColumns: ['b', 'a'] });
  expect(found.keyObjects).toContain(JSON.stringify(['index', 'app', 't_ab', 'app', 't']));
  expect(found.keyObjects).toHaveLength(2);
  expect(build({}, [], { ...SPEC, replicaIdentity: 'nothing', identityColumns: [] }).keyObjects).toEqual([]);
});

test('told to ignore differences: only what both have is written; the rest is left out, with what is computed from it', () => {
  const table = there([{ name: 'id' }, { name: 'b', generated: true }, { name: 'c' }]);
  const plan = build({ conflictMode: 'ignore' }, [table]);
  expect(written(plan)).toEqual(['id']);
  expect(plan).toMatchObject({ leftOut: ['a', 'b', 'twice'], key: ['id'], origin: 'existing', identityAlways: false });
  const strict = build({ types: ['full'] }, [table]);
  expect(written(strict)).toEqual(['id', 'a', 'b']);
  expect(strict.leftOut).toEqual([]);
});

test('identities are those of the table that is there', () => {
  const plan = build({ conflictMode: 'ignore' }, [there([{ name: 'id' }, { name: 'a', identity: 'always' }, { name: 'b' }])]);
  expect(plan.identityAlways).toBe(true);
  expect(plan.columns.map(({ identityAlways }) => identityAlways)).toEqual([undefined, true, undefined]);
});

test('a lost key column leaves no key', () => {
  expect(build({ conflictMode: 'ignore' }, [there([{ name: 'a' }])])).toMatchObject({ key: [], keyObjects: [] });
});

test('another type at the destination is copied as text', () => {
  const plan = build({ types: ['full'] }, [there([{ name: 'id' }, { name: 'a', type: 'bigint', binary: 'bigint' }, { name: 'b' }])]);
  expect(plan.copy).toMatchObject({ format: 'text' });
});

test('what is no table holds the name all the same', () => {
  const plan = build({ conflictMode: 'ignore' }, [{ ...there([]), kind: 'other' }]);
  expect(plan.origin).toBe('existing');
  expect(written(plan)).toEqual(['id', 'a', 'b']);
});

test('a column that is given another type travels as text, tried at the source where the type holds less', () => {
  const given = (columns: { readonly name: string; readonly type?: string }[]) =>
    build({ objects: [{ schema: 'app', tables: [{ name: 't', columns }] }] });
  const plan = given([{ name: 'id', type: 'int8' }, { name: 'a', type: 'varchar(3)' }, { name: 'b' }]);
  expect(plan.columns).toMatchObject([
    { source: 'id', type: 'bigint', given: 'bigint', sourceType: 'integer' },
    { source: 'a', type: 'character varying(3)', kept: { was: 'character varying(3)', is: 'integer' } },
    { source: 'b', type: 'integer' },
  ]);
  expect(plan.columns[0]).not.toHaveProperty('kept');
  expect(plan.columns[2]).not.toHaveProperty('given');
  expect(plan.copy).toMatchObject({
    format: 'text',
    reason: { en: 'Copied as text: column id is of type integer, and of bigint at the destination' },
  });
  // The type it has is no other one.
  expect(given([{ name: 'id', type: 'int4' }, { name: 'a' }, { name: 'b' }]).copy).toEqual({ format: 'binary' });
});

test('a partition has the types of its table, also where it is named by itself', () => {
  const part: TableSpec = { ...SPEC, name: 'p', partitionOf: { schema: 'app', name: 't', bound: 'DEFAULT' } };
  const tables = [{ name: 't', columns: [{ name: 'id', type: 'bigint' }, { name: 'a' }, { name: 'b' }] }, { name: 'p' }];
  const plans = buildTables({
    config: { objects: [{ schema: 'app', tables }], types: ['full'], nameCase: 'source', conflictMode: 'precheck' },
    catalog: { tables: [{ ...SPEC, kind: 'partitioned' }, part], objects: [], relations: [] },
    names: namesOf({ objects: [{ schema: 'app' }], nameCase: 'source' }),
    existing: new Map(),
    columnType: (type) => type,
    copyTarget: null,
  });
  expect(plans.map(({ columns }) => columns[0]?.type)).toEqual(['bigint', 'bigint']);
});
