import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connected, sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { findIn, problemAbout } from '#e2e/precheck/bench.ts';
import { connect } from '../postgres/connect.ts';
import { someKeys } from '../source/postgres/some-keys.ts';
import { taskConfig } from '../task/config.ts';
import { checkDestTableEmpty } from './checks/check-dest-table-empty.ts';
import { pgKeyOverlap } from './checks/pg-key-overlap.ts';
import { pgTableShared } from './checks/pg-table-shared.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PASS = { severity: 'pass', problems: [] };
const BOTH = ['full', 'incremental'];
const PUBLIC = [{ schema: 'public' }];

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 12, destinationMajor: 17 });
});

afterAll(() => servers[Symbol.asyncDispose]());

/** Two sources and one destination; a task from the first one follows it. */
async function pouring(name: string, tables: readonly string[], rows: readonly string[], objects: object[] = PUBLIC) {
  const [first, destination] = await servers.databases(name);
  const [second] = await servers.databases(`${name}_too`);
  for (const url of [first, second]) await sql(url, ...tables);
  await sql(first, ...rows);
  const task = await TestTask.create(servers, name, { objects: objects as typeof PUBLIC });
  await task.startAndFollow();
  /** What is found before a task from the other source goes to the same tables. */
  const find = (check: typeof pgKeyOverlap, edits: object = {}) =>
    findIn(
      taskConfig.parse({
        name: `${name} too`,
        source: servers.source.endpoint(`${name}_too`),
        destination: servers.destination.endpoint(name),
        objects,
        types: BOTH,
        conflictMode: 'ignore',
        ...edits,
      }),
      [check],
    );
  return { task, second, destination, find };
}

test('PG_KEY_OVERLAP: keys of a table that another task writes to are looked for there, from all over the source’s table', async () => {
  const { task, second, find } = await pouring(
    'pour',
    ['create table parts (id bigint primary key, v text)', 'create table few (id int primary key)'],
    [`insert into parts select n, 'a' from generate_series(1, 300000, 2) n`],
  );
  await using _ = task;
  // Pages of it are drawn: more than are read. One row in eleven has a key of the other source.
  await sql(
    second,
    `insert into parts select n, 'b' from generate_series(2, 300000, 2) n union all select n, 'b' from generate_series(1, 30000, 2) n`,
  );
  await sql(second, 'vacuum parts');
  const found = await find(pgKeyOverlap);
  expect(found).toMatchObject({ severity: 'fail' });
  const { cause } = problemAbout(found, 'public.parts');
  expect(cause.en).toContain(`written by another task as well (${task.id})`);
  const [, there = '', looked = '', example = ''] = /\((\d+) of (\d+) keys that were looked at: id = (\d+);/.exec(cause.en) ?? [];
  expect(Number(looked)).toBeGreaterThan(300);
  expect(Number(looked)).toBeLessThanOrEqual(1000);
  expect(Number(there)).toBeGreaterThan(0);
  expect(Number(there)).toBeLessThan(Number(looked) / 2);
  expect(Number(example) % 2).toBe(1);
  // Told once; of the others nothing is known yet.
  expect((await find(pgTableShared))?.problems.map(({ subject }) => subject)).toEqual(['public.few']);
  const all = problemAbout(await find(checkDestTableEmpty), 'public.parts').cause.en;
  expect(all).toMatch(/Of \d+ keys that were looked at \d+ are there \(id = /);

  // Copied once, the rows that are there stay, and nobody's are changed.
  expect(await find(pgKeyOverlap, { types: ['full'] })).toMatchObject({ severity: 'warn' });
  // Where no rows are copied, they were brought by other means.
  expect(await find(pgKeyOverlap, { types: ['incremental'] })).toMatchObject(PASS);
  expect(await find(pgTableShared, { types: ['incremental'] })).toMatchObject({ severity: 'warn', problems: [{}, {}] });
  // What the filter leaves out is not looked for.
  const objects = [{ schema: 'public', tables: [{ name: 'parts', where: 'id % 2 = 0' }] }];
  expect(await find(pgKeyOverlap, { objects })).toMatchObject(PASS);
  const later = problemAbout(await find(pgTableShared, { objects }), 'public.parts').cause.en;
  expect(later).toMatch(/Of \d+ keys that were looked at none is in two places now; later rows may be$/);
  await task.send('stop');
  await task.engine.release(task.id);
  expect(await find(pgKeyOverlap)).toMatchObject(PASS);
});

test('keys of several columns under other names, values that SQL and arrays have a meaning for, and partitions', async () => {
  const at = `timestamptz '2026-01-01 00:00:00+02'`;
  const { task, second, find } = await pouring(
    'names',
    [
      `create table "Odd" ("A b" varchar(20), at timestamptz, flag char(3), v int, primary key ("A b", at, flag))`,
      'create table log (day date, n int, primary key (day, n)) partition by list (day)',
      `create table log_1 partition of log for values in ('2026-01-01')`,
      `create table log_2 partition of log for values in ('2026-01-02')`,
    ],
    [
      `insert into "Odd" values ('{a,"b\\', ${at}, 'x', 1), ('', ${at}, 'x', 1)`,
      `insert into log select date '2026-01-01' + d, n from generate_series(0, 1) d, generate_series(1, 10) n`,
    ],
    [
      {
        schema: 'public',
        tables: [
          { name: 'Odd', as: 'odd', columns: [{ name: 'A b', as: 'a' }, { name: 'at', as: 'since' }, { name: 'flag' }, { name: 'v' }] },
          { name: 'log' },
          { name: 'log_1' },
          { name: 'log_2' },
        ],
      },
    ],
  );
  await using _ = task;
  await sql(
    second,
    `insert into "Odd" values ('{a,"b\\', ${at}, 'x', 2), ('null', ${at}, 'x', 2)`,
    `insert into log select date '2026-01-02', n from generate_series(10, 12) n`,
  );
  const found = await find(pgKeyOverlap);
  expect(problemAbout(found, 'public.odd').cause.en).toContain(
    '(1 of 2 keys that were looked at: a = {a,"b\\, since = 2025-12-31 22:00:00+00, flag = x  )',
  );
  expect(problemAbout(found, 'public.log').cause.en).toContain('(1 of 3 keys that were looked at: day = 2026-01-02, n = 10)');
  expect(found?.problems).toHaveLength(2);
});

test('what cannot be looked at is warned of as before', async () => {
  const { task, second, destination, find } = await pouring(
    'unseen',
    ['create table same (id int primary key)', 'create table other (id int primary key)'],
    ['insert into same select generate_series(1, 9)', 'insert into other select generate_series(1, 9)'],
  );
  await using _ = task;
  const number = 'drop table other; create table other (id text primary key)';
  await sql(second, 'insert into same values (1)', number, `insert into other values ('no number')`);
  expect(await find(pgKeyOverlap)).toMatchObject({ severity: 'fail', problems: [{ subject: 'public.same' }] });
  const warned = await find(pgTableShared);
  expect(warned).toMatchObject({ severity: 'warn', problems: [{ subject: 'public.other' }] });
  expect(warned?.problems[0]?.cause.en).toMatch(/removes the rows of both$/);
  // Rows that somebody has taken away are in nobody's way.
  await sql(destination, 'delete from same');
  expect(await find(pgKeyOverlap)).toMatchObject(PASS);
});

test('a table that others keep locked, or that takes long, is waited for no longer than that', async () => {
  const [source] = await servers.databases('held');
  await sql(source, 'create table held (id int primary key)', 'insert into held values (7)');
  const client = await connect(servers.source.endpoint('held'), { side: 'source', purpose: 'test' });
  await using holder = await connected(source);
  await holder.query('begin; lock table held in access exclusive mode');
  const held = { source: { schema: 'public', name: 'held' }, key: ['id'], where: null };
  expect(await someKeys(client, held, 10, 200)).toBeNull();
  await holder.query('rollback');
  expect(await someKeys(client, { ...held, where: 'pg_sleep(9) is not null' }, 10, 200)).toBeNull();
  expect(await someKeys(client, held, 10, 20_000)).toEqual([['7']]);
  await client.end();
});

test('PG_KEY_OVERLAP: tables of one task that become one, whose keys are in two of them', async () => {
  const [source, destination] = await servers.databases('merged');
  for (const [name, key] of Object.entries({ orders_a: 'id', orders_b: 'number', orders_c: 'id', clean_a: 'id', clean_b: 'id' }))
    await sql(source, `create table ${name} (${key} bigint primary key, gone boolean not null default false)`);
  await sql(
    source,
    'insert into orders_a select generate_series(1, 5000)',
    'insert into orders_b select generate_series(4951, 10000)',
    'insert into orders_c select generate_series(10001, 15000)',
    'insert into clean_a select generate_series(1, 10)',
    'insert into clean_b select generate_series(11, 20)',
  );
  await sql(
    destination,
    'create table orders (id bigint primary key, gone boolean)',
    'create table clean (id bigint primary key, gone boolean)',
  );
  const where = (name: string, filter: string | null) => (name === 'orders_b' && filter !== null ? { where: filter } : {});
  const find = (check: typeof pgKeyOverlap, types: readonly string[] = BOTH, filter: string | null = null) =>
    findIn(
      taskConfig.parse({
        name: 'merged',
        source: servers.source.endpoint('merged'),
        destination: servers.destination.endpoint('merged'),
        objects: [
          {
            schema: 'public',
            tables: [
              ...['orders_a', 'orders_b', 'orders_c'].map((name) => ({
                name,
                as: 'orders',
                columns: [{ name: name === 'orders_b' ? 'number' : 'id', as: 'id' }, { name: 'gone' }],
                ...where(name, filter),
              })),
              ...['clean_a', 'clean_b'].map((name) => ({ name, as: 'clean' })),
            ],
          },
        ],
        types,
      }),
      [check],
    );
  for (const types of [BOTH, ['incremental']]) {
    const found = await find(pgKeyOverlap, types);
    expect(found).toMatchObject({ severity: 'fail', problems: [{ subject: 'public.orders' }] });
    expect(found?.problems[0]?.cause.en).toMatch(
      /^public\.orders_[ab], public\.orders_[ab] become public\.orders and have keys in common \(\d+ of \d+ keys that were looked at: id = (49[5-9]\d|5000)/,
    );
  }
  expect(await find(pgKeyOverlap, ['full'])).toMatchObject({ severity: 'warn' });
  const shared = await find(pgTableShared);
  expect(shared).toMatchObject({ severity: 'warn', problems: [{ subject: 'public.clean' }] });
  expect(shared?.problems[0]?.cause.en).toContain('Of 20 keys that were looked at none is in two places now');
  expect(await find(pgKeyOverlap, BOTH, 'number > 5000')).toMatchObject(PASS);
});
