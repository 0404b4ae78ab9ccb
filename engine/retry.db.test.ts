import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { PAIRS } from '#e2e/faults/versions.ts';
import type { TaskEvent } from './progress/event.ts';

describe.each(PAIRS)('PostgreSQL %i to %i', (sourceMajor, destinationMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor, destinationMajor });
  }, 300_000);

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  const OBJECTS = [{ schema: 'public' }];
  /** Six seconds without a connection. */
  const SHORT = { retryConnectionMinutes: 0.1, retryOtherMinutes: 0.05 };

  const retries = (task: TestTask) => task.events.filter((event): event is Extract<TaskEvent, { kind: 'retry' }> => event.kind === 'retry');

  /** A table without a key: what is applied twice is there twice. */
  async function followed(name: string, advanced: typeof SHORT) {
    const [source, destination] = await servers.databases(name);
    await sql(source, 'create table loose (id int)', 'alter table loose replica identity full', 'insert into loose values (0)');
    const task = await TestTask.create(servers, name, { objects: OBJECTS, advanced });
    await task.startAndFollow();
    await sql(source, 'insert into loose select n from generate_series(1, 1000) n');
    await task.catchesUp();
    return { source, destination, task };
  }

  const sums = (url: string) => value(url, 'select count(*) || $$ $$ || sum(id) || $$ $$ || count(distinct id) from loose');

  test('a destination that is away for longer than the retry time fails the task, and Resume goes on exactly', async () => {
    const { source, destination, task } = await followed('beyond', SHORT);
    await using _ = task;
    await servers.destination.stop('immediate');
    await sql(source, 'insert into loose select n from generate_series(1001, 3000) n', 'delete from loose where id % 3 = 0');
    await expect(task.when(() => false)).rejects.toThrow(/^connect\./);
    expect(task.state).toMatchObject({ name: 'failed', from: 'streaming', error: { side: 'destination', connection: true } });
    const [first] = retries(task);
    const last = retries(task).at(-1);
    expect(last?.attempt).toBeGreaterThan(1);
    // By two clocks, to the millisecond.
    const since = expect.closeTo(first?.at ?? 0, -2);
    expect(last).toMatchObject({ since, until: expect.closeTo((first?.at ?? 0) + 6_000, -2), error: { side: 'destination' } });
    // What is shown of a task that failed: how often and since when it was tried.
    expect(task.progress?.retry).toMatchObject({ attempt: last?.attempt, since });
    const { position } = task.progress?.stream ?? {};
    await servers.destination.start();
    await sql(source, 'insert into loose values (9999)');
    await task.send('resume');
    expect(task.progress?.retry).toBeNull();
    await task.catchesUp();
    expect(task.progress?.stream?.position).not.toBe(position);
    expect(await sums(destination)).toBe(await sums(source));
  }, 90_000);

  test('a destination that comes back inside its time is found by itself, though the source has nothing to tell', async () => {
    const { source, destination, task } = await followed('inside', { retryConnectionMinutes: 5, retryOtherMinutes: 1 });
    await using _ = task;
    const lost = task.hears((event) => event.kind === 'retry');
    const recovered = task.hears((event) => event.kind === 'recovered');
    await servers.destination.stop('immediate');
    // The first change finds that the destination is gone; it waits there, and nothing comes after it.
    await sql(source, 'insert into loose values (5000)');
    await lost;
    await servers.destination.start();
    await recovered;
    expect(task.progress?.retry).toBeNull();
    expect(task.state.name).toBe('streaming');
    await task.catchesUp();
    expect(await sums(destination)).toBe(await sums(source));
  }, 90_000);

  test('an idle source that is lost and found again is no obstacle any more', async () => {
    const { source, destination, task } = await followed('idle', { retryConnectionMinutes: 5, retryOtherMinutes: 1 });
    await using _ = task;
    const recovered = task.hears((event) => event.kind === 'recovered');
    await servers.source.stop('fast');
    await servers.source.start();
    await recovered;
    expect(retries(task).at(-1)?.error).toMatchObject({ side: 'source', connection: true });
    await sql(source, 'insert into loose values (7000)');
    await task.catchesUp();
    expect(await sums(destination)).toBe(await sums(source));
  }, 90_000);

  test('what the destination refuses each time fails when its time is over, though the log of the source goes on', async () => {
    const { source, destination, task } = await followed('refused', SHORT);
    await using _ = task;
    await sql(destination, 'alter table loose add constraint small check (id < 10000)');
    await sql(source, 'insert into loose values (10000)');
    // Not of the task: its log alone moves what the source has told.
    let stop = false;
    const elsewhere = (async () => {
      await sql(source, 'create schema other', 'create table other.noise (id int)');
      while (!stop) await sql(source, 'insert into other.noise select generate_series(1, 100)');
    })();
    await expect(task.when(() => false)).rejects.toThrow(/^row\.refused/);
    stop = true;
    await elsewhere;
    expect(task.events.some(({ kind }) => kind === 'recovered')).toBe(false);
    await sql(destination, 'alter table loose drop constraint small');
    await task.send('resume');
    await task.catchesUp();
    expect(await sums(destination)).toBe(await sums(source));
  }, 90_000);
});
