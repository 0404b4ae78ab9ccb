import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { PAIRS } from '#e2e/faults/versions.ts';
import { taskConfig } from './task/config.ts';

describe.each(PAIRS)('PostgreSQL %i to %i', (sourceMajor, destinationMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor, destinationMajor });
  }, 300_000);

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  const YEARS = [2023, 2024, 2025];
  const ROWS = "select concat_ws(' ', id, what, amount) from";

  test('many tables of the source become one, rows and changes, over a pause and a kill of the sessions', async () => {
    const [source, destination] = await servers.databases('merge');
    for (const year of YEARS) {
      await sql(
        source,
        `create table orders_${year} (id bigint primary key, what text, amount numeric(10, 2))`,
        `insert into orders_${year} select ${year} * 100000::bigint + n, 'first', n from generate_series(1, 20000) n`,
      );
    }
    await sql(destination, 'create table orders (id bigint primary key, what text, amount numeric(10, 2))');
    await using task = await TestTask.create(servers, 'merge', {
      objects: [{ schema: 'public', tables: YEARS.map((year) => ({ name: `orders_${year}`, as: 'orders' })) }],
      types: ['full', 'incremental'],
    });
    const churn = async (round: number) => {
      for (const year of YEARS) {
        const id = year * 100_000;
        await sql(
          source,
          `insert into orders_${year} select ${id + 50_000 + round * 1000}::bigint + n, 'later', n from generate_series(1, 300) n`,
          `update orders_${year} set amount = amount + 1, what = 'round ${round}' where id % 7 = ${round}`,
          `update orders_${year} set id = id + 30000 where id between ${id + 100 + round * 10} and ${id + 105 + round * 10}`,
          `delete from orders_${year} where id between ${id + 1000 + round * 50} and ${id + 1030 + round * 50}`,
        );
      }
      // A row moves from one table to another in one transaction.
      await sql(
        source,
        `begin; with gone as (delete from orders_2023 where id = ${2023 * 100_000 + 5000 + round} returning *) insert into orders_2024 select * from gone; commit`,
      );
    };
    await task.startAndFollow();
    await churn(0);
    await task.send('pause');
    await churn(1);
    await task.send('resume');
    await task.reaches('streaming');
    await churn(2);
    await sql(destination, "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'opendts%'");
    await churn(3);
    await task.catchesUp();
    const there = await valuesOf(source, YEARS.map((year) => `${ROWS} orders_${year}`).join(' union all '));
    const merged = await valuesOf(destination, `${ROWS} orders`);
    expect([...merged].sort()).toEqual([...there].sort());
  });

  test('a TRUNCATE of one of them is refused by name, and its rows are as they were', async () => {
    const [source, destination] = await servers.databases('merge_truncate');
    for (const name of ['a', 'b'])
      await sql(source, `create table ${name} (id bigint primary key)`, `insert into ${name} values (ascii('${name}'))`);
    await sql(destination, 'create table one (id bigint primary key)');
    const tables = ['a', 'b'].map((name) => ({ name, as: 'one' }));
    await using task = await TestTask.create(servers, 'merge_truncate', {
      objects: [{ schema: 'public', tables }],
      types: ['full', 'incremental'],
    });
    await task.startAndFollow();
    await sql(source, 'truncate a');
    await task.reaches('failed');
    expect(task.state).toMatchObject({ name: 'failed', error: { code: 'apply.truncate-merged', object: 'public.a' } });
    expect(await valuesOf(destination, 'select id from one order by id')).toEqual(['97', '98']);
  });

  test('that they become one is told before the start', async () => {
    const [source, destination] = await servers.databases('merge_told');
    for (const name of ['a', 'b']) await sql(source, `create table ${name} (id bigint primary key)`);
    await sql(destination, 'create table one (id bigint primary key)');
    const sides = { source: servers.source.endpoint('merge_told'), destination: servers.destination.endpoint('merge_told') };
    const objects = [{ schema: 'public', tables: ['a', 'b'].map((name) => ({ name, as: 'one' })) }];
    await using task = await TestTask.create(servers, 'merge_told', { objects, types: ['full', 'incremental'] });
    const findings = await task.engine.precheck(taskConfig.parse({ name: 'told', ...sides, objects, types: ['full', 'incremental'] }));
    const told = findings.find(({ code }) => code === 'PG_TABLE_SHARED');
    expect(told).toMatchObject({ severity: 'warn', problems: [{ subject: 'public.one' }] });
    expect(told?.problems[0]?.cause.en).toContain('public.a, public.b');
  });
});
