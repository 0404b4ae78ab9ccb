import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenColumns, typesOf } from '#e2e/faults/given-types.ts';
import { list } from '#e2e/faults/rows.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** Changes into tables that were there before, of columns that take no value of the source's types by themselves. */
let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 18, destinationMajor: 15 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const OBJECTS = [{ schema: 'public' }];
/** Each value as a text that is the same in all types it may have here. */
const ROW = (table: string) =>
  `select concat_ws(' ', lower(id::text), mood, coalesce(flag::text, '-'), lower(tag::text), doc::jsonb, addr, day, n, part, v, coalesce(moods::text, '-'))
   from ${table} order by 1`;
const AS_TEXT = 'id text not null, mood text, flag text, tag text, doc text, addr text, day text, n text, part text, v varchar, moods text';
const TYPED = `id uuid not null, mood mood, flag boolean, tag uuid, doc json, addr inet, day date, n integer, part positive, v short, moods mood[]`;
const TYPES = `create type mood as enum ('ok', 'good', 'so so'); create domain positive as bigint check (value > 0); create domain short as varchar(3)`;
const insert = (table: string, from: number, to: number) =>
  `insert into ${table} select ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid::text, (array['ok', 'good', 'so so'])[i % 3 + 1],
     case i % 2 when 0 then 'true' else 'false' end, md5('t' || i)::uuid::text, '{"i": ' || i || '}', '10.0.0.' || i % 200,
     (date '2026-01-01' + i)::text, i::text, i::text, left(i::text, 3), '{ok,"so so"}' from generate_series(${from}, ${to}) i`;

test.each(['pgoutput', 'test_decoding'] as const)(
  'texts go back into enums, uuids, numbers and what else there is, by %s',
  async (decoder) => {
    const name = `back_${decoder}`;
    const [source, destination] = await servers.databases(name);
    for (const table of ['keyed', 'keyless']) {
      await sql(source, `create table ${table} (${AS_TEXT})`);
      await sql(destination, ...(table === 'keyed' ? [TYPES] : []), `create table ${table} (${TYPED})`);
      await sql(source, insert(table, 1, 200));
    }
    await sql(source, 'alter table keyed add primary key (id)', 'alter table keyless replica identity full');
    await sql(destination, 'alter table keyed add primary key (id)');
    await using task = await TestTask.create(servers, name, {
      objects: OBJECTS,
      types: ['full', 'incremental'],
      accepted: ['PG_PRIMARY_KEY'],
      incremental: { decoder },
    });
    await task.startAndFollow();
    for (const table of ['keyed', 'keyless']) {
      const nth = (n: number) => `id = '00000000-0000-0000-0000-${String(n).padStart(12, '0')}'`;
      await sql(
        source,
        insert(table, 201, 260),
        `update ${table} set mood = 'good', flag = 'f', tag = upper(tag), n = '-5' where ${nth(7)}`,
        `update ${table} set id = '10000000-0000-0000-0000-000000000008', doc = '[1, 2]' where ${nth(8)}`,
        `update ${table} set mood = null, flag = null, day = null, part = null, v = null, moods = null, addr = '2001:db8::1' where ${nth(9)}`,
        `delete from ${table} where ${nth(10)}`,
        `delete from ${table} where n::int between 20 and 40`,
      );
    }
    await task.catchesUp();
    for (const table of ['keyed', 'keyless']) {
      const wanted = ROW(table).replaceAll('coalesce(flag::text', 'coalesce(flag::boolean::text');
      expect(await list(destination, ROW(table))).toEqual(await list(source, wanted));
    }
    expect(await typesOf(destination, 'keyed')).toContain('mood mood');
    expect(task.complaints()).toEqual([]);
    // What does not fit is refused, and is not cut: a domain's length is no reason for either.
    await sql(source, `update keyed set v = 'four' where n = '201'`);
    await task.when(() => JSON.stringify([task.state, task.events]).includes('value too long for type character varying(3)'));
  },
);

test('a task that is turned round brings back what its columns were', async () => {
  const [source] = await servers.databases('turned');
  // On a server whose log can be followed.
  const [destination] = await servers.databases('turned_too');
  const there = servers.source.endpoint('turned_too');
  await sql(
    source,
    `create type mood as enum ('ok', 'good'); create table t (id uuid primary key, mood mood not null, at timestamp, n int)`,
    `insert into t select md5(i::text)::uuid, 'ok', '2026-01-01', i from generate_series(1, 50) i`,
  );
  const columns = givenColumns({ id: 'text', mood: 'text', at: 'timestamptz', n: 'numeric' });
  const forth = await TestTask.create(servers, 'turned', {
    destination: there,
    objects: [{ schema: 'public', tables: [{ name: 't', columns }], others: [{ kind: 'type', name: 'mood' }] }],
  });
  await forth.startAndFollow();
  await forth.catchesUp();
  await forth.send('stop');
  await forth.engine.release(forth.id);
  await forth[Symbol.asyncDispose]();
  await using back = await TestTask.create(servers, 'turned', {
    source: there,
    destination: servers.source.endpoint('turned'),
    objects: [{ schema: 'public', tables: [{ name: 't' }] }],
    types: ['incremental'],
    accepted: ['PG_DEST_TYPE_NARROW'],
  });
  await back.startAndFollow();
  await sql(
    destination,
    `update t set mood = 'good', at = '2026-03-29 02:30:00+00', n = 1000 where n <= 10`,
    'delete from t where n between 11 and 20',
    `insert into t values (md5('new')::uuid::text, 'good', null, 7)`,
  );
  const row = `select concat_ws(' ', id, mood, n, at at time zone 'UTC') from t order by 1`;
  const wanted = await list(destination, row);
  await expect.poll(() => list(source, row.replace(` at time zone 'UTC'`, '')), { timeout: 60_000 }).toEqual(wanted);
  expect(back.complaints()).toEqual([]);
});
