import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CliRun, endRuns } from '#e2e/faults/run-cli.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const OBJECTS = [{ schema: 'public' }];
const FULL: ('schema' | 'full')[] = ['schema', 'full'];
const CARRIED = { objects: OBJECTS, types: FULL, full: { largeObjects: true } };
const DRESSED = { ...CARRIED, structure: { ownership: true, grants: true, eventTriggers: [] } };

const ROLES = `create role keeper; create role "read er"; create role writer; grant keeper to current_user`;

/** 300 small ones, a table that refers to them, and one of every kind there is. */
const MIXED = `
  create table document (id int primary key, body oid);
  insert into document select n, lo_from_bytea(20000 + n, convert_to(repeat('document ' || n || E' \\\\ \\x01', n % 40), 'UTF8')) from generate_series(1, 300) n;
  -- Thirty megabytes that do not compress.
  do $$ begin
    perform lo_create(30000);
    for n in 0 .. 29 loop
      perform lo_put(30000, n * 1048576::bigint, (select string_agg(decode(md5(n || ' ' || m), 'hex'), '') from generate_series(1, 65536) m));
    end loop;
  end $$;
  select lo_create(30001);
  -- Holes: before the first byte, between, and of the length that no byte marks.
  select lo_create(30002), lo_put(30002, 5000000, 'here'), lo_put(30002, 9000001, 'there');
  select lo_create(30003);
  select lo_truncate64(lo_open(30003, 131072), 1048576);
  select lo_from_bytea(30004, convert_to(repeat('cut', 2000), 'UTF8'));
  select lo_truncate64(lo_open(30004, 131072), 4096);
  select lo_from_bytea(30005, convert_to(repeat('short', 100), 'UTF8')), lo_put(30005, 7000, 'and on');
  select lo_from_bytea(4294967295, 'the last there can be');
  comment on large object 20001 is E'it''s a \\\\ comment';
  alter large object 20002 owner to keeper;
  grant select on large object 20002 to "read er" with grant option;
  grant select, update on large object 20003 to public;
  revoke update on large object 20004 from current_user;
  alter large object 30000 owner to keeper;
  comment on large object 30000 is 'large'`;

const CONTENTS = `select o.oid || ' ' || octet_length(lo_get(o.oid)) || ' ' || md5(lo_get(o.oid)) || ' '
  || coalesce(obj_description(o.oid, 'pg_largeobject'), '-') from pg_largeobject_metadata o order by o.oid`;
const ACCESS = `select oid || ' ' || pg_get_userbyid(lomowner) || ' ' || coalesce(lomacl::text, '-') from pg_largeobject_metadata order by oid`;

const COUNT = 'select count(*) from pg_largeobject_metadata';
/** Sessions that write pieces at this moment. */
const PUTTING = "select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle' and query ~ '^select lo_put'";

/** 25 MB, a piece after the other. */
const large = (number: number) => `do $$ begin perform lo_create(${number}); for n in 0 .. 24 loop
  perform lo_put(${number}, n * 1048576::bigint, decode(repeat(md5(n::text), 65536), 'hex')); end loop; end $$`;

afterEach(endRuns);

describe.each([12, 18])('large objects of a server of version %i', (sourceMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
    await sql(servers.source.url(), ROLES);
    await sql(servers.destination.url(), ROLES);
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  const logged = (task: TestTask) =>
    task.events.flatMap((event) =>
      event.kind === 'log' && event.code.startsWith('large-objects.') ? [`${event.code}: ${event.message.en}`] : [],
    );

  test('arrive with their numbers, contents, holes, comments, owners and grants', async () => {
    const [source, destination] = await servers.databases('mixed');
    await sql(source, MIXED);
    await using task = await TestTask.create(servers, 'mixed', DRESSED);
    await task.send('start');
    await task.reaches('finished');
    expect(task.complaints()).toEqual([]);
    expect(logged(task)).toEqual([expect.stringMatching(/^large-objects\.copied: 307 large objects copied, 3\d{7} bytes$/)]);
    expect(await valuesOf(destination, CONTENTS)).toEqual(await valuesOf(source, CONTENTS));
    expect(await valuesOf(destination, ACCESS)).toEqual(await valuesOf(source, ACCESS));
    // A hole that is read as zeros is not kept as zeros.
    expect(await value(destination, 'select count(*) from pg_largeobject where loid = 30002')).toBe('2');
    expect(await value(destination, 'select count(*) from document d join pg_largeobject_metadata o on o.oid = d.body')).toBe('300');
  });

  test('are read with no more than the right to read them, and say which may not be', async () => {
    const [source, destination] = await servers.databases('granted');
    const may = `do $$ declare n oid; begin for n in select oid from pg_largeobject_metadata where oid <> 20003 loop
      execute format('grant select on large object %s to plain', n); end loop; end $$`;
    await sql(source, MIXED, "create role plain login password 'plain'", 'grant select on document to plain', may);
    await sql(source, 'revoke all on large object 20003 from public');
    const account = { user: 'plain', password: 'plain' };
    const endpoint = (database: string) => ({ ...servers.source.endpoint(database), ...account });
    const asPlain = { ...servers, source: { ...servers.source, endpoint } };
    await using task = await TestTask.create(asPlain, 'granted', CARRIED);
    await task.send('start');
    await expect(task.reaches('finished')).rejects.toThrow(/^large-object\.right\.missing: .*permission denied for large object 20003/);
    expect(await value(destination, COUNT)).toBe('0');

    await sql(source, 'grant select on large object 20003 to plain');
    await task.send('resume');
    await task.reaches('finished');
    expect(await valuesOf(destination, CONTENTS)).toEqual(await valuesOf(source, CONTENTS));
    expect(
      await value(destination, "select count(*) from pg_largeobject_metadata where lomacl is not null or lomowner <> 'postgres'::regrole"),
    ).toBe('0');
  });

  test('stay without the owners and grants that name roles the destination lacks', async () => {
    const [source, destination] = await servers.databases('lacking');
    await sql(
      source,
      'create role stranger',
      'create table t (id int primary key)',
      'select lo_create(500), lo_create(501)',
      'alter large object 500 owner to stranger',
      'grant select on large object 501 to stranger',
      'grant select on large object 501 to writer',
    );
    await using task = await TestTask.create(servers, 'lacking', DRESSED);
    await task.send('start');
    await task.reaches('finished');
    expect(task.complaints()).toEqual([expect.stringMatching(/^large-objects\.roles-missing: .*: stranger$/)]);
    expect(await valuesOf(destination, ACCESS)).toEqual(['500 postgres -', '501 postgres {postgres=rw/postgres,writer=r/postgres}']);
    await sql(source, 'drop table t', 'select lo_unlink(500), lo_unlink(501)', 'drop role stranger');
  });

  test('are left alone unless asked for', async () => {
    const [source, destination] = await servers.databases('off');
    await sql(source, 'create table t (id int primary key)', "select lo_from_bytea(7, 'seven')");
    await using task = await TestTask.create(servers, 'off', { objects: OBJECTS, types: FULL });
    await task.send('start');
    await task.reaches('finished');
    expect(logged(task)).toEqual([]);
    expect(await value(destination, COUNT)).toBe('0');
  });

  test('never overwrite one that is there: the task fails and names them, or keeps them and says so', async () => {
    const [source, destination] = await servers.databases('taken');
    await sql(source, 'create table t (id int primary key)', "select lo_from_bytea(n, 'source') from generate_series(100, 1400) n");
    const there = "select lo_from_bytea(n, 'destination') from unnest('{99, 110, 700, 1400, 9000}'::oid[]) n";
    await sql(destination, there);
    const told = /^large-object\.exists: The destination has 3 large objects .*: 110, 700, 1400$/;
    await using careful = await TestTask.create(servers, 'taken', CARRIED);
    await careful.send('start');
    await expect(careful.reaches('finished')).rejects.toThrow(told);
    expect(await value(destination, COUNT)).toBe('5');
    await sql(destination, 'select lo_unlink(110), lo_unlink(700), lo_unlink(1400)');
    await careful.send('resume');
    await careful.reaches('finished');
    expect(logged(careful)).toEqual(['large-objects.copied: 1301 large objects copied, 7806 bytes']);
    expect(await value(destination, "select count(*) from pg_largeobject where data = 'source'")).toBe('1301');

    await sql(destination, 'select lo_unlink(oid) from pg_largeobject_metadata', there);
    const options = { ...CARRIED, conflictMode: 'ignore' as const };
    await using bold = await TestTask.create(servers, 'taken', options);
    await bold.send('start');
    await bold.reaches('finished');
    expect(logged(bold)).toEqual([
      expect.stringContaining('large-objects.skipped: 3 large objects were not written'),
      'large-objects.copied: 1298 large objects copied, 7788 bytes',
    ]);
    expect(
      await value(destination, "select string_agg(loid::text, ' ' order by loid) from pg_largeobject where data = 'destination'"),
    ).toBe('99 110 700 1400 9000');
  });

  test('are paused in the middle of one, and go on', async () => {
    const [source, destination] = await servers.databases('paused');
    await sql(
      source,
      'create table t (id int primary key)',
      "select lo_from_bytea(n, 'small') from generate_series(100, 1200) n",
      ...[500_000, 500_001].map(large),
    );
    await using task = await TestTask.create(servers, 'paused', CARRIED);
    await task.send('start');
    while ((await value(destination, PUTTING)) === '0' || (await value(destination, COUNT)) === '0');
    expect(await task.send('pause')).toMatchObject({ name: 'paused', from: 'loading' });
    const there = Number(await value(destination, COUNT));
    expect([500, 1000, 1101, 1102]).toContain(there);
    await task.send('resume');
    await task.reaches('finished');
    expect(task.complaints()).toEqual([]);
    expect(await valuesOf(destination, CONTENTS)).toEqual(await valuesOf(source, CONTENTS));
  });

  test('go on where a killed engine left them, none lost, doubled or half there', async () => {
    const [source, destination] = await servers.databases('killed');
    await sql(
      source,
      'create table document (id int primary key, body oid)',
      "insert into document select n, lo_from_bytea(1000 + n, decode(md5(n::text), 'hex')) from generate_series(1, 12000) n",
      // Large ones between the small.
      ...[500, 5_000_000, 6_000_000].map(large),
    );
    const document = join(servers.dir, 'killed.json');
    const endpoints = { source: servers.source.endpoint('killed'), destination: servers.destination.endpoint('killed') };
    // Following changes, so that a load that goes on has a slot to meet.
    const types = ['schema', 'full', 'incremental'];
    await writeFile(
      document,
      JSON.stringify({ name: `killed-${sourceMajor}`, ...endpoints, ...CARRIED, types, accepted: ['PG_LARGE_OBJECTS'] }),
    );
    const args = ['run', document, '--json', '--until', 'caught-up', '--data', join(servers.dir, 'data')];

    const objects = () => value(destination, COUNT);
    const putting = () => value(destination, PUTTING);
    const counts: string[] = [];
    for (const reached of [
      async () => (await putting()) !== '0',
      async () => Number(await objects()) >= 1,
      async () => Number(await objects()) >= 2000,
      async () => Number(await objects()) >= 7000,
      async () => Number(await objects()) > 12_000 && (await putting()) !== '0',
    ]) {
      const run = new CliRun(args);
      while (!run.ended && !(await reached()));
      expect(await run.kill(), run.errors).toBe(true);
      expect(run.lines.filter((line) => line.kind === 'log' && line.level !== 'info')).toEqual([]);
      counts.push((await objects()) ?? '');
    }
    console.log(`large objects at each kill: ${counts.join(', ')}`);
    // Made at the source meanwhile, with a number that is behind.
    await sql(source, "select lo_from_bytea(900, 'late')");

    const last = new CliRun(args);
    expect(await last.exited, last.errors).toEqual({ code: 0, signal: null });
    expect(last.lines.filter((line) => line.kind === 'log' && line.level !== 'info')).toEqual([]);
    const bytes = 12_000 * 16 + 3 * 25 * 1_048_576 + 4;
    expect(last.lines).toContainEqual(
      expect.objectContaining({
        code: 'large-objects.copied',
        message: expect.objectContaining({ en: `12004 large objects copied, ${bytes} bytes` }),
      }),
    );
    expect(await valuesOf(destination, CONTENTS)).toEqual(await valuesOf(source, CONTENTS));
    expect((await new CliRun(['release', `killed-${sourceMajor}`, ...args.slice(-2)]).exited).code).toBe(0);
    expect(await value(destination, "select count(*) from pg_namespace where nspname = 'opendts'")).toBe('0');
  });
});
