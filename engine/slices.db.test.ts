import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeStructure } from '#e2e/catalog.ts';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { BIG, fillBig, pauseAfter, SLOW, VIEWS } from '#e2e/faults/slices.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** Big tables are copied in slices that stay when the rest is read under a later view; the log makes one table of them. */

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const DONE = "select count(*) from opendts.task_slice where table_id like '%big%'";

/**
 * What no slice may lose or double: rows that move from pages that are still to be read to such that were read, and back; keys that
 * change; unique values handed on; values in TOAST that the log does not carry.
 */
const CHURN = [
  'delete from big where id between 100 and 600',
  'vacuum big',
  // Into the room that was made in pages read before: unchanged TOAST, so the log has them in part.
  'update big set n = n + 1 where id between 5000 and 5300',
  // Out of them.
  'update big set n = n + 1 where id between 1 and 80',
  'update big set id = id + 100000 where id between 4000 and 4050 or id between 20 and 40',
  'update big set id = id - 100000, n = 7 where id between 104000 and 104010',
  "insert into big select i, 1, 'again' || i, repeat(md5(i::text), 100) from generate_series(100, 200) i",
  'delete from big where id between 3000 and 3100 or id = 5010',
  'update big set long = md5(long) where id = 5020',
  "begin; update big set email = 'handed on' where id = 700; update big set email = repeat('e', 900) || '700' where id = 5200; commit",
  'begin; delete from big where id = 5030; insert into big values (5030, 99, null, null); update big set n = 100 where id = 5030; commit',
];

test('slices of a keyed table stay, and the log makes it whole, whatever moved meanwhile', async () => {
  const [source, destination] = await servers.databases('kept');
  await sql(source, BIG, 'create table other (id int primary key, big int)', 'insert into other select i from generate_series(1, 10) i');
  await fillBig(source);
  await using task = await TestTask.create(servers, 'kept', SLOW);
  await pauseAfter(task, 3);
  expect(Number(await value(destination, DONE))).toBeGreaterThanOrEqual(3);
  const kept = await valuesOf(destination, 'select slice || position from opendts.task_slice order by 1');
  await sql(source, ...CHURN);
  await pauseAfter(task, 5, 'resume');
  await sql(
    source,
    'update big set n = n + 1 where id % 7 = 0',
    'update big set id = id + 200000 where id % 97 = 0',
    'insert into other values (11)',
  );
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ tables: 2, difference: null });
  expect(await describeStructure(destination, ['public'])).toEqual(await describeStructure(source, ['public']));
  expect(await value(destination, VIEWS)).toBe('3');
  const marks = await valuesOf(destination, 'select slice || position from opendts.task_slice');
  expect(kept.filter((mark) => !marks.includes(mark))).toEqual([]);
  // Rows were taken as they were later than any view: a crash before that would have to know.
  expect(
    await value(
      destination,
      "select meet > (select max(position) from opendts.task_slice) from opendts.task_table where table_id like '%big%'",
    ),
  ).toBe('t');
  expect(task.complaints()).toEqual([]);
});

test('a table without key is begun anew', async () => {
  const [source, destination] = await servers.databases('keyless');
  await sql(
    source,
    'create table big (id int, pad text)',
    'alter table big replica identity full',
    "insert into big select i % 100, repeat('e', 900) from generate_series(1, 6000) i",
  );
  await using task = await TestTask.create(servers, 'keyless', SLOW);
  await pauseAfter(task, 3);
  await sql(
    source,
    "update big set pad = 'short' where id between 90 and 99",
    'delete from big where id = 5',
    "insert into big select 7, 'x' from generate_series(1, 50)",
  );
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
  expect(await value(destination, VIEWS)).toBe('1');
  expect(task.complaints()).toEqual([]);
});

test.each([
  ['TRUNCATE', ['truncate big', "insert into big values (1, 1, 'after', null)"]],
  ['VACUUM FULL', ['update big set n = 5 where id > 5500', 'vacuum full big', 'update big set n = n + 1 where id < 50']],
  ['a rewriting ALTER TABLE', ['alter table big alter column n type int using n + 1', 'delete from big where id < 20']],
])('a table that %s gave another storage is begun anew', async (name, statements) => {
  const database = `storage_${name.length}`;
  const [source, destination] = await servers.databases(database);
  await sql(source, BIG);
  await fillBig(source);
  await using task = await TestTask.create(servers, database, SLOW);
  await pauseAfter(task, 3);
  await sql(source, ...statements);
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
  expect(await value(destination, VIEWS)).toBe('1');
});

test('without a log a table is all of one view: begun anew, and what others have in it stays', async () => {
  const [source, destination] = await servers.databases('plain');
  await sql(source, BIG);
  await fillBig(source);
  await sql(destination, BIG, "insert into big values (-1, 0, 'theirs', null)");
  await using task = await TestTask.create(servers, 'plain', { ...SLOW, types: ['full'], conflictMode: 'ignore' });
  await pauseAfter(task, 3);
  await sql(source, 'delete from big where id between 1 and 50', 'insert into big select i from generate_series(10001, 10050) i');
  await task.send('resume');
  await task.reaches('finished');
  await sql(source, "insert into big values (-1, 0, 'theirs', null)");
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
});
