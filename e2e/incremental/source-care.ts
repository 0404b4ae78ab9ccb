import { expect } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const DATABASE = 'source_care';
const SLOTS = `from pg_replication_slots where database = '${DATABASE}'`;

/** What a task makes at a source and may not leave there. */
const OURS = `select 'relation ' || relname from pg_class where relname like 'dts\\_%'
  union all select 'trigger ' || evtname from pg_event_trigger
  union all select 'function ' || proname from pg_proc where proname like 'dts\\_%'
  union all select 'publication ' || pubname from pg_publication
  union all select 'slot ' || slot_name from pg_replication_slots where database = current_database()`;

/** The task that has ended is released, and with it all it made at the source. */
export async function leavesNothing(task: TestTask, source: string): Promise<void> {
  await task.send('stop');
  expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
  expect(await valuesOf(source, OURS)).toEqual([]);
}

/** What a task sees to at the source, and what becomes of it when its slot is gone. */
export async function caresForSource(servers: TestServers): Promise<void> {
  const { major } = servers.source;
  const [source, destination] = await servers.databases(DATABASE);
  await sql(source, 'create table busy (id int primary key, v text)', 'create table idle (id int primary key)');
  await sql(source, `insert into busy select n, 'v' from generate_series(1, 100) n`, 'insert into idle values (1)');
  await using task = await TestTask.create(servers, DATABASE, { objects: [{ schema: 'public', tables: [{ name: 'idle' }] }] });
  await task.startAndFollow();

  // The slot moves on though nothing of the task's changes, and how much log is kept is told.
  await task.when(() => task.progress?.source?.heartbeat === 'table' && task.progress.source.slot?.active === true);
  expect(task.progress?.source?.slot).toMatchObject({ active: true, status: major < 13 ? null : 'reserved' });
  expect(await value(source, `select coalesce((to_jsonb(s) ->> 'failover')::boolean, false) ${SLOTS.replace(' where', ' s where')}`)).toBe(
    major < 17 ? 'f' : 't',
  );
  await sql(source, `update busy set v = repeat('x', 1000)`);
  const end = await value(source, 'select pg_current_wal_lsn()');
  while ((await value(source, `select confirmed_flush_lsn >= '${end}' ${SLOTS}`)) !== 't')
    await task.hears(({ kind }) => kind === 'source');

  // What it makes there is nobody's to choose.
  const endpoint = servers.source.endpoint(DATABASE);
  expect((await task.engine.tables(endpoint, 'public')).map(({ name }) => name)).toEqual(['busy', 'idle']);
  expect(await task.engine.objects(endpoint, 'public')).toEqual([]);

  // A slot that is gone is recognised; the rows are copied again.
  await task.send('pause');
  await sql(
    source,
    `select pg_drop_replication_slot(slot_name) ${SLOTS}`,
    'delete from idle',
    'insert into idle select generate_series(5, 9)',
  );
  await task.send('resume');
  await task.reaches('failed');
  expect(task.state).toMatchObject({ error: { code: 'source.slot-lost' } });
  await task.engine.copyAgain(task.id);
  await task.reaches('streaming');
  await sql(source, 'update idle set id = id + 10 where id > 7');
  await task.catchesUp();
  expect(await valuesOf(destination, 'select id from idle order by id')).toEqual(['5', '6', '7', '18', '19']);
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: { table: 'public.busy' } });
  await leavesNothing(task, source);
}
