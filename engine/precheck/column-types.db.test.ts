import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, startBench } from '#e2e/precheck/bench.ts';
import type { SchemaSelection } from '../task/config.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let bench: Bench;

beforeAll(async () => {
  bench = await startBench({ source: 15, destination: 18 }, { wal_level: 'logical' });
});

afterAll(() => bench[Symbol.asyncDispose]());

const PASS = { severity: 'pass', problems: [] };
const WITHOUT_TYPES = [{ schema: 'app' }];

const typed = (types: Readonly<Record<string, string>>, where?: string): readonly SchemaSelection[] => [
  {
    schema: 'app',
    tables: [
      {
        name: 't',
        columns: ['id', 'v', 'x', 'at', 'f'].map((name) => (types[name] === undefined ? { name } : { name, type: types[name] })),
        ...(where === undefined ? {} : { where }),
      },
    ],
  },
];

test('PG_COLUMN_TYPE: types that columns cannot have, and values that would not be the same', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema app;
     create table app.t (id int primary key, v text, x numeric, at timestamptz, f boolean);
     insert into app.t values (1, 'short', 1.25, '2026-01-01', true), (2, 'much too long', 1.255, '2026-01-01 10:00:00.5', false)`,
  );
  expect(await pair.find('PG_COLUMN_TYPE', WITHOUT_TYPES)).toBeNull();
  expect(
    await pair.find('PG_COLUMN_TYPE', typed({ id: 'bigint', v: 'varchar(20)', x: 'numeric(12,3)', at: 'timestamp(1)', f: 'text' })),
  ).toMatchObject(PASS);

  const never = await pair.find('PG_COLUMN_TYPE', typed({ id: 'numeric(5,0)', f: 'date' }));
  expect(never).toMatchObject({ severity: 'fail' });
  expect(problemAbout(never, 'app.t.id').cause.en).toContain('app.t.id (integer) cannot be numeric(5,0): it is a column of a key');
  expect(problemAbout(never, 'app.t.f').cause.en).toContain('do not become values of that type');

  const unfit = await pair.find('PG_COLUMN_TYPE', typed({ v: 'varchar(10)', x: 'numeric(12,2)', at: 'timestamp(0)' }));
  for (const [column, type] of [
    ['v', 'character varying(10)'],
    ['x', 'numeric(12,2)'],
    ['at', 'timestamp(0) without time zone'],
  ])
    expect(problemAbout(unfit, `app.t.${column}`).cause.en).toBe(
      `1 value of app.t.${column} would not be the same as ${type}: the table would stop`,
    );
  const unread = await pair.find('PG_COLUMN_TYPE', typed({ v: 'uuid', x: 'int' }));
  expect(problemAbout(unread, 'app.t.v').cause.en).toContain('A value of app.t.v cannot be read as uuid');
  expect(problemAbout(unread, 'app.t.x').cause.en).toContain('A value of app.t.x cannot be read as integer');

  // Rows that are left out by the filter are nobody's affair.
  expect(await pair.find('PG_COLUMN_TYPE', typed({ v: 'varchar(10)', x: 'numeric(12,2)' }, 'id = 1'))).toMatchObject(PASS);
  await pair.run('source', 'delete from app.t where id = 2');
  expect(await pair.find('PG_COLUMN_TYPE', typed({ v: 'varchar(10)', x: 'numeric(12,2)' }))).toMatchObject(PASS);
});

test('PG_COLUMN_TYPE_NARROW: types that do not hold every value are told', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema app; create table app.t (id int primary key, v text, x numeric, at timestamp, f boolean)');
  expect(await pair.find('PG_COLUMN_TYPE_NARROW', typed({ id: 'bigint', x: 'numeric' }))).toMatchObject(PASS);
  const narrow = await pair.find('PG_COLUMN_TYPE_NARROW', typed({ id: 'bigint', v: 'varchar(10)', at: 'timestamptz' }));
  expect(narrow).toMatchObject({ severity: 'warn' });
  const { cause } = problemAbout(narrow, 'app.t');
  expect(cause.en).toContain('v (text → character varying(10)), at (timestamp without time zone → timestamp with time zone)');
  expect(cause.en).toContain('taken as UTC');
  expect(cause.en).not.toContain('id (');
});
