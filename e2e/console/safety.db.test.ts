import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { freePort, type PostgresServer, startServer } from '#lib/postgres/server.ts';
import type { TaskView } from '#lib/task/view.ts';
import { ADMIN, ConsoleClient } from './client.ts';
import { onStore as query } from './on-store.ts';
import { type ConsoleProcess, start } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-safety-'));
// The account that runs the servers must be able to enter.
chmodSync(folder, 0o755);
let store: PostgresServer;
let console: ConsoleProcess;
let client: ConsoleClient;
/** Takes connections and never says a word: whoever asks it is busy for ten seconds. */
let silent: Server;
let silentPort: number;

beforeAll(async () => {
  store = await startServer({ dir: join(folder, 'store') });
  console = await start({ OPENDTS_DATA: join(folder, 'data'), DATABASE_URL: store.url() });
  client = await new ConsoleClient(console.url).enter();
  silentPort = await freePort();
  silent = createServer((socket) => socket.on('error', () => {})).listen(silentPort, '127.0.0.1');
});

afterAll(async () => {
  silent?.close();
  await console?.end();
  await store?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

const endpoint = (port: number, password?: string) => ({
  type: 'postgresql' as const,
  host: '127.0.0.1',
  port,
  database: 'x',
  user: 'x',
  ...(password === undefined ? {} : { password }),
  tls: { mode: 'disable' as const },
});

async function draft(edits: object = {}): Promise<TaskView> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, ...edits });
  return read(id);
}

const read = (id: string) => client.need<TaskView>('GET', `/api/v1/tasks/${id}`);

const onStore = (sql: string, values: readonly unknown[] = []) => query(store.url(), sql, values);

describe('the session cookie', () => {
  const signIn = async (headers: Record<string, string>) => {
    const { email, password } = ADMIN;
    const response = await client.fetch('POST', '/api/auth/sign-in/email', { email, password }, headers);
    return response.headers.getSetCookie().join('\n');
  };

  test('is one that a browser keeps that came over plain HTTP, and is closed to scripts and other sites', async () => {
    const cookie = await signIn({});
    expect(cookie).toMatch(/^opendts\.session_token=.*HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain('Secure');
  });

  test('is never sent in clear when a proxy in front speaks TLS', async () => {
    expect(await signIn({ 'x-forwarded-proto': 'https' })).toMatch(/^__Secure-opendts\.session_token=.*HttpOnly; Secure; SameSite=Lax/);
  });
});

test('guessing passwords is slowed down by address, whatever the guesser says his address is', async () => {
  const guess = async (n: number) => {
    const forged = { 'x-forwarded-for': `198.51.100.${n}, 203.0.113.9`, 'x-opendts-peer': `198.51.100.${n}` };
    const { email } = ADMIN;
    return (await client.fetch('POST', '/api/auth/sign-in/email', { email, password: `guess ${n}` }, forged)).status;
  };
  const answers = await Promise.all(Array.from({ length: 14 }, (_, n) => guess(n)));
  expect(answers.filter((status) => status === 429).length).toBe(4);
});

describe('what a session cannot do', () => {
  test('nothing of the sign-in library answers but signing in and out', async () => {
    for (const path of ['update-user', 'change-email', 'delete-user', 'list-sessions', 'get-session', 'sign-up/email', 'change-password']) {
      for (const method of ['GET', 'POST']) {
        const { status } = await client.fetch(method, `/api/auth/${path}`, method === 'POST' ? { role: 'admin', name: 'x' } : undefined);
        expect([path, method, status]).toEqual([path, method, method === 'POST' ? 404 : 405]);
      }
    }
  });

  test('a stream ends the moment its session does', async () => {
    const leaving = await new ConsoleClient(console.url).enter();
    const response = await leaving.fetch('GET', '/api/v1/feed');
    const received = response.text();
    await leaving.fetch('POST', '/api/auth/sign-out', {});
    expect(await received).toMatch(/event: list[\s\S]*event: signed-out\n/);
  });

  test('a page of another site cannot create the administrator', async () => {
    const { status } = await client.fetch('POST', '/api/v1/setup', ADMIN, { origin: 'https://evil.example.com' });
    expect(status).toBe(403);
  });
});

describe('requests that cannot be used', () => {
  test('are refused, not stumbled over', async () => {
    const { id, config } = await draft();
    const status = async (method: string, path: string, body?: unknown) => (await client.ask(method, path, body)).status;
    expect(await status('GET', '/api/v1/tasks/%00')).toBe(404);
    expect(await status('PUT', `/api/v1/tasks/${id}`, { ...config, name: 'a\u0000b' })).toBe(400);
    expect(await status('PUT', `/api/v1/tasks/${id}`, { ...config, name: 'half \ud800' })).toBe(400);
    expect(await status('PUT', `/api/v1/tasks/${id}`, { ...config, name: 'x'.repeat(17 * 1024 * 1024) })).toBe(413);
    expect(await status('POST', '/api/v1/setup', { name: 'x'.repeat(70_000) })).toBe(413);
    expect(await status('POST', '/api/auth/sign-in/email', { email: 'x'.repeat(70_000) })).toBe(413);
  });

  test('a task that is not there has pages that say so', async () => {
    for (const path of ['/tasks/none', '/tasks/none/configure/objects', '/tasks/%00', '/tasks/%00/configure/objects']) {
      expect([path, (await client.fetch('GET', path)).status]).toEqual([path, 404]);
    }
  });

  test('a refused action leaves its row with the reason', async () => {
    const { id } = await draft();
    expect((await client.ask('POST', `/api/v1/tasks/${id}/signal/start`)).status).toBe(409);
    const { rows } = await onStore(`select action, detail from audit_entry where subject = $1`, [`${id}/start`]);
    expect(rows).toEqual([{ action: 'task.signal', detail: { refused: 'task.transition-refused' } }]);
    expect((await onStore(`select from audit_entry where action = 'task.create' and subject = $1`, [id])).rowCount).toBe(1);
  });
});

describe('two at once', () => {
  const ready = async () => {
    const document = { types: ['schema', 'full'], source: endpoint(silentPort, 'p'), destination: endpoint(silentPort, 'p') };
    const task = await draft({ ...document, objects: [{ schema: 'public' }] });
    await onStore(`update task set state = '{"name":"ready"}', state_name = 'ready' where id = $1`, [task.id]);
    return task;
  };

  test('an edit during a precheck stands, and what was found of the older document is dropped', async () => {
    const { id, config } = await draft({
      source: endpoint(silentPort, 'p'),
      destination: endpoint(silentPort, 'p'),
      objects: [{ schema: 'a' }],
    });
    const checking = client.ask<{ error: { code: string } }>('POST', `/api/v1/tasks/${id}/precheck`);
    await expect.poll(() => client.state(id)).toEqual({ name: 'checking' });
    expect((await client.ask('POST', `/api/v1/tasks/${id}/precheck`)).status).toBe(409);
    expect((await client.ask('POST', `/api/v1/tasks/${id}/signal/start`)).status).toBe(409);
    await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, objects: [{ schema: 'b' }] });
    const { status, body } = await checking;
    expect([status, body.error.code]).toEqual([409, 'precheck.outdated']);
    expect(await read(id)).toMatchObject({ state: { name: 'draft' }, findings: null, config: { objects: [{ schema: 'b' }] } });
  });

  test('of two starts one starts it', async () => {
    const { id } = await ready();
    const answers = await Promise.all([1, 2].map(() => client.ask('POST', `/api/v1/tasks/${id}/signal/start`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await client.need('POST', `/api/v1/tasks/${id}/signal/stop`);
  });

  test('an edit and a start: whichever comes first, the other is refused', async () => {
    const { id, config } = await ready();
    const [edit, begin] = await Promise.all([
      client.ask('PUT', `/api/v1/tasks/${id}`, { ...config, objects: [{ schema: 'b' }] }),
      client.ask('POST', `/api/v1/tasks/${id}/signal/start`),
    ]);
    const { state, config: after } = await read(id);
    const edited = JSON.stringify(after.objects) === JSON.stringify([{ schema: 'b' }]);
    expect([edit.status, begin.status, edited, state.name]).toEqual(edited ? [200, 409, true, 'draft'] : [409, 200, false, 'preparing']);
    if (!edited) await client.need('POST', `/api/v1/tasks/${id}/signal/stop`);
  });
});

describe('stored passwords and saved connections', () => {
  test('a password goes nowhere it was not entered for', async () => {
    const { id, config, secrets } = await draft({ source: endpoint(1, 'hunter2') });
    expect(secrets.source).toEqual(['password']);
    await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, source: { ...config.source, host: 'evil.example.com' } });
    expect((await read(id)).secrets.source).toEqual([]);

    const saved = await client.need<ConnectionView>('POST', '/api/v1/connections', { name: 'moving', endpoint: endpoint(1, 'hunter2') });
    const put = (port: number, password?: string) =>
      client.ask<{ error: { code: string } }>('PUT', `/api/v1/connections/${saved.id}`, {
        name: 'moving',
        endpoint: endpoint(port, password),
      });
    expect((await put(2)).body.error.code).toBe('connection.password-again');
    expect((await put(2, 'again')).status).toBe(200);
    expect((await put(2)).status).toBe(200);
  });

  test('a changed connection sends its drafts back to the precheck, and stays where begun tasks need it', async () => {
    const saved = await client.need<ConnectionView>('POST', '/api/v1/connections', { name: 'shared', endpoint: endpoint(1, 'p') });
    const put = (port: number, password: string) =>
      client.ask<{ error: { code: string } }>('PUT', `/api/v1/connections/${saved.id}`, {
        name: 'shared',
        endpoint: endpoint(port, password),
      });
    const { id } = await draft({ source: { connectionId: saved.id } });
    await onStore(`update task set state = '{"name":"ready"}', state_name = 'ready', findings = '[]' where id = $1`, [id]);
    expect((await put(1, 'p')).status).toBe(200);
    expect(await client.state(id)).toEqual({ name: 'ready' });
    expect((await put(2, 'p')).status).toBe(200);
    expect(await read(id)).toMatchObject({ state: { name: 'draft' }, findings: null });

    const paused = `state = '{"name":"paused","from":"loading"}', state_name = 'paused', started_at = now()`;
    await onStore(`update task set ${paused} where id = $1`, [id]);
    expect((await put(3, 'p')).body.error.code).toBe('connection.in-use');
    expect((await put(2, 'another')).status).toBe(200);
  });
});

describe('started with another OPENDTS_SECRET', () => {
  test('a task that ran says why it does not, and its record can be dropped', async () => {
    const { id } = await draft({ source: endpoint(1, 'p'), destination: endpoint(1, 'p'), objects: [{ schema: 'public' }] });
    await onStore(`update task set state = '{"name":"streaming"}', state_name = 'streaming', started_at = now() where id = $1`, [id]);
    await console.end();
    console = await start({ OPENDTS_DATA: join(folder, 'data'), DATABASE_URL: store.url(), OPENDTS_SECRET: 'another one than before' });
    client = await new ConsoleClient(console.url).enter();
    expect(await client.state(id)).toMatchObject({ name: 'failed', from: 'streaming', error: { code: 'secret.changed' } });
    const released = await client.need<{ leftovers: { error: { code: string } }[] }>('DELETE', `/api/v1/tasks/${id}`);
    expect(released.leftovers.map(({ error }) => error.code)).toEqual(['secret.changed']);
    await client.need('DELETE', `/api/v1/tasks/${id}?forget=true`);
    expect((await client.ask('GET', `/api/v1/tasks/${id}`)).status).toBe(404);
  });
});
