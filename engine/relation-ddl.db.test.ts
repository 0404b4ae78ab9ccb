import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { connected, sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';
import { tableId } from './schema/table.ts';

const WRITER = 'migrator';

/** Columns as a person would list them, in their order. */
const COLUMNS = `select a.attrelid::regclass || ' ' || string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'shop' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped group by a.attrelid order by 1`;

describe.each(SOURCES)('column changes at a source of version %i that lets us make no event triggers', (sourceMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
    await sql(servers.source.url(), `create role ${WRITER} login replication password 'secret'`);
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  /** Tables of a role that owns them and is no superuser. */
  async function database(name: string, ...statements: readonly string[]): Promise<readonly [source: string, destination: string]> {
    const [source, destination] = await servers.databases(name);
    await sql(
      source,
      `grant create on database ${name} to ${WRITER}`,
      'create schema shop',
      `grant all on schema shop, public to ${WRITER}`,
    );
    await sql(source, ...statements);
    for (const table of await valuesOf(source, `select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'shop'`))
      await sql(source, `alter table ${table} owner to ${WRITER}`);
    return [source, destination];
  }

  const account = (endpoint: ReturnType<TestServers['source']['endpoint']>) => ({ ...endpoint, user: WRITER, password: 'secret' });

  async function begun(name: string, options: Partial<TaskOptions> = {}): Promise<TestTask> {
    const source = { ...servers.source, endpoint: (database: string) => account(servers.source.endpoint(database)) };
    const task = await TestTask.create({ ...servers, source }, name, { objects: [{ schema: 'shop' }], ...options });
    await task.startAndFollow();
    return task;
  }

  async function isEqual(source: string, destination: string): Promise<void> {
    expect(await valuesOf(destination, COLUMNS)).toEqual(await valuesOf(source, COLUMNS));
    expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
  }

  const codes = (task: TestTask) => task.events.flatMap((event) => (event.kind === 'log' ? [event.code] : []));
  const copies = (task: TestTask) => codes(task).filter((code) => code === 'ddl.copies-rows').length;

  test('are carried at their place between rows, without copying where values are known', { timeout: 300_000 }, async () => {
    const [source, destination] = await database(
      'columns',
      'create table shop.item (id int primary key, name varchar(20), price numeric(8,2) default 1.5, old text)',
      `insert into shop.item select n, 'item ' || n, n, 'x' from generate_series(1, 50) n`,
    );
    await using task = await begun('columns');
    expect(codes(task)).toContain('ddl.not-seen');
    let id = 100;
    const row = async () => {
      id += 1;
      // The key is called otherwise now and then.
      const key = await value(source, `select attname from pg_attribute where attrelid = 'shop.item'::regclass and attnum = 1`);
      await sql(source, `insert into shop.item (${key}) values (${id})`);
      await task.catchesUp();
      await isEqual(source, destination);
    };
    await row();
    for (const statement of [
      `alter table shop.item add column note text not null default 'none'`,
      'alter table shop.item add column at timestamptz default now()',
      'alter table shop.item add column plain int',
      'alter table shop.item rename column name to label',
      'alter table shop.item rename column id to number',
      'alter table shop.item rename column number to id',
      'alter table shop.item drop column old',
      'alter table shop.item alter column label type varchar(40)',
      'alter table shop.item alter column label type text',
      'alter table shop.item drop column plain, drop column at',
      'alter table shop.item add column "a b" int default 7, add column c text; alter table shop.item rename column price to "Price"',
    ]) {
      await sql(source, ...statement.split('; '));
      await row();
    }
    expect(copies(task)).toBe(0);
    for (const statement of [
      'alter table shop.item add column chance float8 default random()',
      'alter table shop.item alter column "Price" type text using ($$was $$ || "Price")',
      'alter table shop.item alter column c type int using id',
      'alter table shop.item alter column c type int using c + 1',
      // Which of the two it was the log does not tell.
      'alter table shop.item drop column c, add column c int',
      'alter table shop.item drop column c; alter table shop.item add column d int',
      'alter table shop.item add column e int default 3; vacuum full shop.item',
    ]) {
      const before = copies(task);
      await sql(source, ...statement.split('; '));
      await row();
      expect([statement, copies(task) > before]).toEqual([statement, true]);
    }
    expect(task.complaints()).toEqual([]);
    await task.send('stop');
  });

  test('in the middle of a transaction, of a table without key, and of chosen columns', { timeout: 300_000 }, async () => {
    const [source, destination] = await database(
      'middle',
      'create table shop.ledger (by text, n int)',
      'alter table shop.ledger replica identity full',
      'create table shop.some (id int primary key, a text, b text)',
      `insert into shop.ledger select 'old', n from generate_series(1, 20) n`,
      `insert into shop.some select n, 'a', 'b' from generate_series(1, 20) n`,
    );
    await using task = await begun('middle', {
      objects: [{ schema: 'shop', tables: [{ name: 'ledger' }, { name: 'some', columns: [{ name: 'id' }, { name: 'b', as: 'remark' }] }] }],
    });
    await using client = await connected(source);
    await client.query('begin');
    await client.query(`insert into shop.ledger values ('before', 1), ('before', 1)`);
    await client.query('insert into shop.some values (100, $$x$$, $$y$$)');
    await client.query(`alter table shop.ledger add column more int default 5`);
    await client.query('alter table shop.some add column c int, drop column a');
    await client.query('alter table shop.some rename column b to bb');
    await client.query(`insert into shop.ledger values ('between', 1, 1)`);
    await client.query('update shop.ledger set n = n + 1 where n = 20');
    await client.query('insert into shop.some (id, bb) values (101, $$z$$)');
    await client.query(`alter table shop.ledger rename column more to "More"`);
    await client.query(`delete from shop.ledger where "More" = 5 and n < 3`);
    await client.query(`insert into shop.ledger values ('after', 1, 2)`);
    await client.query('commit');
    await task.catchesUp();
    const ledger = 'select to_jsonb(l)::text from shop.ledger l order by 1';
    expect(await valuesOf(destination, ledger)).toEqual(await valuesOf(source, ledger));
    expect(await valuesOf(destination, `select id || ' ' || remark from shop.some order by id`)).toEqual(
      await valuesOf(source, `select id || ' ' || bb from shop.some order by id`),
    );
    expect(await valuesOf(destination, `select attname from pg_attribute where attrelid = 'shop.some'::regclass and attnum > 0`)).toEqual([
      'id',
      'remark',
    ]);
    await task.send('stop');
  });

  test('while the task is away, and while rows are copied again', { timeout: 300_000 }, async () => {
    const [source, destination] = await database(
      'away',
      ...['a', 'b', 'c'].map((name) => `create table shop.${name} (id int primary key, x int, y text)`),
      ...['a', 'b', 'c'].map((name) => `insert into shop.${name} select n, n, 'y' || n from generate_series(1, 2000) n`),
    );
    await using task = await begun('away');
    const both = (sqlOf: (table: string) => string) => sql(source, ...['a', 'b', 'c'].map(sqlOf));
    await both((table) => `update shop.${table} set x = -x where id % 7 = 0`);
    await task.catchesUp();
    await task.send('pause');
    // What comes before a command must not be taken for what comes after it.
    await both((table) => `update shop.${table} set y = 'away ' || y where id % 3 = 0`);
    await sql(
      source,
      'alter table shop.a add column z int default 4',
      'alter table shop.b drop column x',
      'alter table shop.b add column x int',
      'alter table shop.c alter column x type text using $$was $$ || x',
    );
    await both((table) => `insert into shop.${table} (id) select n from generate_series(3001, 3010) n`);
    await both((table) => `delete from shop.${table} where id % 10 = 0`);
    await task.send('resume');
    await task.reaches('streaming');
    // Here it is copied, or about to be: what it is to be copied by is not what it is any more.
    await sql(source, 'alter table shop.a rename column y to why', 'alter table shop.b drop column y', 'alter table shop.c drop column y');
    await task.catchesUp();
    await both((table) => `insert into shop.${table} (id) select n from generate_series(4001, 4010) n`);
    await task.catchesUp();
    await isEqual(source, destination);
    expect(await value(destination, 'select count(*) from shop.a')).toBe(await value(source, 'select count(*) from shop.a'));
    await task.send('stop');
  });

  test('are carried while the table is copied again beside the others', { timeout: 300_000 }, async () => {
    const [source, destination] = await database(
      'again',
      'create table shop.item (id int primary key, name text)',
      'create table shop.other (id int primary key)',
      `insert into shop.item select n, 'item ' || n from generate_series(1, 200) n`,
    );
    await using task = await begun('again');
    const id = tableId({ schema: 'shop', name: 'item' });
    const state = () => task.progress?.tables[id]?.state;
    await task.when(() => state() === 'following');
    await sql(destination, `update shop.item set name = 'damaged'`);
    await task.engine.adjust(task.id, { throttle: { rowsPerSecond: 40, megabytesPerSecond: null, queriesPerSecond: null } });
    await task.engine.copyTable(task.id, id);
    await task.when(() => state() === 'copying');
    const altered = sql(
      source,
      'alter table shop.item add column late int default 3',
      `insert into shop.item values (1000, 'later', 4)`,
      'alter table shop.item rename column name to called',
      `update shop.item set called = 'changed' where id < 10`,
    );
    await sql(source, 'insert into shop.other values (1)');
    await expect.poll(() => value(destination, 'select count(*) from shop.other'), { timeout: 60_000 }).toBe('1');
    await task.engine.adjust(task.id, { throttle: null });
    await altered;
    await task.when(() => state() === 'following');
    await sql(source, `insert into shop.item values (1001, 'last', 5)`);
    await task.catchesUp();
    await isEqual(source, destination);
  });
});
