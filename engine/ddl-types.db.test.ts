import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** Types of the source that are others, or called otherwise, by the time the log is read. */

let servers: TestServers;

beforeAll(async () => {
  // A task that a test leaves keeps its slot.
  const sourceSettings = { max_replication_slots: 20, max_wal_senders: 20 };
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17, sourceSettings });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const MOOD = [`create type mood as enum ('a', 'b')`, 'create table t (id int primary key, n int, m mood)'];
const rows = (url: string, table = 't') => valuesOf(url, `select ${table}::text from ${table} order by id`);

describe.each(['pgoutput', 'test_decoding'] as const)('with %s', (decoder) => {
  async function following(name: string, ...made: readonly string[]) {
    const database = `${name}_${decoder}`;
    const [source, destination] = await servers.databases(database);
    await sql(source, ...made);
    const task = await TestTask.create(servers, database, { objects: [{ schema: 'public' }], incremental: { decoder } });
    await task.startAndFollow();
    await task.catchesUp();
    return { source, destination, task };
  }

  test('a type that goes while the task is paused', async () => {
    const { source, destination, task } = await following('gone', ...MOOD, `insert into t values (1, 1, 'a')`);
    await using _ = task;
    await task.send('pause');
    await sql(
      source,
      `insert into t values (2, 2, 'b')`,
      'alter table t alter m type text',
      'drop type mood',
      `insert into t values (3, 3, 'x')`,
    );
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await rows(destination)).toEqual(['(1,1,a)', '(2,2,b)', '(3,3,x)']);
  });

  test('types that are renamed, or moved, while the task runs and while it is paused', async () => {
    const { source, destination, task } = await following(
      'called',
      ...MOOD,
      `insert into t values (1, 1, 'a')`,
      'create domain price as numeric(10,2)',
      'create table u (id int primary key, p price, m mood[])',
    );
    await using _ = task;
    await sql(source, 'alter type mood rename to mood2', 'alter domain price rename to price2');
    const write = (id: number) => [`insert into t values (${id}, 2, 'b')`, `insert into u values (${id}, 1.25, '{a,b}')`];
    await sql(source, ...write(2));
    await task.catchesUp();
    await task.send('pause');
    await sql(source, ...write(3), 'create schema away', 'alter type mood2 set schema away', ...write(4));
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await rows(destination)).toEqual(['(1,1,a)', '(2,2,b)', '(3,2,b)', '(4,2,b)']);
    expect(await rows(destination, 'u')).toEqual(['(2,1.25,"{a,b}")', '(3,1.25,"{a,b}")', '(4,1.25,"{a,b}")']);
    expect(await value(destination, `select to_regtype('public.mood2')`)).toBeNull();
  });

  test('an enum that is made anew beside the one of before, whose column comes to it while the task is paused', async () => {
    const { source, destination, task } = await following(
      'anew',
      ...MOOD,
      'create table u (id int primary key, m mood)',
      `insert into t values (1, 1, 'a')`,
      `insert into u values (1, 'b')`,
    );
    await using _ = task;
    await task.send('pause');
    await sql(
      source,
      'alter type mood rename to mood_old',
      `insert into t values (2, 2, 'a')`,
      `create type mood as enum ('a', 'c')`,
      'alter table t alter m type mood using m::text::mood',
      `insert into t values (3, 3, 'c')`,
      `insert into u values (2, 'b')`,
    );
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await rows(destination)).toEqual(['(1,1,a)', '(2,2,a)', '(3,3,c)']);
    expect(await rows(destination, 'u')).toEqual(['(1,b)', '(2,b)']);
  });

  test('a column whose type changes without a word ends the task', async () => {
    const made = [
      'create domain rough as numeric(10,1)',
      'create domain fine as numeric(10,4)',
      'create table t (id int primary key, n rough)',
    ];
    const { source, destination, task } = await following('unseen', ...made);
    await using _ = task;
    await sql(
      source,
      'alter event trigger dts_intercept_ddl disable',
      'alter table t alter n type fine',
      'insert into t values (1, 0.1234)',
    );
    await expect(task.catchesUp()).rejects.toThrow('source.table-changed');
    expect(await rows(destination)).toEqual([]);
  });
});

/** Rows that are not the task's own stay: changes of the table are set aside. */
async function held(name: string) {
  const [source, destination] = await servers.databases(name);
  await sql(source, ...MOOD, `insert into t values (1, 1, 'a')`);
  await sql(destination, ...MOOD, `insert into t values (100, 1, 'a')`);
  const task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }], conflictMode: 'ignore' });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select n from t');
  await sql(source, 'alter table t alter n type bigint', `insert into t values (2, 2, 'b')`);
  const stopped = await stops(task);
  expect(stopped.aside).toBe(true);
  await passes(task, source);
  return { source, destination, task, stopped };
}

test('a type that goes with its column while changes wait', async () => {
  const { source, destination, task, stopped } = await held('held_gone');
  await using _ = task;
  await sql(source, 'alter table t drop column m', 'drop type mood', 'insert into t values (3, 3)');
  await passes(task, source);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  expect(refused(task)).toEqual([]);
  expect(await rows(destination)).toEqual(['(1,1)', '(2,2)', '(3,3)', '(100,1)']);
});

test('a type that goes while changes wait, after its column came to be of another', async () => {
  const { source, destination, task, stopped } = await held('held_other');
  await using _ = task;
  await sql(source, 'alter table t alter m type text', 'drop type mood', `insert into t values (3, 3, 'x')`);
  await passes(task, source);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  // Rows that are nobody's are not written anew without a person.
  const [next] = refused(task);
  if (next === undefined) throw new Error('The statement behind is to wait.');
  expect(next.sql).toEqual(['alter table t alter m type text']);
  await answer(task, 'retry', next, 'alter table public.t alter m type text');
  expect(refused(task)).toEqual([]);
  expect(await rows(destination)).toEqual(['(1,1,a)', '(2,2,b)', '(3,3,x)', '(100,1,a)']);
});

test('a type that is renamed while changes wait; a statement with its new name waits for a person', async () => {
  const { source, destination, task, stopped } = await held('held_called');
  await using _ = task;
  await sql(source, 'alter type mood rename to mood2', `insert into t values (3, 3, 'b')`);
  await passes(task, source);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  expect(refused(task)).toEqual([]);
  expect(await rows(destination)).toEqual(['(1,1,a)', '(2,2,b)', '(3,3,b)', '(100,1,a)']);
  await sql(source, 'alter table t add column again mood2', `insert into t values (4, 4, 'b', 'a')`);
  const next = await stops(task);
  await passes(task, source);
  await sql(destination, 'alter type mood rename to mood2');
  await answer(task, 'retry', next);
  await task.catchesUp();
  expect(refused(task)).toEqual([]);
  expect(await rows(destination)).toEqual(['(1,1,a,)', '(2,2,b,)', '(3,3,b,)', '(4,4,b,a)', '(100,1,a,)']);
});
