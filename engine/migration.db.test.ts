import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeStructure } from '#e2e/catalog.ts';
import { compareDatabases } from '#e2e/compare.ts';
import { changes, EVERYTHING, EVERYTHING_ROWS, specialRows } from '#e2e/faults/everything.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { installedMajors } from '#lib/postgres/server.ts';

const installed = installedMajors();
const skipped = [12, 15, 17, 18].filter((major) => !installed.includes(major));
if (skipped.length > 0) console.log(`Not tested as sources, for their npm packages are not installed: PostgreSQL ${skipped.join(', ')}`);

const ZERO_LEFT = `select (select count(*) from pg_replication_slots) + (select count(*) from pg_publication)`;

describe.each(installed)('a migration from PostgreSQL %i to 18', (sourceMajor) => {
  let servers: TestServers;
  let source: string;
  let destination: string;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
    source = servers.source.url();
    destination = servers.destination.url();
    // Generated columns came with version 12.
    const made = sourceMajor < 12 ? EVERYTHING.replace(/ generated always as \([^)]*\) stored/g, '') : EVERYTHING;
    await sql(source, made, EVERYTHING_ROWS, specialRows(1), 'analyze');
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  async function same(): Promise<void> {
    expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
  }

  test('carries structure, rows and every kind of change, over pause and resume, and leaves nothing behind', {
    timeout: 300_000,
  }, async () => {
    await using task = await TestTask.create(servers, 'postgres', { objects: [{ schema: 'app' }] });
    await task.startAndFollow();
    await task.catchesUp();
    await same();
    expect(await describeStructure(destination, ['app'])).toEqual(await describeStructure(source, ['app']));
    expect(await value(destination, "select obj_description('app.people'::regclass)")).toBe("it's people");

    await sql(source, ...changes(0), ...changes(1));
    await task.catchesUp();
    await same();

    expect(await task.send('pause')).toMatchObject({ name: 'paused', from: 'streaming' });
    // Who pauses to cut over finds every sequence where the source's stands.
    const next = `select nextval(s::regclass) from unnest(array['app.people_id_seq', 'app.tickets', 'app.orders_id_seq', 'app.user_select_seq', 'app.counted_n_seq']) s`;
    await sql(source, ...changes(2));
    expect(await value(source, 'select count(*) from app.people')).not.toBe(await value(destination, 'select count(*) from app.people'));
    await task.send('resume');
    await task.catchesUp();
    await same();
    await task.send('pause');
    expect(await valuesOf(destination, next)).toEqual(await valuesOf(source, next));
    expect(task.complaints()).toEqual([]);

    expect(await task.send('stop')).toMatchObject({ name: 'stopped' });
    expect(await value(source, ZERO_LEFT)).toBe('0');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    expect(await value(destination, "select count(*) from pg_namespace where nspname = 'opendts'")).toBe('0');
    await expect(task.send('resume')).rejects.toMatchObject({ code: 'task.transition-refused' });
  });
});
