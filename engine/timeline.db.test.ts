import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const OBJECTS = [{ schema: 'public' }];

/** A source that fails over: with all that the destination has seen of it, and without. */
describe.each([12, 18])('source %s', (major) => {
  let servers: TestServers;
  let live: string;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major });
    live = join(servers.dir, 'source');
  }, 300_000);

  afterAll(() => servers?.[Symbol.asyncDispose]());

  /** The stopped server comes up as a standby of its own log, and then as a primary on the timeline after it. */
  async function promote(): Promise<void> {
    writeFileSync(join(live, 'standby.signal'), '');
    await servers.source.start();
    await sql(servers.source.url(), 'select pg_promote(true)');
  }

  async function follow(database: string): Promise<TestTask> {
    const task = await TestTask.create(servers, database, { objects: OBJECTS });
    await task.startAndFollow();
    return task;
  }

  test('one that is promoted with all that was seen of it is followed on', { timeout: 300_000 }, async () => {
    const [source, destination] = await servers.databases('whole');
    await sql(source, 'create table t (id int primary key)');
    await using task = await follow('whole');
    for (const round of [1, 2]) {
      await sql(source, `insert into t select ${round} * 1000 + i from generate_series(1, 100) i`);
      await task.catchesUp();
      await task.send('pause');
      await servers.source.stop('fast');
      await promote();
      await sql(source, `insert into t values (${-round})`);
      await task.send('resume');
      await task.reaches('streaming');
    }
    await task.catchesUp();
    expect(await compareDatabases(source, destination)).toMatchObject({ rows: 202, difference: null });
    expect(await value(source, 'select left(pg_walfile_name(pg_current_wal_lsn()), 8)')).toBe('00000003');
  });

  test('one that lacked something when it was promoted is refused, also when it has been written past that', {
    timeout: 300_000,
  }, async () => {
    const [source, destination] = await servers.databases('lagging');
    await sql(source, 'create table t (id int primary key)');
    await using task = await follow('lagging');
    await task.send('pause');
    const copy = join(servers.dir, 'lagging');
    await servers.source.stop('fast');
    execFileSync('cp', ['-a', live, copy]);
    await servers.source.start();
    await task.send('resume');
    await task.reaches('streaming');
    await sql(source, 'insert into t select generate_series(1, 2000)');
    await task.catchesUp();
    await task.send('pause');
    const seen = await value(source, 'select pg_current_wal_lsn()');
    const rows = () => valuesOf(destination, 'select id from t order by id');
    const before = await rows();

    await servers.source.stop('fast');
    rmSync(live, { recursive: true });
    execFileSync('cp', ['-a', copy, live]);
    await promote();
    const isPast = `select pg_current_wal_lsn() > '${seen}'::pg_lsn`;
    expect(await value(source, isPast)).toBe('f');
    for (let round = 1; (await value(source, isPast)) === 'f'; round += 1)
      await sql(source, `insert into t select ${-round} * 1000 - i from generate_series(1, 1000) i`);
    await sql(source, 'insert into t values (-1)');
    await task.send('resume');
    await expect(task.when(() => false)).rejects.toThrow(
      /source\.behind: The source was promoted from a copy that lacked the last \d+ bytes of the log/,
    );
    expect(await rows()).toEqual(before);

    // Refusing is not forgetting.
    await task.send('resume');
    await expect(task.when(() => false)).rejects.toThrow('source.behind');
    expect(await rows()).toEqual(before);
  });
});
