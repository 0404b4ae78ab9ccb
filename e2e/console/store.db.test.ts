import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { freePort, type PostgresServer, startServer } from '#lib/postgres/server.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { ConsoleClient } from './client.ts';
import { type ConsoleProcess, start, tryStart } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-store-'));
// The account that runs the servers must be able to enter.
chmodSync(folder, 0o755);
const data = { OPENDTS_DATA: join(folder, 'data') };
let source: PostgresServer;
let destination: PostgresServer;

beforeAll(async () => {
  source = await startServer({ dir: join(folder, 'source'), settings: { wal_level: 'logical' } });
  destination = await startServer({ dir: join(folder, 'destination') });
  await sql(source, 'create table item (id int primary key, note text)');
  await sql(source, `insert into item select i, 'note ' || i from generate_series(1, 20000) i`);
});

afterAll(async () => {
  await source?.stop('immediate');
  await destination?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

describe('the data folder', () => {
  test('a second process on it is refused in one sentence, and the first goes on', async () => {
    const first = await start(data);
    const second = await tryStart(data);
    expect(second).toMatchObject({ ready: false, code: 1 });
    if (!second.ready) {
      expect(second.output).toContain(`Another OpenDTS (process ${first.pid}) already runs on the data folder ${data.OPENDTS_DATA}`);
      expect(second.output).not.toContain('    at ');
    }
    expect((await new ConsoleClient(first.url).fetch('GET', '/sign-in')).status).toBeLessThan(400);
    expect(await first.end()).toBe(0);
  });

  test('keeps its secret to its owner, and nothing runs on after the end', async () => {
    expect(statSync(join(data.OPENDTS_DATA, 'secret')).mode & 0o777).toBe(0o600);
    expect(serversOn(data.OPENDTS_DATA)).toBe('');
  });

  test('a taken port is named, with what to do, before anything is started', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((settle) => other.listen(port, '127.0.0.1', settle));
    const refused = await tryStart({ ...data, PORT: String(port) });
    other.close();
    expect(refused).toMatchObject({ ready: false, code: 1 });
    if (!refused.ready)
      expect(refused.output.trim()).toBe(`Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`);
    expect(serversOn(data.OPENDTS_DATA)).toBe('');
  });

  test('settings that cannot be used are all named', async () => {
    const refused = await tryStart({ ...data, PORT: 'many', OPENDTS_SECRET: 'short' });
    expect(refused.ready).toBe(false);
    if (!refused.ready) expect(refused.output).toMatch(/PORT: [\s\S]*OPENDTS_SECRET: |OPENDTS_SECRET: [\s\S]*PORT: /);
  });
});

describe('a start that cannot be', () => {
  test.each([
    [
      'a data folder that is a file',
      () => ({ OPENDTS_DATA: join(import.meta.dirname, 'store.db.test.ts') }),
      'cannot keep its metadata store in the data folder',
    ],
    [
      'a metadata store that is not there',
      () => ({ ...data, DATABASE_URL: 'postgresql://me:p%40ss-word@127.0.0.1:1/tasks' }),
      '127.0.0.1:1/tasks',
    ],
    [
      'a metadata store of another kind',
      () => ({ ...data, DATABASE_URL: 'mysql://me:p%40ss-word@127.0.0.1/tasks' }),
      'DATABASE_URL: must be postgresql://',
    ],
    [
      'a data folder of another secret',
      () => ({ ...data, OPENDTS_SECRET: 'not the one that was generated' }),
      'Start OpenDTS with the OPENDTS_SECRET it had then',
    ],
  ] as const)('%s is told in a sentence, without stack and password', async (_, env, expected) => {
    const refused = await tryStart(env());
    expect(refused).toMatchObject({ ready: false, code: 1, output: expect.stringContaining(expected) });
    if (!refused.ready) expect(refused.output).not.toMatch(/^\s+at |ss-word/m);
  });
});

describe('nobody reads what it prints any more', () => {
  test('it goes on, and ends when it is told to', async () => {
    const running = await start({ OPENDTS_DATA: join(folder, 'unheard') });
    running.deafen();
    // Something to print: a request that fails inside.
    await new ConsoleClient(running.url).fetch('POST', '/api/v1/setup', { name: 'x' });
    expect((await new ConsoleClient(running.url).fetch('GET', '/setup')).status).toBe(200);
    expect(await running.end()).toBe(0);
  });
});

describe('its own database is killed while it runs', () => {
  test('the console says so, starts it again, and keeps what it had', async () => {
    const env = { OPENDTS_DATA: join(folder, 'revived') };
    const running = await start(env);
    const client = await new ConsoleClient(running.url).enter();
    const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
    const followed = await client.startTask({
      name: 'followed',
      source: endpoint(source),
      destination: endpoint(destination),
      objects: [{ schema: 'public', as: 'revived' }],
    });
    await client.waitFor(followed, (task) => task.state.name === 'streaming');
    crashStore(env.OPENDTS_DATA);
    await sql(source, `insert into item select i, 'meanwhile' from generate_series(25000, 25099) i`);
    const told = await client.ask<{ error: { code: string } }>('GET', '/api/v1/tasks');
    expect([told.status, told.body.error?.code]).toEqual([503, 'store.unreachable']);
    await expect.poll(async () => (await client.ask('GET', '/api/v1/tasks')).status, { timeout: 30_000, interval: 200 }).toBe(200);
    expect(await client.state(id)).toEqual({ name: 'draft' });
    // The task went on all the while, and can be told what to do again.
    const meanwhile = () => sql(destination, `select count(*)::int as rows from revived.item where note = 'meanwhile'`);
    await expect.poll(async () => (await meanwhile()).rows[0].rows, { timeout: 20_000 }).toBe(100);
    expect(await client.need('POST', `/api/v1/tasks/${followed}/signal/pause`)).toMatchObject({ state: { name: 'paused' } });
    await client.need('POST', `/api/v1/tasks/${followed}/signal/stop`);
    expect(await client.need('DELETE', `/api/v1/tasks/${followed}`)).toEqual({ leftovers: [] });
    expect(running.output()).toContain('The metadata store runs again.');
    expect(await running.end()).toBe(0);
    expect(serversOn(env.OPENDTS_DATA)).toBe('');
  });
});

describe('killed at any moment', () => {
  test('the console comes back with every task where it was, and the running one goes on', async () => {
    let console: ConsoleProcess = await start(data);
    let client = await new ConsoleClient(console.url).enter();
    const draft = await client.need<{ id: string }>('POST', '/api/v1/tasks');
    const document = { source: endpoint(source), destination: endpoint(destination), objects: [{ schema: 'public' }] };
    const running = await client.startTask({ ...document, name: 'running' });
    await client.waitFor(running, (task) => task.state.name === 'streaming');
    const paused = await client.startTask({ ...document, name: 'paused', objects: [{ schema: 'public', as: 'copy' }] });
    await client.waitFor(paused, (task) => task.state.name === 'streaming');
    await client.need('POST', `/api/v1/tasks/${paused}/signal/pause`);
    const states = async () =>
      Object.fromEntries((await client.need<TaskRow[]>('GET', '/api/v1/tasks')).map((row) => [row.id, row.state.name] as const));
    const before = await states();
    expect(before).toEqual({ [draft.id]: 'draft', [running]: 'streaming', [paused]: 'paused' });

    for (let kill = 0; kill < 4; kill += 1) {
      await sql(source, `insert into item select i, 'kill ${kill}' from generate_series(${30_000 + kill * 500}, ${30_499 + kill * 500}) i`);
      await sql(source, `update item set note = 'changed ${kill}' where id % 7 = ${kill}`);
      await console.end('SIGKILL');
      await sql(source, `delete from item where id % 11 = ${kill}`);
      // The last time its database is killed with it, as a power cut would.
      if (kill === 3) crashStore(data.OPENDTS_DATA);
      console = await start(data);
      client = await new ConsoleClient(console.url).enter();
      expect(await states()).toEqual(before);
    }
    const end = (await sql(source, 'select pg_current_wal_lsn()::text as lsn')).rows[0].lsn as string;
    await client.waitFor(running, (task) => (task.progress.stream?.position ?? '') >= fromLsn(end));
    await client.need('POST', `/api/v1/tasks/${paused}/signal/resume`);
    await client.waitFor(paused, (task) => (task.progress.stream?.position ?? '') >= fromLsn(end));
    for (const id of [running, paused]) await client.need('POST', `/api/v1/tasks/${id}/signal/stop`);
    const same = await compareDatabases(source.url(), destination.url(), ['public']);
    expect(same.difference).toBeNull();
    expect(await totals(destination, 'copy.item')).toEqual(await totals(source, 'public.item'));

    for (const id of [running, paused]) {
      expect(await client.need('DELETE', `/api/v1/tasks/${id}`)).toEqual({ leftovers: [] });
      expect((await client.ask('GET', `/api/v1/tasks/${id}`)).status).toBe(404);
    }
    const kept = await sql(
      source,
      `select (select count(*) from pg_replication_slots)::int as slots, (select count(*) from pg_publication)::int as publications`,
    );
    expect(kept.rows).toEqual([{ slots: 0, publications: 0 }]);
    expect((await sql(destination, `select from pg_namespace where nspname = 'opendts'`)).rowCount).toBe(0);
    expect(await console.end()).toBe(0);
    expect(serversOn(data.OPENDTS_DATA)).toBe('');
  });
});

const endpoint = (server: PostgresServer) => ({
  type: 'postgresql' as const,
  host: '127.0.0.1',
  port: server.port,
  database: 'postgres',
  user: server.user,
  password: server.password,
  tls: { mode: 'disable' as const },
});

function crashStore(folderOf: string): void {
  const dir = storeFolder(folderOf);
  process.kill(Number(readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
}

function storeFolder(folderOf: string): string {
  const wanted = join(folderOf, 'postgres');
  const note = join(wanted, 'data-is-elsewhere');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : wanted;
}

/** Processes that still run on the folder's database. */
function serversOn(folderOf: string): string {
  return spawnSync('pgrep', ['-f', `postgres -D ${storeFolder(folderOf)}`], { encoding: 'utf8' }).stdout;
}

async function totals(server: PostgresServer, table: string): Promise<unknown> {
  return (await sql(server, `select count(*)::int, sum(hashtext(t::text))::text as sum from ${table} t`)).rows;
}

async function sql(server: PostgresServer, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}
