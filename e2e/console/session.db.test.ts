import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import type { TaskView } from '#lib/task/view.ts';
import { ADMIN, ConsoleClient } from './client.ts';
import { onStore as query } from './on-store.ts';
import { type ConsoleProcess, start } from './process.ts';
import { pagesAndRoutes } from './routes.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-session-'));
// The account that runs the servers must be able to enter.
chmodSync(folder, 0o755);
const everything = pagesAndRoutes();
let store: PostgresServer;
let console: ConsoleProcess;
let stranger: ConsoleClient;

/** What answers without a session, and why. */
const OPEN: Readonly<Record<string, string>> = {
  '/api/auth/[...all]': 'signs in',
  '/api/v1/setup': 'creates the administrator, once',
  '/sign-in': 'signs in',
  '/setup': 'creates the administrator, once',
};

/** What is everybody's: to change their own account, and to have files looked into that are not kept. */
const OWN = /^\/api\/v1\/(profile|keys|connections\/certificates)\b/;

beforeAll(async () => {
  store = await startServer({ dir: join(folder, 'store') });
  console = await start({ OPENDTS_DATA: join(folder, 'data'), DATABASE_URL: store.url() });
  stranger = new ConsoleClient(console.url);
});

afterAll(async () => {
  await console?.end();
  await store?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

describe('before the first visit', () => {
  test('every page leads to the set-up page', async () => {
    for (const { kind, path } of everything) {
      if (kind !== 'page' || path === '/setup') continue;
      const response = await stranger.fetch('GET', path);
      expect([path, response.status, response.headers.get('location')]).toEqual([path, 307, '/setup']);
    }
  });

  test('a bad administrator is refused by field', async () => {
    const { status, body } = await stranger.ask<{ issues: { path: string }[] }>('POST', '/api/v1/setup', {
      ...ADMIN,
      email: 'x',
      password: '1',
    });
    expect(status).toBe(400);
    expect(body.issues.map((issue) => issue.path)).toEqual(['email', 'password']);
  });

  test('of visitors at the same moment one becomes the administrator', async () => {
    const visitors = [ADMIN, ...[1, 2, 3].map((n) => ({ ...ADMIN, email: `late${n}@example.com` }))];
    const answers = await Promise.all(visitors.map((visitor) => stranger.ask('POST', '/api/v1/setup', visitor)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
    const { rows } = await onStore('select email, role from "user"');
    expect(rows).toHaveLength(1);
    expect(rows[0].role).toBe('admin');
    await onStore(`update "user" set email = $1`, [ADMIN.email]);
  });
});

describe('without a session', () => {
  test('the list of pages and routes is the whole console', () => {
    expect(everything.filter(({ kind }) => kind === 'page').length).toBeGreaterThan(5);
    expect(everything.filter(({ kind }) => kind === 'route').length).toBeGreaterThan(15);
    expect(Object.keys(OPEN).filter((pattern) => !everything.some((each) => each.pattern === pattern))).toEqual([]);
  });

  const closed = everything
    .filter(({ pattern }) => OPEN[pattern] === undefined)
    .flatMap((each) => each.methods.map((method) => ({ ...each, method })));

  test.each(closed.map((each) => [each.method, each.pattern, each] as const))('%s %s is refused', async (method, _, { kind, path }) => {
    for (const cookie of ['', 'opendts.session_token=forged.c2lnbmF0dXJl']) {
      const response = await stranger.fetch(method, path, method === 'GET' ? undefined : {}, cookie === '' ? {} : { cookie });
      if (kind === 'page') expect([response.status, response.headers.get('location')]).toEqual([307, '/sign-in']);
      else expect(response.status).toBe(401);
      expect(await response.text()).not.toContain(ADMIN.email);
    }
  });

  test('the set-up routes are shut, and nobody can sign themselves up', async () => {
    expect((await stranger.ask('POST', '/api/v1/setup', { ...ADMIN, email: 'second@example.com' })).status).toBe(409);
    expect((await stranger.fetch('GET', '/setup')).headers.get('location')).toBe('/sign-in');
    expect((await stranger.fetch('POST', '/api/auth/sign-up/email', { ...ADMIN, email: 'third@example.com' })).status).toBe(404);
    expect((await onStore('select from "user"')).rowCount).toBe(1);
  });
});

describe('with a session', () => {
  test('the right password opens, a wrong one does not', async () => {
    const wrong = await stranger.fetch('POST', '/api/auth/sign-in/email', { email: ADMIN.email, password: 'something else' });
    expect(wrong.status).toBe(401);
    const client = await new ConsoleClient(console.url).enter();
    expect((await client.ask('GET', '/api/v1/tasks')).status).toBe(200);
    expect((await client.fetch('GET', '/migration')).status).toBe(200);
  });

  test('a page of another site changes nothing with my cookie', async () => {
    const client = await new ConsoleClient(console.url).enter();
    const response = await client.fetch('POST', '/api/v1/tasks', undefined, { origin: 'https://evil.example.com' });
    expect(response.status).toBe(403);
    expect(await client.need('GET', '/api/v1/tasks')).toEqual([]);
  });

  test('a viewer may look and not change', async () => {
    const client = await new ConsoleClient(console.url).enter();
    await onStore(`update "user" set role = 'viewer'`);
    try {
      expect((await client.ask('GET', '/api/v1/tasks')).status).toBe(200);
      for (const { kind, path, pattern, methods } of everything) {
        if (kind !== 'route' || OPEN[pattern] !== undefined || OWN.test(pattern)) continue;
        for (const method of methods.filter((each) => each !== 'GET')) {
          expect([method, pattern, (await client.ask(method, path, {})).status]).toEqual([method, pattern, 403]);
        }
      }
    } finally {
      await onStore(`update "user" set role = 'admin'`);
    }
  });

  test('signing out ends the session', async () => {
    const client = await new ConsoleClient(console.url).enter();
    expect((await client.fetch('POST', '/api/auth/sign-out', {})).status).toBe(200);
    expect((await client.ask('GET', '/api/v1/tasks')).status).toBe(401);
  });

  test('passwords of databases are neither stored in clear nor sent to the browser, and every change leaves its row', async () => {
    const client = await new ConsoleClient(console.url).enter();
    const secret = `secret-${randomUUID()}`;
    const endpoint = {
      type: 'postgresql',
      host: '127.0.0.1',
      port: 1,
      database: 'x',
      user: 'x',
      password: secret,
      tls: { mode: 'disable' },
    };
    await client.need('POST', '/api/v1/connections', { name: 'sealed', endpoint });
    const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
    const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
    await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, source: endpoint });
    const shown = [
      await client.need('GET', '/api/v1/connections'),
      await client.need('GET', `/api/v1/tasks/${id}`),
      await (await client.fetch('GET', `/tasks/${id}/configure/connections`)).text(),
      await (await client.fetch('GET', '/connections')).text(),
      await client.ask('POST', `/api/v1/tasks/${id}/diagnose`, { side: 'source' }),
    ];
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(JSON.stringify(shown)).not.toContain('sealed:v1:');
    const kept = await onStore('select config::text from task union all select endpoint::text from connection');
    expect(JSON.stringify(kept.rows)).not.toContain(secret);
    expect(JSON.stringify(kept.rows)).toContain('sealed:v1:');
    const { rows } = await onStore('select distinct action from audit_entry order by action');
    expect(rows.map((row) => row.action)).toEqual(expect.arrayContaining(['connection.create', 'task.create', 'task.edit']));
    expect(console.output()).not.toContain(secret);
  });
});

const onStore = (sql: string, values: readonly unknown[] = []) => query(store.url(), sql, values);
