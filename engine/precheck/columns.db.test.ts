import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Bench, type Edits, type Pair, problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';
import { openDestination } from '#engine/destination/index.ts';
import { openSource } from '#engine/source/index.ts';
import { prepare } from '../task/prepare.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const APP = [{ schema: 'app' }];
const PASS = { severity: 'pass', problems: [] };
const IGNORE: Edits = { conflictMode: 'ignore' };
const ROWS: Edits = { types: ['full', 'incremental'] };
const BOTH = [IGNORE, { ...ROWS, ...IGNORE }];

async function plansOf(pair: Pair, edits: Edits) {
  const config = pair.config(APP, edits);
  await using source = await openSource(config.source, config.name);
  await using destination = await openDestination(config.destination, config.name);
  const { plan } = await prepare(config, source, destination);
  return new Map(plan.tables.map((table) => [table.source.name, table]));
}

describe.each([
  [12, 18],
  [18, 12],
])('from %d to %d', (source, destination) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ source, destination });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  test('told to ignore differences: what only one side has is told, and left out of the plan', async () => {
    const pair = await bench.pair();
    await pair.run('source', 'create schema app; create table app.t (id int primary key, a int, "B" text, c int, d int)');
    await pair.run(
      'destination',
      `create schema app; create table app.t (d int generated always as (2) stored, id int generated always as identity primary key,
         c bigint, own text not null default 'x', free int, twice int generated always as (id * 2) stored)`,
    );
    for (const edits of BOTH) {
      expect(await pair.find('PG_DEST_COLUMN_MISSING', APP, edits)).toMatchObject(PASS);
      const finding = await pair.find('PG_DEST_COLUMN_DIFFERENT', APP, edits);
      expect(finding).toMatchObject({ severity: 'warn', accepted: false });
      const { cause } = problemAbout(finding, 'app.t');
      expect(cause.en).toContain('a, B of app.t will not be migrated: app.t at the destination has no such columns');
      expect(cause.en).toContain('d of app.t will not be migrated: app.t at the destination computes them itself');
      expect(cause.en).toContain('own, free of app.t at the destination will hold the default');
      expect(cause.zh).toContain('目标表 app.t 的列 own、free');
      const plan = (await plansOf(pair, edits)).get('t');
      expect(plan?.columns.map((column) => column.destination)).toEqual(['id', 'c']);
      expect(plan).toMatchObject({ leftOut: ['a', 'B', 'd'], origin: 'existing', identityAlways: true, key: ['id'] });
      expect(plan?.copy).toMatchObject({ format: 'text', reason: { en: expect.stringContaining('column c is of type integer') } });
    }
  });

  test('it stays an error where rows cannot be written: no shared column, a lost key, a value nobody gives', async () => {
    const pair = await bench.pair();
    await pair.run(
      'source',
      `create schema app; create table app.none (a int); create table app.key (id int primary key, a int);
       create table app.computed (id int primary key, a int); create table app.wants (id int primary key);
       create table app.numbers (id int primary key, n int); create table app.same (id int primary key)`,
    );
    await pair.run(
      'destination',
      `create schema app; create domain app.given as int not null default 1; create domain app.wanted as int not null;
       create table app.none (b int); create table app.key (a int);
       create table app.computed (id int generated always as (a + 1) stored, a int);
       create table app.wants (id int primary key, n int not null, m app.wanted, g app.given, s serial);
       create table app.numbers (id int primary key, n int generated always as identity); create table app.same (id int primary key)`,
    );
    for (const edits of BOTH) {
      const finding = await pair.find('PG_DEST_COLUMN_MISSING', APP, edits);
      expect(finding?.severity).toBe('fail');
      expect(finding?.problems.map(({ subject }) => subject)).toEqual(['app.computed', 'app.key', 'app.none', 'app.numbers', 'app.wants']);
      expect(problemAbout(finding, 'app.none').cause.en).toContain('has no a,');
      expect(problemAbout(finding, 'app.key').cause.en).toContain('has no id,');
      expect(problemAbout(finding, 'app.computed').cause.en).toContain('computes id itself');
      expect(problemAbout(finding, 'app.wants').cause.en).toContain('wants a value for n, m in every row');
      expect(problemAbout(finding, 'app.numbers').cause.en).toContain('numbers n itself');
    }
    const finding = await pair.find('PG_DEST_COLUMN_MISSING', APP, IGNORE);
    for (const name of ['none', 'key', 'numbers']) await pair.run('destination', sqlOf(problemAbout(finding, `app.${name}`)));
    await pair.run('destination', `alter table app.wants alter m type int; ${sqlOf(problemAbout(finding, 'app.wants'))}`);
    const left = await pair.find('PG_DEST_COLUMN_MISSING', APP, IGNORE);
    expect(left?.problems.map(({ subject }) => subject)).toEqual(['app.computed']);
    // Without the log nothing is changed afterwards.
    await pair.run('destination', 'alter table app.numbers alter n set generated always; drop table app.computed');
    expect(await pair.find('PG_DEST_COLUMN_MISSING', APP, { ...IGNORE, types: ['schema', 'full'] })).toMatchObject(PASS);
  });

  test('not told to: tables that are there are refused, as are rows in them, another column, and what is no table', async () => {
    const pair = await bench.pair();
    await pair.run(
      'source',
      `create schema app; create table app.t (id int primary key, a int); create table app.seen (id int primary key);
       create table app.parts (id int primary key) partition by range (id);
       create table app.part partition of app.parts for values from (0) to (9); create table app.flat (id int primary key);
       create table app.attached (id int primary key) partition by range (id);
       create table app.apart partition of app.attached for values from (0) to (9)`,
    );
    await pair.run(
      'destination',
      `create schema app; create table app.t (id int primary key); insert into app.t values (1); create view app.seen as select 1 as id;
       create table app.parts (id int primary key) partition by range (id);
       create table app.part partition of app.parts for values from (0) to (9); create table app.more partition of app.parts for values from (9) to (99);
       insert into app.parts values (30); create table app.flat (id int primary key) partition by range (id);
       create table app.flat_1 partition of app.flat default; insert into app.flat values (1);
       create table app.attached (id int primary key); create table app.apart (id int primary key); insert into app.apart values (1)`,
    );
    const names = (finding: Awaited<ReturnType<Pair['find']>>) => finding?.problems.map(({ subject }) => subject);
    const same = await pair.find('CHECK_SAME_OBJ', APP);
    expect(same?.severity).toBe('fail');
    for (const name of ['app.t', 'app.seen', 'app.parts', 'app.part', 'app.flat']) expect(names(same)).toContain(name);

    expect(names(await pair.find('PG_DEST_TABLE_MISSING', APP, ROWS))).toEqual(['app.seen']);
    expect(names(await pair.find('PG_DEST_COLUMN_MISSING', APP, ROWS))).toEqual(['app.t']);
    const filled = await pair.find('CHECK_DEST_TABLE_EMPTY', APP, { ...ROWS, accepted: ['CHECK_DEST_TABLE_EMPTY'] });
    expect(filled).toMatchObject({ severity: 'fail', accepted: false });
    expect(names(filled)?.toSorted()).toEqual(['app.apart', 'app.flat', 'app.parts', 'app.t']);
    expect(problemAbout(filled, 'app.t').fix.en).toContain('Ignore Errors and Proceed');
    for (const problem of filled?.problems ?? []) await pair.run('destination', sqlOf(problem));
    expect(await pair.find('CHECK_DEST_TABLE_EMPTY', APP, ROWS)).toMatchObject(PASS);
  });

  test('a column that is computed at the source only would be empty: that is told in either mode', async () => {
    const pair = await bench.pair();
    await pair.run('source', 'create schema app; create table app.t (id int primary key, n int generated always as (id * 2) stored)');
    await pair.run('destination', 'create schema app; create table app.t (id int primary key, n int, own int)');
    const { cause } = problemAbout(await pair.find('PG_DEST_COLUMN_DIFFERENT', APP, ROWS), 'app.t');
    expect(cause.en).toMatch(/^n of app\.t at the destination will hold the default/);
    const told = problemAbout(await pair.find('PG_DEST_COLUMN_DIFFERENT', APP, { ...ROWS, ...IGNORE }), 'app.t');
    expect(told.cause.en).toMatch(/^n, own of app\.t/);
  });

  test('what differs in partitions is told with their root', async () => {
    const pair = await bench.pair();
    const made = (more: string) => `create schema app; create table app.parts (id int primary key${more}) partition by range (id);
      create table app.part partition of app.parts for values from (0) to (9)`;
    await pair.run('source', made(', a int'));
    await pair.run('destination', made(''));
    expect((await pair.find('PG_DEST_COLUMN_DIFFERENT', APP, IGNORE))?.problems.map(({ subject }) => subject)).toEqual(['app.parts']);
    const finding = await pair.find('PG_DEST_COLUMN_MISSING', APP, ROWS);
    expect(finding?.problems.map(({ subject }) => subject)).toEqual(['app.parts']);
    await pair.run('destination', sqlOf(problemAbout(finding, 'app.parts')));
    expect(await pair.find('PG_DEST_COLUMN_MISSING', APP, ROWS)).toMatchObject(PASS);
  });
});
