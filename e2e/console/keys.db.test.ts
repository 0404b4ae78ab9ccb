import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorReport } from '#engine/errors.ts';
import { auditCsv } from '#lib/audit-csv.ts';
import { type AuditPage, type AuditRow, auditQuery, eachAuditRow } from '#lib/audit-log.ts';
import { dropOldAudit } from '#lib/audit-retention.ts';
import { readEnv } from '#lib/env.ts';
import type { KeyView } from '#lib/session/keys.ts';
import { createAdministrator } from '#lib/session/setup.ts';
import type { UserView } from '#lib/session/users.ts';
import { Asker, openStore, signIn } from './asker.ts';
import { ADMIN } from './client.ts';
import { onStore } from './on-store.ts';

type Refused = { readonly error: ErrorReport };
type Made = { readonly id: string; readonly key: string };

const KEYS = '/api/v1/keys';
const TASKS = '/api/v1/tasks';

let store: Awaited<ReturnType<typeof openStore>>;
let admin: Asker;
let adminId: string;

beforeAll(async () => {
  store = await openStore();
  await createAdministrator(ADMIN);
  admin = await Asker.signedIn();
  adminId = (await admin.ask<UserView[]>('GET', '/api/v1/users')).body[0]?.id ?? '';
});

afterAll(() => store?.[Symbol.asyncDispose]());

const make = async (role: string, expiresInDays: number | null = null, by = admin, name = `${role} key`) => {
  const { status, body } = await by.ask<Made>('POST', KEYS, { body: { name, role, expiresInDays } });
  expect(status).toBe(200);
  return { ...body, asker: new Asker({ authorization: `Bearer ${body.key}` }) };
};
const codeOf = async (asker: Asker, method: string, pattern: string, body?: unknown) => {
  const answer = await asker.ask<Refused | undefined>(method, pattern, body === undefined ? {} : { body });
  return [answer.status, answer.body?.error?.code];
};

describe('an API key', () => {
  test('is shown once, stored as a hash, and does what its role may', async () => {
    const { id, key, asker } = await make('operator', 30);
    expect(key).toMatch(/^odts_[\w-]{43}$/);
    expect(JSON.stringify((await onStore(store.url, 'select * from api_key')).rows)).not.toContain(key);
    const listed = (await admin.ask<KeyView[]>('GET', KEYS)).body.find((each) => each.id === id);
    expect(JSON.stringify(listed)).not.toContain(key);
    expect(listed).toMatchObject({ name: 'operator key', role: 'operator', start: key.slice(0, 11), lastUsedAt: null });
    expect(Date.parse(listed?.expiresAt ?? '') - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect((await asker.ask('GET', TASKS)).status).toBe(200);
    expect((await asker.ask('POST', TASKS)).status).toBeLessThan(300);
    expect(await codeOf(asker, 'GET', '/api/v1/users')).toEqual([403, 'session.role']);
    expect((await admin.ask<KeyView[]>('GET', KEYS)).body.find((each) => each.id === id)?.lastUsedAt).not.toBeNull();
    const viewer = await make('viewer');
    expect((await viewer.asker.ask('GET', TASKS)).status).toBe(200);
    expect(await codeOf(viewer.asker, 'POST', TASKS)).toEqual([403, 'session.role']);
  });

  test('that is none, of another kind, revoked or expired is refused in the same words', async () => {
    const revoked = await make('admin');
    const expired = await make('admin', 1);
    expect((await admin.ask('DELETE', `${KEYS}/[id]`, { params: revoked })).status).toBe(204);
    await onStore(store.url, `update api_key set expires_at = now() - interval '1 second' where id = $1`, [expired.id]);
    const nonsense = ['Bearer nothing', 'Bearer odts_', `bearer odts_${'A'.repeat(43)}`].map(
      (authorization) => new Asker({ authorization }),
    );
    for (const asker of [revoked.asker, expired.asker, ...nonsense]) {
      expect(await codeOf(asker, 'GET', TASKS)).toEqual([401, 'session.key']);
      expect(await codeOf(asker, 'POST', TASKS)).toEqual([401, 'session.key']);
    }
    expect(await codeOf(new Asker({ authorization: 'Basic YTpi' }), 'GET', TASKS)).toEqual([401, 'session.missing']);
  });

  test('cannot do what would outlive it: keys, passwords, users, sessions', async () => {
    const { asker } = await make('admin');
    expect((await asker.ask('GET', '/api/v1/users')).status).toBe(200);
    const attempts: [string, string, unknown?][] = [
      ['POST', KEYS, { name: 'x', role: 'viewer', expiresInDays: null }],
      ['POST', '/api/v1/users', { name: 'x', email: 'x@example.com', role: 'admin' }],
      ['POST', '/api/v1/profile/password', { current: ADMIN.password, next: 'another password' }],
      ['DELETE', '/api/v1/profile/sessions'],
    ];
    for (const [method, pattern, body] of attempts) {
      expect([pattern, ...(await codeOf(asker, method, pattern, body))]).toEqual([pattern, 403, 'session.in-person']);
    }
  });

  test('is never worth more than its owner is by now', async () => {
    const { body: invited } = await admin.ask<{ id: string; password: string }>('POST', '/api/v1/users', {
      body: { name: 'Oda', email: 'oda@example.com', role: 'operator' },
    });
    const oda = await Asker.signedIn('oda@example.com', invited.password);
    await oda.ask('POST', '/api/v1/profile/password', { body: { current: invited.password, next: 'a password of hers' } });
    expect(await codeOf(oda, 'POST', KEYS, { name: 'x', role: 'admin', expiresInDays: null })).toEqual([403, 'session.role']);
    const { id, asker } = await make('operator', null, oda);
    expect((await asker.ask('POST', TASKS)).status).toBeLessThan(300);
    // Others' keys are an administrator's to see and to revoke.
    expect(await codeOf(asker, 'DELETE', `${KEYS}/[id]`)).toEqual([403, 'session.in-person']);
    const mine = await make('viewer');
    expect((await oda.ask('DELETE', `${KEYS}/[id]`, { params: mine })).status).toBe(404);
    expect((await oda.ask('GET', KEYS, { query: '?all=true' })).status).toBe(403);
    expect((await admin.ask<KeyView[]>('GET', KEYS, { query: '?all=true' })).body.map((key) => key.id)).toContain(id);
    expect((await admin.ask<KeyView[]>('GET', KEYS)).body.map((key) => key.id)).not.toContain(id);

    // Programs go on while a forgotten password is replaced.
    expect((await admin.ask('POST', '/api/v1/users/[id]/password', { params: invited })).status).toBe(200);
    expect((await asker.ask('POST', TASKS)).status).toBeLessThan(300);

    const one = '/api/v1/users/[id]';
    await admin.ask('PATCH', one, { params: invited, body: { role: 'viewer' } });
    expect(await codeOf(asker, 'POST', TASKS)).toEqual([403, 'session.role']);
    await admin.ask('PATCH', one, { params: invited, body: { disabled: true } });
    expect(await codeOf(asker, 'GET', TASKS)).toEqual([401, 'session.key']);
    await admin.ask('DELETE', one, { params: invited });
    expect(await codeOf(asker, 'GET', TASKS)).toEqual([401, 'session.key']);
  });

  test('that asks all too often is told when to come back, and others are not', async () => {
    const busy = await make('viewer');
    const calm = await make('viewer');
    const answers = await Promise.all(Array.from({ length: 200 }, () => busy.asker.fetch('GET', '/api/v1/profile')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(100);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await calm.asker.ask('GET', '/api/v1/profile')).status).toBe(200);
  });

  test('ends the event stream it opened when it is revoked', async () => {
    const { asker, ...made } = await make('viewer');
    const stream = await asker.fetch('GET', '/api/v1/feed');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    await admin.ask('DELETE', `${KEYS}/[id]`, { params: made });
    // It would go on for ever otherwise.
    expect(await stream.text()).toContain('event: signed-out');
  });
});

describe('the audit log', () => {
  const read = async (query: string) => (await admin.ask<AuditPage>('GET', '/api/v1/audit', { query })).body;

  test('tells who did what, with which key, and what was refused', async () => {
    const { asker } = await make('operator', null, admin, 'deploy');
    const { body: task } = await asker.ask<{ id: string }>('POST', TASKS);
    await asker.ask('POST', '/api/v1/tasks/[id]/signal/[signal]', { params: { id: task.id, signal: 'start' } });
    const { rows } = await read(`?person=${adminId}&action=task`);
    expect(rows.slice(0, 2)).toMatchObject([
      { action: 'task.signal', subject: `${task.id}/start`, who: ADMIN.name, key: 'deploy', refused: 'task.transition-refused' },
      { action: 'task.create', subject: task.id, who: ADMIN.name, key: 'deploy', refused: null, href: `/tasks/${task.id}` },
    ]);
    expect(rows[0]?.subjectName).not.toBe('');
    expect((await read('?action=task.signal&outcome=done')).total).toBe(0);
    expect((await read('?action=task.signal&outcome=refused')).total).toBe(1);
    expect((await read('?action=task.create&outcome=refused')).rows.every(({ refused }) => refused !== null)).toBe(true);
    expect((await read('?action=task.create&outcome=done')).rows.every(({ refused }) => refused === null)).toBe(true);
  });

  test('holds sign-ins, also the refused ones, and nothing that was typed there', async () => {
    await signIn(ADMIN.email, 'hunter2 hunter2');
    await signIn('typed.by@mistake.example', 'x');
    const { rows } = await read('?action=session.sign-in&outcome=refused');
    expect(rows.slice(0, 2)).toMatchObject([
      { userId: null, who: '', refused: 'session.wrong-password' },
      { userId: adminId, who: ADMIN.name, refused: 'session.wrong-password' },
    ]);
    expect((await read('?action=session.sign-in&outcome=done')).total).toBeGreaterThan(0);
    const kept = JSON.stringify((await onStore(store.url, 'select * from audit_entry')).rows);
    expect(kept).not.toContain('hunter2');
    expect(kept).not.toContain('mistake');
  });

  test('is read a page at a time, by date, and as one file', async () => {
    await onStore(
      store.url,
      `insert into audit_entry (id, at, user_id, who, action, subject, subject_name, detail)
       select 'old-' || lpad(n::text, 4, '0'), '2020-01-01 00:00Z'::timestamptz + n * interval '1 minute', null, 'Old "One"', 'task.create', n::text,
              case n when 7 then '=1+1' else '' end, '{}' from generate_series(1, 1200) as n`,
    );
    const span = '&from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z';
    const first = await read(`?page=1${span}`);
    expect([first.total, first.pages, first.rows.length, first.rows[0]?.id]).toEqual([1200, 24, 50, 'old-1200']);
    const last = await read(`?page=24${span}`);
    expect(last.rows.map(({ id }) => id).at(-1)).toBe('old-0001');
    expect((await read('?from=2020-01-01T00:01:00Z&to=2020-01-01T00:03:00Z')).rows.map(({ id }) => id)).toEqual(['old-0002', 'old-0001']);
    expect((await admin.ask('GET', '/api/v1/audit', { query: '?from=yesterday' })).status).toBe(400);

    const { status, body } = await admin.ask<string>('GET', '/api/v1/audit/download', { query: `?${span.slice(1)}` });
    expect(status).toBe(200);
    const lines = body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1201);
    expect(lines[1]).toBe('2020-01-01T20:00:00.000Z,"Old ""One""",,task.create,1200,,done,');
    // A spreadsheet must not compute what somebody chose as a name.
    expect(lines.at(-7)).toContain(`,7,'=1+1,done`);
    expect(new Set(lines).size).toBe(1201);
  });

  test('is kept for as many days as it is set to be', async () => {
    const add = (id: string, days: number) =>
      onStore(
        store.url,
        `insert into audit_entry (id, at, user_id, who, action, subject, subject_name, detail)
         values ($1, now() - make_interval(days => $2), null, 'kept', 'task.create', '', '', '{}')`,
        [id, days],
      );
    const there = async () =>
      (await onStore(store.url, `select id from audit_entry where who = 'kept' order by id`)).rows.map(({ id }) => id);
    await add('kept-399', 399);
    await add('kept-401', 401);
    expect(await dropOldAudit(null)).toBe(0);
    expect(await there()).toEqual(['kept-399', 'kept-401']);
    expect(await dropOldAudit()).toBeGreaterThan(0);
    expect(await there()).toEqual(['kept-399']);
    expect([
      readEnv({}).auditDays,
      readEnv({ OPENDTS_AUDIT_DAYS: '30' }).auditDays,
      readEnv({ OPENDTS_AUDIT_DAYS: '0' }).auditDays,
    ]).toEqual([400, 30, null]);
    expect(() => readEnv({ OPENDTS_AUDIT_DAYS: 'a while' })).toThrow('OPENDTS_AUDIT_DAYS');
  });

  test('is not read to the end for somebody who went away', async () => {
    let read = 0;
    const rows = async function* (): AsyncGenerator<AuditRow> {
      for await (const row of eachAuditRow(auditQuery.parse({}))) {
        read += 1;
        yield row;
      }
    };
    const reader = auditCsv(rows()).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(read).toBeLessThan(50);
  });
});
