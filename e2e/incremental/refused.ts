import { expect } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** A command that the destination refuses stops its table and the partitions of that, and nothing else; a person retries, edits or skips. */
export async function stopsWhatIsRefused(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('refusing');
  await sql(
    source,
    'create table p (id int primary key, n int) partition by range (id)',
    'create table p1 partition of p for values from (0) to (100)',
    'create table other (id int primary key, note text)',
    'create table edited (id int primary key, note text)',
    'insert into p values (1, 1)',
  );
  await using task = await TestTask.create(servers, 'refusing', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(
    destination,
    'create view seen as select n from p',
    'create view noted as select note from other',
    'create view read as select note from edited',
  );
  await sql(
    source,
    'alter table p alter n type bigint',
    'insert into p values (2, 5000000000)',
    'create table p2 partition of p for values from (100) to (200)',
    'insert into p values (101, 6000000000)',
    `insert into other values (1, 'goes on')`,
  );
  const first = await stops(task);
  expect(first.sql.join()).toContain('bigint');
  await passes(task, source);
  expect(task.state.name).toBe('streaming');
  expect(await value(destination, 'select count(*) from p')).toBe('1');
  expect(await value(destination, 'select note from other')).toBe('goes on');
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', first);
  // One that is skipped leaves the column as it is, and rows go on.
  await sql(source, 'alter table other alter note type varchar(20)', `insert into other values (2, 'after it')`);
  const second = await stops(task);
  await answer(task, 'skip', second);
  // One that is edited is what the table goes on with.
  await sql(source, 'alter table edited alter note type varchar(20)', `insert into edited values (1, 'after it')`);
  const third = await stops(task);
  const edited = 'drop view public.read; alter table public.edited alter column note type varchar(20)';
  await answer(task, 'retry', third, edited);
  expect(refused(task)).toEqual([]);
  await sql(source, 'delete from p where id = 1', `update other set note = note || '!'`);
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ rows: 5, difference: null });
  const [{ 'public.other': skipped, ...there }, { 'public.other': _, ...here }] = [await structures(destination), await structures(source)];
  expect(there).toEqual(here);
  expect(JSON.stringify(skipped)).not.toContain('character varying');
}
