import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { CliRun } from '#e2e/faults/run-cli.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { actualFolder } from '#lib/postgres/cluster.ts';
import { type Document, opendts, writeDocument } from './command.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
});

afterAll(async () => {
  await servers?.[Symbol.asyncDispose]();
});

async function databases(name: string, ...statements: readonly string[]): Promise<void> {
  await servers.databases(name);
  await sql(servers.source.url(name), ...statements);
}

function task(database: string, edits: Document = {}): Document {
  return {
    name: database,
    source: servers.source.endpoint(database),
    destination: servers.destination.endpoint(database),
    objects: [{ schema: 'public' }],
    advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 1 },
    ...edits,
  };
}

const data = (): Readonly<Record<string, string>> => ({ OPENDTS_DATA: join(servers.dir, 'data') });
const run = (document: Document, ...options: readonly string[]): CliRun =>
  new CliRun(['run', writeDocument(servers, document), '--json', ...options], data());

describe('two tasks of one name on the command line', () => {
  test('the second is told who has the name, while the first goes on; another document of that name is refused', async () => {
    await databases('twice', 'create table item (id int primary key)', 'insert into item select generate_series(1, 100)');
    const first = run(task('twice'));
    expect(await first.sees((line) => line.kind === 'state' && line.name === 'streaming')).toBe(true);
    const second = opendts(servers, 'run', writeDocument(servers, task('twice')));
    expect(second.code).toBe(1);
    expect(second.text).toMatch(/task twice is being run by process \d+/);
    expect(second.text).toMatch(/change "name"/);
    expect(await first.terminate()).toMatchObject({ code: 0 });

    const other = opendts(servers, 'run', writeDocument(servers, task('twice', { objects: [{ schema: 'public', as: 'elsewhere' }] })));
    expect(other.code).toBe(1);
    expect(other.text).toMatch(/another task named twice/);
    expect(other.text).toMatch(/opendts release twice/);
    expect(opendts(servers, 'release', 'twice')).toMatchObject({ code: 0 });
    expect((await compareDatabases(servers.source.url('twice'), servers.destination.url('twice'), ['public'])).difference).toBeNull();
  });
});

describe('a run that was killed', () => {
  test('can be released as it is, and leaves nothing at the source', async () => {
    await databases('killed', 'create table item (id int primary key)', 'insert into item select generate_series(1, 100)');
    const running = run(task('killed'));
    expect(await running.sees((line) => line.kind === 'state' && line.name === 'streaming')).toBe(true);
    expect(await running.kill()).toBe(true);
    expect(opendts(servers, 'ls')).toMatchObject({ code: 0, text: expect.stringMatching(/^killed\tstreaming\t/m) });
    expect(opendts(servers, 'release', 'killed')).toMatchObject({ code: 0, text: expect.stringContaining('killed: released') });
    expect(await value(servers.source.url('killed'), 'select count(*) from pg_replication_slots where database = current_database()')).toBe(
      '0',
    );
    expect(opendts(servers, 'ls').text).not.toContain('killed');
  });
});

describe('a source table dropped during full load', () => {
  test('is named, with what to do; the other tables arrive whole, and the task can be finished without it', async () => {
    const big = (name: string) => [
      `create table ${name} (id int primary key, note text)`,
      `insert into ${name} select i, repeat(md5(i::text), 8) from generate_series(1, 120000) i`,
    ];
    await databases(
      'dropped',
      ...big('first'),
      ...big('second'),
      'create table victim (id int primary key)',
      'insert into victim values (1)',
      'analyze',
    );
    const running = run(task('dropped', { types: ['schema', 'full'] }), '--until', 'finished');
    // The largest tables go first: the small one has not been touched when the copying begins.
    expect(await running.sees((line) => line.kind === 'table' && line.state === 'copying')).toBe(true);
    await sql(servers.source.url('dropped'), 'drop table victim');
    expect(await running.exited).toMatchObject({ code: 1 });
    const failures = running.lines.flatMap((line) => (line.kind === 'table' && line.error !== undefined ? [line.error] : []));
    expect(failures[0]?.message.en).toMatch(/public\.victim/);
    expect(failures[0]?.hint.en.length).toBeGreaterThan(10);
    expect(running.errors).toMatch(/victim/);
    for (const table of ['first', 'second']) {
      expect(await value(servers.destination.url('dropped'), `select count(*) from ${table}`)).toBe('120000');
    }
    // Put back, the same document finishes: nothing that arrived is loaded again, nothing is lost.
    await sql(servers.source.url('dropped'), 'create table victim (id int primary key)', 'insert into victim values (1)');
    expect(await run(task('dropped', { types: ['schema', 'full'] }), '--until', 'finished').exited).toMatchObject({ code: 0 });
    expect((await compareDatabases(servers.source.url('dropped'), servers.destination.url('dropped'), ['public'])).difference).toBeNull();
  });
});

describe('a destination that fills up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opendts-full-'));
  const disk = join(folder, 'disk');
  const mounted = mountSmallDisk(disk);
  if (mounted !== null) console.log(`Not tested, a destination that fills up: ${mounted}`);

  afterAll(() => {
    if (mounted === null) spawnSync('umount', [disk]);
    rmSync(folder, { recursive: true, force: true });
  });

  // A disk that is really full needs a file system of its own, which only root may mount.
  test.skipIf(mounted !== null)(
    `is told as a full disk, and goes on when there is room${mounted === null ? '' : ` (skipped: ${mounted})`}`,
    async () => {
      const rows = `insert into big select i, repeat(md5(i::text), 30) from generate_series(1, 60000) i`;
      await sql(servers.source.url(), 'create database filled');
      await sql(servers.source.url('filled'), 'create table big (id int primary key, note text)', rows);
      const { uid, gid } = statSync(join(actualFolder(join(servers.dir, 'destination')), 'PG_VERSION'));
      mkdirSync(join(disk, 'space'));
      chownSync(join(disk, 'space'), uid, gid);
      await sql(
        servers.destination.url(),
        `create tablespace small location '${join(disk, 'space')}'`,
        'create database filled tablespace small',
      );
      const running = run(task('filled'), '--until', 'caught-up');
      // Room may be made at any time: the table is tried again where it is.
      expect(await running.sees((line) => line.kind === 'retry')).toBe(true);
      const told = running.lines.flatMap((line) => (line.kind === 'retry' ? [line.error] : []))[0];
      expect(told?.message.en).toMatch(/disk|space/i);
      expect(told?.object).toMatch(/big/);
      expect(told?.side).toBe('destination');
      // Room is made while the task waits or after it gave up: either way the same document goes on.
      spawnSync('mount', ['-o', 'remount,size=400m', disk]);
      const first = await running.exited;
      if (first.code !== 0) expect(await run(task('filled'), '--until', 'caught-up').exited).toMatchObject({ code: 0 });
      expect((await compareDatabases(servers.source.url('filled'), servers.destination.url('filled'), ['public'])).difference).toBeNull();
      await sql(servers.destination.url(), 'drop database filled', 'drop tablespace small');
    },
  );
});

/** A file system of 40 MB; the reason why not when it cannot be had. */
function mountSmallDisk(at: string): string | null {
  if (process.getuid?.() !== 0) return 'only root may mount a small disk';
  mkdirSync(at);
  chmodSync(dirname(at), 0o755);
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', at], { encoding: 'utf8' });
  return status === 0 ? null : `no small disk: ${stderr.trim()}`;
}
