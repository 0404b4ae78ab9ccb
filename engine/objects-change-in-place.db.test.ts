import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, change, expectTidy, follows, quick, ROUND, says, stateOf } from '#e2e/faults/joining.ts';
import { list } from '#e2e/faults/rows.ts';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

/** Sessions of this database by what they are for. */
function sessions(url: string, purpose: string): Promise<readonly string[]> {
  return list(
    url,
    `select pid::text from pg_stat_activity where datname = current_database() and application_name = 'opendts ${purpose}' order by 1`,
  );
}

test('whoever follows goes on, on the same sessions, while tables come and go', async () => {
  const { task, source, destination } = await begun(servers, 'in_place', { followed: ['item', 'keyless'] });
  await using _ = task;
  await task.catchesUp();
  const applying = await sessions(destination, 'apply');
  expect(applying).toHaveLength(1);
  const sender = () => value(source, `select active_pid from pg_replication_slots where slot_name = '${slot}'`);
  const slot = await value(source, 'select slot_name from pg_replication_slots where database = current_database()');
  const hand = new Hand(source, ROUND);
  const first = await sender();
  await change(task, 'item', 'keyless', 'late');
  await task.when(() => stateOf(task, 'late') === 'copying');
  // Nobody has been in the way of its log.
  expect(await sender()).toBe(first);
  await quick(task);
  await follows(task, 'late');
  expect(await sessions(destination, 'apply')).toEqual(expect.arrayContaining([...applying]));
  await says(task, 'join.done');
  await change(task, 'item', 'late');
  await says(task, 'objects.taken-away');
  expect(await sessions(destination, 'apply')).toEqual(applying);
  await hand.stop();
  await task.catchesUp();
  await sql(source, 'drop table keyless');
  await sql(destination, 'drop table keyless');
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await expectTidy(source, destination);
  expect(task.complaints()).toEqual([]);
}, 300_000);

test('changes that follow each other at once come to the last of them, whatever each finds at work', async () => {
  const { task, source, destination } = await begun(servers, 'at_once', { followed: ['item', 'keyless'] });
  await using _ = task;
  await task.catchesUp();
  const hand = new Hand(source, ROUND);
  await change(task, 'item', 'keyless', 'late');
  await change(task, 'item', 'late');
  await change(task, 'item');
  await says(task, 'join.given-up');
  await sql(destination, 'drop table if exists late, keyless');
  await quick(task);
  await change(task, 'item', 'late');
  await change(task, 'item', 'late', 'keyless');
  await follows(task, 'late');
  await follows(task, 'keyless');
  await hand.stop();
  await task.catchesUp();
  await task.when(() => task.events.filter((event) => event.kind === 'log' && event.code === 'join.done').length === 2);
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await expectTidy(source, destination);
}, 300_000);

test('a table whose changes do not get through is taken away all the same, and the others go on', async () => {
  const { task, source, destination } = await begun(servers, 'stuck', { followed: ['item', 'late'] });
  await using _ = task;
  await task.catchesUp();
  await using other = await connected(destination);
  await other.query('begin');
  await other.query('lock table late in access exclusive mode');
  await sql(source, `update late set v = 'unseen' where id = 1`, `insert into item values (77, 'seen')`);
  while ((await value(destination, `select count(*) from pg_locks where not granted`)) === '0') await task.hears(() => true);
  await change(task, 'item');
  await task.catchesUp();
  expect(await value(destination, 'select v from item where id = 77')).toBe('seen');
  await other.query('rollback');
  expect(await value(destination, 'select v from late where id = 1')).toBe('first');
  await says(task, 'objects.taken-away');
  await expectTidy(source, destination);
}, 300_000);
