import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';

/** More than the source keeps of a transaction before it tells of it. */
const LARGE = 20_000;
const SMALL = 3;

/** From 14 on a large transaction is told of while it is open; before, when it is over. */
describe.each(SOURCES)('transactions prepared on PostgreSQL %i', (sourceMajor) => {
  let servers: TestServers;
  let source: string;

  beforeAll(async () => {
    const small = sourceMajor >= 13 ? { logical_decoding_work_mem: '64kB' } : {};
    servers = await startServers({ sourceMajor, sourceSettings: { max_prepared_transactions: 10, ...small } });
    source = servers.source.url();
    // Without a key a row that came twice stands there twice.
    await sql(source, 'create table ledger (by text, n int)', 'alter table ledger replica identity full');
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  const rows = (by: string, count: number) => `insert into ledger select '${by}', n from generate_series(1, ${count}) n`;
  const prepare = (by: string, count: number) => sql(source, `begin; ${rows(by, count)}; prepare transaction '${by}'`);
  const arrived = (by: string) => value(servers.destination.url(), `select count(*) from ledger where by = '${by}'`);

  test('arrive when they are committed, once, and never when they are not, over a restart of the task', { timeout: 300_000 }, async () => {
    await prepare('before the slot', SMALL);
    await using task = await TestTask.create(servers, 'postgres', { objects: [{ schema: 'public' }] });
    // The slot waits for it, so its rows are copied.
    const started = task.startAndFollow();
    await sql(source, `commit prepared 'before the slot'`);
    await started;
    for (const [name, count] of [['small', SMALL] as const, ['large', LARGE] as const]) {
      for (const end of ['commit', 'rollback', 'late commit', 'late rollback']) await prepare(`${name} ${end}`, count);
    }
    await sql(source, rows('beside', SMALL));
    await task.catchesUp();
    // Prepared is not committed: nobody may see them.
    expect(await arrived('small commit')).toBe('0');
    expect(await arrived('large commit')).toBe('0');
    for (const name of ['small', 'large']) {
      await sql(source, `commit prepared '${name} commit'`);
      await sql(source, `rollback prepared '${name} rollback'`);
    }
    await task.catchesUp();
    await task.send('pause');
    // What was told of them before the pause must not be all that is ever told.
    await servers.source.stop('fast');
    await servers.source.start();
    await sql(source, rows('while paused', SMALL), `commit prepared 'small late commit'`);
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await arrived('small late commit')).toBe(String(SMALL));
    expect(await arrived('large late commit')).toBe('0');
    await sql(source, `commit prepared 'large late commit'`);
    for (const name of ['small', 'large']) await sql(source, `rollback prepared '${name} late rollback'`);
    await task.catchesUp();
    expect(await arrived('large late commit')).toBe(String(LARGE));
    const total = String(4 * SMALL + 2 * LARGE + SMALL);
    expect(await value(source, 'select count(*) from ledger')).toBe(total);
    expect(await value(servers.destination.url(), 'select count(*) from ledger')).toBe(total);
    expect(await compareDatabases(source, servers.destination.url())).toMatchObject({ difference: null });
    expect(task.complaints()).toEqual([]);
    await task.send('stop');
  });
});
