import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { opendts, writeDocument } from '#e2e/bad-input/command.ts';
import { compareDatabases } from '#e2e/compare.ts';
import { CliRun, endRuns } from '#e2e/faults/run-cli.ts';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';
import { isFollowing, type TaskState } from './task/state.ts';

const TABLES = ['create table parents (id int primary key, v text)', `insert into parents select i, 'v' from generate_series(1, 200) i`];
const CHANGES = [`update parents set v = 'w' where id % 3 = 0`, 'delete from parents where id % 7 = 0'];
/** Some megabytes of log. */
const junk = (from: number) => `insert into parents select ${from} + i, repeat('x', 1000) from generate_series(1, 6000) i`;
const LIMIT = { warnMegabytes: null, pauseMegabytes: 4, dropSlot: false };
const FIGURES = /^The source keeps [\d.]+ MB of log for this task, and 4.0 MB is the limit$/;

/** A transaction that stays open, so that the log is kept from here on. */
async function hold(source: string) {
  const holder = await connected(source);
  await holder.query('begin; insert into parents values (100000, null)');
  return holder;
}

/** Once what is kept was looked at a task is past being let catch up. */
const looked = (task: TestTask) => task.when(() => (task.progress?.source?.slot ?? null) !== null);
const slots = (database: string) => `select count(*) from pg_replication_slots where database = '${database}'`;
const atLimit = { name: 'paused', from: 'streaming', error: { code: 'source.wal-limit', message: { en: expect.stringMatching(FIGURES) } } };

describe.each(SOURCES)('the limit on the log that a source of version %i keeps', (sourceMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
  });

  afterEach(endRuns);

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  test('warns, and pauses the task with the figures; who resumes it is let catch up', async () => {
    const [source, destination] = await servers.databases('limited');
    await sql(source, ...TABLES);
    await using task = await TestTask.create(servers, 'limited', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    await task.engine.adjust(task.id, { walLimit: { ...LIMIT, warnMegabytes: 2, pauseMegabytes: null } });
    await looked(task);
    await using holder = await hold(source);
    await sql(source, junk(1000), 'checkpoint');
    await task.when(() => task.complaints().length > 0);
    expect(task.complaints()).toEqual([expect.stringMatching(/^source.wal-held: The source keeps [\d.]+ MB of log for this task$/)]);
    await task.engine.adjust(task.id, { walLimit: LIMIT });
    await task.reaches('paused');
    expect(task.state).toMatchObject(atLimit);
    expect(isFollowing(task.state)).toBe(true);
    expect(task.complaints().at(-1)).toMatch(/^source.wal-limit: Paused by itself: The source keeps/);
    // A person did not have it pause, and nobody is told so.
    expect(task.events.some((event) => event.kind === 'log' && event.code === 'task.paused')).toBe(false);
    expect(await value(source, slots('limited'))).toBe('1');

    // Over the limit still, it goes on, until a tenth more is kept.
    await task.send('resume');
    await task.hears((event) => event.kind === 'source' && (event.slot?.heldBytes ?? 0) > 4_000_000);
    expect(task.state).toEqual({ name: 'streaming' });
    await sql(source, junk(10_000));
    await task.reaches('paused');
    expect(task.state).toMatchObject(atLimit);

    await holder.query('commit');
    await task.engine.adjust(task.id, { walLimit: { ...LIMIT, pauseMegabytes: 1_000 } });
    await task.send('resume');
    await sql(source, ...CHANGES);
    await task.reaches('streaming');
    await task.catchesUp();
    await task.when(() => (task.progress?.source?.slot?.heldBytes ?? 0) > 0);
    expect(task.state).toEqual({ name: 'streaming' });
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
  });

  test('counts again once a task that was let catch up has come below it', async () => {
    const [source, destination] = await servers.databases('again');
    await sql(source, ...TABLES);
    await using task = await TestTask.create(servers, 'again', { objects: [{ schema: 'public' }], incremental: { walLimit: LIMIT } });
    await task.startAndFollow();
    await looked(task);
    const holder = await hold(source);
    await sql(source, junk(1000), junk(10_000), junk(20_000));
    await task.reaches('paused');
    await holder.query('commit');
    await holder.end();
    await task.send('resume');
    await task.reaches('streaming');
    const most = () => task.progress?.source?.slot?.heldBytes ?? Number.POSITIVE_INFINITY;
    while (most() >= 4_000_000) {
      // Where the slot may begin anew is told by what is written meanwhile.
      await sql(source, 'checkpoint');
      await task.hears((event) => event.kind === 'source');
    }
    await using again = await connected(source);
    await again.query('begin; insert into parents values (100001, null)');
    await sql(source, junk(30_000));
    // Less than was kept when it went on, and yet more than the limit.
    await task.reaches('paused');
    expect(task.state).toMatchObject(atLimit);
    await again.query('commit');
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
  });

  test('drops the slot where a person chose that; the rows are then copied again', async () => {
    const [source, destination] = await servers.databases('let_go');
    await sql(source, ...TABLES);
    await using task = await TestTask.create(servers, 'let_go', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    await task.engine.adjust(task.id, { walLimit: { ...LIMIT, pauseMegabytes: 2, dropSlot: true } });
    await looked(task);
    await using holder = await hold(source);
    await sql(source, junk(1000));
    await task.reaches('failed');
    expect(task.state).toMatchObject({ error: { code: 'source.slot-dropped' } });
    expect(await value(source, slots('let_go'))).toBe('0');
    await holder.query('commit');
    await task.engine.adjust(task.id, { walLimit: { ...LIMIT, pauseMegabytes: null } });
    await task.engine.copyAgain(task.id);
    await task.reaches('streaming');
    await sql(source, ...CHANGES);
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
  });

  test('ends a run of the command line, which says why and goes on with a raised limit', async () => {
    const [source, destination] = await servers.databases('headless');
    await sql(source, ...TABLES);
    const ends = { source: servers.source.endpoint('headless'), destination: servers.destination.endpoint('headless') };
    const file = (pauseMegabytes: number) =>
      writeDocument(servers, { name: 'headless', ...ends, objects: [{ schema: 'public' }], incremental: { walLimit: { pauseMegabytes } } });
    const data = { OPENDTS_DATA: join(servers.dir, 'data') };
    const limited = new CliRun(['run', file(4), '--json'], data);
    expect(await limited.sees((line) => line.kind === 'source' && line.slot !== null)).toBe(true);
    await using holder = await hold(source);
    await sql(source, junk(1000));
    expect(await limited.exited).toMatchObject({ code: 1 });
    expect(limited.errors).toMatch(/^source.wal-limit: The source keeps [\d.]+ MB of log for this task, and 4.0 MB is the limit$/m);
    const isAtLimit = (line: CliRun['lines'][number]) => line.kind === 'state' && line.name === 'paused' && line.error !== undefined;
    expect(limited.lines.some(isAtLimit)).toBe(true);
    expect(limited.lines.at(-1)).toEqual({ kind: 'end', state: 'paused' satisfies TaskState['name'] });
    expect(opendts(servers, 'ls')).toMatchObject({ code: 0, text: expect.stringMatching(/^headless\tpaused\t/m) });

    await holder.query('commit');
    const raised = new CliRun(['run', file(1_000), '--json', '--until', 'caught-up'], data);
    expect(await raised.exited).toMatchObject({ code: 0 });
    // What ended the run before is kept until the task goes on.
    expect(raised.lines.find(({ kind }) => kind === 'state')).toMatchObject(atLimit);
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
    expect(opendts(servers, 'release', 'headless')).toMatchObject({ code: 0 });
  });
});
