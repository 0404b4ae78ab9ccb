import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, type Edits, problemAbout, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const APP = [{ schema: 'app' }];
const PASS = { severity: 'pass', problems: [] };
const ROWS: Edits = { types: ['full', 'incremental'] };
const IGNORE: Edits = { conflictMode: 'ignore' };

let bench: Bench;

beforeAll(async () => {
  bench = await startBench({ source: 15, destination: 18 }, { wal_level: 'logical' });
});

afterAll(() => bench[Symbol.asyncDispose]());

test('the key of a table that is there has to be one there too', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    'create schema app; create table app.t (a int, b int, v text, primary key (a, b)); create table app.log (n int)',
  );
  await pair.run(
    'destination',
    `create schema app; create table app.t (b int not null, a int not null, v text);
     create table app.log (n int);
     create unique index on app.t (a) ; create unique index on app.t (a, b) where v is not null;
     alter table app.t add constraint later unique (a, b) deferrable`,
  );
  for (const edits of [IGNORE, ROWS]) {
    const finding = await pair.find('PG_DEST_KEY', APP, edits);
    expect(finding).toMatchObject({ severity: 'fail' });
    expect(finding?.problems.map(({ subject }) => subject)).toEqual(['app.t']);
  }
  const { fixSql = '' } = problemAbout(await pair.find('PG_DEST_KEY', APP, IGNORE), 'app.t');
  await pair.run('destination', fixSql);
  expect(await pair.find('PG_DEST_KEY', APP, IGNORE)).toMatchObject(PASS);
});

test('columns that take no value, refuse some, or change them, are told before the load finds out', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    'create schema app; create table app.t (id bigint primary key, flag boolean, amount numeric(10,4), at timestamptz, v varchar(10))',
  );
  await pair.run(
    'destination',
    'create schema app; create table app.t (id int primary key, flag int, amount numeric(10,2), at timestamp, v varchar(20))',
  );
  const never = await pair.find('PG_DEST_TYPE', APP, IGNORE);
  expect(never).toMatchObject({ severity: 'fail' });
  expect(problemAbout(never, 'app.t').cause.en).toContain('take no value of the type at the source: flag (boolean → integer)');
  // What is refused is what the server refuses.
  await expect(pair.run('destination', `insert into app.t (id, flag) values (1, 't')`)).rejects.toThrow('invalid input syntax');
  const narrow = await pair.find('PG_DEST_TYPE_NARROW', APP, IGNORE);
  expect(narrow).toMatchObject({ severity: 'warn' });
  const causes = narrow?.problems.map(({ cause }) => cause.en).join('\n') ?? '';
  expect(causes).toContain('amount (numeric(10,4) → numeric(10,2)), at (timestamp with time zone → timestamp without time zone)');
  expect(causes).toContain('stops the task: id (bigint → integer)');
  expect(causes).not.toContain('v (');
  await pair.run(
    'destination',
    'drop table app.t; create table app.t (id bigint primary key, flag text, amount numeric, at timestamptz, v text)',
  );
  for (const code of ['PG_DEST_TYPE', 'PG_DEST_TYPE_NARROW']) expect(await pair.find(code, APP, IGNORE)).toMatchObject(PASS);
});

test('a rule that would rewrite the task’s statements is named with its table', async () => {
  const pair = await bench.pair();
  const user = await pair.account('destination');
  await pair.run('source', 'create schema app; create table app.t (id int primary key); create table app.u (id int primary key)');
  await pair.run('source', 'create rule gone as on delete to app.u do instead nothing');
  await pair.run('destination', `create schema app authorization {user}; create table app.t (id int primary key)`);
  await pair.run('destination', `alter table app.t owner to {user}; grant create on database ${pair.database} to {user}`);
  await pair.run('destination', 'create rule "no" as on insert to app.t do instead nothing');
  expect(await pair.find('PG_RULE_FIRES', APP, IGNORE)).toMatchObject(PASS);
  const own: Edits = { ...IGNORE, user: { destination: user } };
  const finding = await pair.find('PG_RULE_FIRES', APP, own);
  expect(finding).toMatchObject({ severity: 'fail' });
  expect(finding?.problems.map(({ subject }) => subject).sort()).toEqual(['app.t: no', 'app.u: gone']);
  await pair.run('destination', problemAbout(finding, 'app.t: no').fixSql ?? '');
  expect((await pair.find('PG_RULE_FIRES', APP, own))?.problems.map(({ subject }) => subject)).toEqual(['app.u: gone']);
  await pair.run('destination', 'alter table app.t enable always rule "no"');
  expect((await pair.find('PG_RULE_FIRES', APP, IGNORE))?.problems.map(({ subject }) => subject)).toEqual(['app.t: no']);
});

test('a table followed for new rows alone is asked for no replica identity', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema app; create table app.t (n int); create table app.u (n int)');
  const objects = (where?: string) => [
    { schema: 'app', tables: [{ name: 't', operations: ['insert' as const], ...(where === undefined ? {} : { where }) }, { name: 'u' }] },
  ];
  const finding = await pair.find('PG_REPLICA_IDENTITY', objects());
  expect(finding?.problems.map(({ subject }) => subject)).toEqual(['app.u']);
  expect(await pair.find('PG_FILTER_IDENTITY', objects('n > 1'))).toMatchObject(PASS);
});
