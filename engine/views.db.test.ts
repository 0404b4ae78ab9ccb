import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { BIG, fillBig, pauseAfter, SLOW, until, VIEWS } from '#e2e/faults/slices.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** Where slices of different views meet: what the log alone does not tell, and what stands in its way. */

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

async function goesOnAlike(task: TestTask, [source, destination]: readonly [string, string]): Promise<void> {
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
}

test('what the log tells before anybody sees it is waited for, not undone', async () => {
  const [source, destination] = await servers.databases('unseen');
  await sql(source, BIG);
  await fillBig(source);
  await using task = await TestTask.create(servers, 'unseen', SLOW);
  await pauseAfter(task, 3);
  // Its unchanged TOAST is asked for, which moves the place to meet past what nobody sees.
  await sql(source, 'update big set n = 1 where id = 5000');
  await task.send('resume');
  await until(async () => (await value(destination, VIEWS)) === '2');
  // A commit that waits for its standby is in the log, and decoded, but no snapshot has it.
  await sql(source, "alter system set synchronous_standby_names = 'nobody'", 'select pg_reload_conf()', 'select pg_sleep(0.3)');
  const unseen = [
    'update big set n = 50 where id = 5010',
    'update big set id = id + 500000 where id = 20',
    "begin; update big set long = repeat('new', 1000) where id = 5020; update big set n = 60 where id = 5020; commit",
    "begin; insert into big values (900000, 0, null, repeat('x', 3000)); update big set n = 70 where id = 900000; commit",
  ].map((statement) => sql(source, statement));
  await task.when(() => task.events.some((event) => event.kind === 'step' && event.step === 'incremental'));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await sql(source, 'alter system reset synchronous_standby_names', 'select pg_reload_conf()');
  await Promise.all(unseen);
  await goesOnAlike(task, [source, destination]);
});

test('keys of a type that has a length are found', async () => {
  const [source, destination] = await servers.databases('padded');
  await sql(source, BIG.replace('id int', 'id char(12)'));
  await fillBig(source);
  await using task = await TestTask.create(servers, 'padded', SLOW);
  await pauseAfter(task, 3);
  await sql(source, 'update big set n = 1 where id::int between 5000 and 5300', 'update big set n = 2 where id::int < 50');
  await task.send('resume');
  await goesOnAlike(task, [source, destination]);
});

test('a key that could not be made stops the task, and one that is passed over has its table begun anew', async () => {
  const [source, destination] = await servers.databases('keyless_at_last');
  await sql(source, BIG);
  await fillBig(source);
  await sql(
    destination,
    `create function deny() returns event_trigger language plpgsql as $$ begin
       if current_query() ~ 'big_pkey' then raise 'denied'; end if; end $$`,
    "create event trigger deny on ddl_command_start when tag in ('ALTER TABLE', 'CREATE INDEX') execute function deny()",
    'alter event trigger deny enable always',
  );
  await using task = await TestTask.create(servers, 'keyless_at_last', SLOW);
  await pauseAfter(task, 3);
  await sql(source, 'update big set n = n + 1 where id < 100', 'delete from big where id = 3000');
  await task.send('resume');
  await expect(task.reaches('streaming')).rejects.toThrow('structure.failed');
  const failed = task.events.flatMap((event) => (event.kind === 'statement-failed' ? [event.failure.id] : []));
  await task.engine.mend(task.id, { action: 'skip', statements: [...new Set(failed)] });
  await goesOnAlike(task, [source, destination]);
  expect(await value(destination, VIEWS)).toBe('1');
});

test('a table that was there before, and in which more than the key is unique, is begun anew', async () => {
  const [source, destination] = await servers.databases('handed_on');
  await sql(source, BIG);
  await fillBig(source);
  await sql(destination, BIG);
  await using task = await TestTask.create(servers, 'handed_on', { ...SLOW, types: ['full', 'incremental'] });
  await pauseAfter(task, 3);
  // The first row was read before all this, the last is after it: between them they would have the value twice.
  await sql(source, "update big set email = 'x' where id = 11", "update big set email = 'y' where id = 11");
  await sql(source, "update big set email = 'x' where id = 5901");
  await task.send('resume');
  await goesOnAlike(task, [source, destination]);
  expect(await value(destination, VIEWS)).toBe('1');
});

test('a table that was there before, and in which the key alone is unique, keeps its slices', async () => {
  const [source, destination] = await servers.databases('key_alone');
  const big = BIG.replace('email text unique', 'email text');
  await sql(source, big);
  await fillBig(source);
  await sql(destination, big);
  await using task = await TestTask.create(servers, 'key_alone', { ...SLOW, types: ['full', 'incremental'] });
  await pauseAfter(task, 3);
  await sql(source, 'update big set n = n + 1 where id < 100 or id > 5900', 'delete from big where id = 3000');
  await task.send('resume');
  await goesOnAlike(task, [source, destination]);
  expect(await value(destination, VIEWS)).toBe('2');
});

test('rows of others that come while a table is copied are left as they are', async () => {
  const [source, destination] = await servers.databases('came');
  await sql(source, BIG);
  await fillBig(source);
  await sql(destination, BIG);
  await using task = await TestTask.create(servers, 'came', { ...SLOW, types: ['full'], conflictMode: 'ignore' });
  await task.send('start');
  await task.when(() => task.events.some((event) => event.kind === 'table' && (event.slices?.done ?? 0) >= 1));
  await sql(destination, "insert into big values (5500, 0, 'theirs', null)");
  await task.reaches('finished');
  expect(await value(destination, 'select count(*) from big')).toBe('6000');
  expect(await value(destination, 'select email from big where id = 5500')).toBe('theirs');
});

test('tables that the destination refuses leave no connection behind at the source', async () => {
  const [source, destination] = await servers.databases('refused');
  await sql(source, BIG);
  await fillBig(source);
  await sql(destination, BIG);
  for (let n = 0; n < 10; n += 1) {
    await sql(source, `create table t${n} (a int primary key, b int)`, `insert into t${n} values (1, 1)`);
    await sql(destination, `create table t${n} (a int primary key)`);
  }
  await using task = await TestTask.create(servers, 'refused', { ...SLOW, types: ['full'], full: { ...SLOW.full, streams: 2 } });
  await task.send('start');
  let most = 0;
  await until(async () => {
    most = Math.max(most, Number(await value(source, "select count(*) from pg_stat_activity where application_name = 'opendts read'")));
    return task.state.name === 'failed';
  });
  expect(most).toBe(2);
});
