import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { answer, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const LABELS = `select string_agg(enumlabel, ' ' order by enumsortorder) from pg_enum where enumtypid = 'public.mood'::regtype`;

describe('a destination before version 12', () => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: 15, destinationMajor: 11 });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  async function followed(name: string) {
    const [source, destination] = await servers.databases(name);
    await sql(
      source,
      `create type mood as enum ('sad', 'glad')`,
      'create table people (id int primary key, mood mood)',
      `insert into people values (1, 'sad')`,
    );
    const task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    return { task, source, destination };
  }

  test('takes the labels that an enum gains within a transaction of the source', async () => {
    const { task, source, destination } = await followed('labels');
    await using _ = task;
    await sql(
      source,
      `begin; insert into people values (2, 'glad'); alter type mood add value 'calm' before 'glad'; insert into people values (3, 'sad'); commit`,
      `insert into people values (4, 'calm')`,
      // One of them is there already, as after a crash between the label and the rows.
      `begin; alter type mood add value 'first' before 'sad'; update people set mood = 'calm' where id = 1; commit`,
    );
    await task.catchesUp();
    await sql(destination, `alter type public.mood add value 'late'`);
    await sql(source, `alter type mood add value 'late'`, `alter type mood rename value 'first' to 'early'`);
    await sql(source, `insert into people values (5, 'late'), (6, 'early')`);
    await task.catchesUp();
    expect(await value(destination, LABELS)).toBe(await value(source, LABELS));
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
    expect(task.complaints()).toEqual([]);
  });

  test('stops the task by name where a type is changed twice in one transaction', async () => {
    const { task, source, destination } = await followed('twice');
    await using _ = task;
    await sql(
      source,
      `begin; insert into people values (2, 'glad'); alter type mood rename value 'sad' to 'blue'; alter type mood add value 'calm'; commit`,
    );
    await task.when(() => task.state.name === 'failed').catch(() => undefined);
    expect(task.state).toMatchObject({ name: 'failed', error: { code: 'source.table-changed', object: 'public.mood' } });
    // Nothing of the transaction was carried.
    expect(await value(destination, LABELS)).toBe('sad glad');
    expect(await value(destination, 'select count(*) from people')).toBe('1');
  });
});

describe('an account that may not quiet constraints', () => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers();
    await sql(servers.destination.url(), `create role mover login password 'secret'`);
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  /** Two rows that change places: in between the key does not hold. */
  const swap = (command: string) =>
    `begin; update line set pos = 2 where id = 1; ${command}; update line set pos = 1 where id = 2; commit;
     update line set pos = id`;

  test('carries a command while a deferrable key does not hold yet', async () => {
    const name = 'deferred';
    const [source, destination] = await servers.databases(name);
    await sql(
      source,
      'create table line (id int primary key, pos int, constraint line_pos unique (pos) deferrable initially deferred)',
      'create table other (id int primary key)',
      'insert into line values (1, 1), (2, 2), (3, 3)',
      'insert into other values (1)',
    );
    await sql(destination, `alter database ${name} owner to mover`);
    const own = { ...servers.destination.endpoint(name), user: 'mover', password: 'secret' };
    await using task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }], destination: own });
    await task.startAndFollow();
    await sql(source, swap('alter table other add column late int default 3; insert into other values (2, 4)'));
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
    expect(task.complaints()).toEqual([]);

    // A table of whose rows a trigger waits as well: its command waits for a person, and nothing else does.
    await sql(destination, 'alter table other add constraint own foreign key (id) references line deferrable initially deferred');
    await sql(source, swap('insert into other values (3, 5); alter table other add column more int; insert into other values (103, 1, 1)'));
    await sql(source, `insert into line values (103, 103)`, 'insert into line values (4, 4)');
    const stopped = await stops(task);
    expect(stopped).toMatchObject({ object: 'public.other', stops: true });
    await answer(task, 'retry', stopped);
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
    expect(task.state.name).toBe('streaming');
  });
});
