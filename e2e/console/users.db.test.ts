import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorReport } from '#engine/errors.ts';
import type { AuditPage } from '#lib/audit-log.ts';
import type { SessionView } from '#lib/session/profile.ts';
import { createAdministrator } from '#lib/session/setup.ts';
import type { UserView } from '#lib/session/users.ts';
import { Asker, openStore, signIn } from './asker.ts';
import { ADMIN } from './client.ts';
import { onStore } from './on-store.ts';

type Refused = { readonly error: ErrorReport };
type Invited = { readonly id: string; readonly password: string };

const USERS = '/api/v1/users';
const ONE = '/api/v1/users/[id]';

let store: Awaited<ReturnType<typeof openStore>>;
let admin: Asker;
let adminId: string;

beforeAll(async () => {
  store = await openStore();
  await createAdministrator(ADMIN);
  admin = await Asker.signedIn();
  adminId = (await admin.ask<UserView[]>('GET', USERS)).body[0]?.id ?? '';
});

afterAll(() => store?.[Symbol.asyncDispose]());

const invite = async (name: string, role: string): Promise<Invited & { readonly email: string }> => {
  const email = `${name.toLowerCase()}@example.com`;
  const { status, body } = await admin.ask<Invited>('POST', USERS, { body: { name, email, role } });
  expect(status).toBe(200);
  return { ...body, email };
};

/** Invited, signed in, with a password of their own. */
const member = async (name: string, role: string) => {
  const invited = await invite(name, role);
  const asker = await Asker.signedIn(invited.email, invited.password);
  const next = `${name} has a long password`;
  expect((await asker.ask('POST', '/api/v1/profile/password', { body: { current: invited.password, next } })).status).toBe(204);
  return { ...invited, asker, password: next };
};

describe('an invitation', () => {
  test('hands over a password that opens nothing until it is replaced', async () => {
    const { id, email, password } = await invite('Bob', 'operator');
    expect(password).toMatch(/^\w{5}(-\w{5}){3}$/);
    expect(JSON.stringify((await onStore(store.url, 'select * from account')).rows)).not.toContain(password);
    const bob = await Asker.signedIn(email, password);
    for (const [method, pattern] of [
      ['GET', '/api/v1/tasks'],
      ['GET', '/api/v1/profile'],
      ['POST', '/api/v1/tasks'],
    ] as const) {
      const { status, body } = await bob.ask<Refused>(method, pattern);
      expect([pattern, status, body.error?.code]).toEqual([pattern, 403, 'session.password']);
    }
    const next = 'a password of my own';
    const own = '/api/v1/profile/password';
    expect((await bob.ask<Refused>('POST', own, { body: { current: 'wrong', next } })).body.error.code).toBe('profile.wrong-password');
    expect((await bob.ask<Refused>('POST', own, { body: { current: password, next: password } })).body.error.code).toBe(
      'profile.same-password',
    );
    expect((await bob.ask('POST', own, { body: { current: password, next } })).status).toBe(204);
    expect((await bob.ask('GET', '/api/v1/tasks')).status).toBe(200);
    expect((await signIn(email, password)).status).toBe(401);
    expect((await signIn(email, next)).status).toBe(200);
    const listed = (await admin.ask<UserView[]>('GET', USERS)).body.find((user) => user.id === id);
    expect(listed).toMatchObject({ name: 'Bob', role: 'operator', disabled: false, passwordDue: false, keys: 0 });
    expect(listed?.lastSignInAt).not.toBeNull();
  });

  test('to an address that is taken, in whatever case, or to a bad one, is refused by name', async () => {
    const taken = await admin.ask<Refused>('POST', USERS, { body: { name: 'X', email: ADMIN.email.toUpperCase(), role: 'viewer' } });
    expect([taken.status, taken.body.error.code]).toEqual([409, 'user.exists']);
    const bad = await admin.ask<{ issues: { path: string }[] }>('POST', USERS, { body: { name: ' ', email: 'x', role: 'root' } });
    expect([bad.status, bad.body.issues.map(({ path }) => path)]).toEqual([400, ['name', 'email', 'role']]);
  });
});

describe('a user who is', () => {
  test('disabled is out at once, cannot come back, and can again when enabled', async () => {
    const carol = await member('Carol', 'viewer');
    expect((await carol.asker.ask('GET', '/api/v1/tasks')).status).toBe(200);
    expect((await admin.ask('PATCH', ONE, { params: carol, body: { disabled: true } })).status).toBe(204);
    expect((await carol.asker.ask('GET', '/api/v1/tasks')).status).toBe(401);
    const refused = await signIn(carol.email, carol.password);
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'ACCOUNT_DISABLED']);
    expect((await signIn(carol.email, 'something else')).status).toBe(401);
    expect((await onStore(store.url, 'select from session where user_id = $1', [carol.id])).rowCount).toBe(0);
    expect((await admin.ask('PATCH', ONE, { params: carol, body: { disabled: false } })).status).toBe(204);
    expect((await signIn(carol.email, carol.password)).status).toBe(200);
  });

  test('given another role has it with the next request', async () => {
    const dan = await member('Dan', 'viewer');
    expect((await dan.asker.ask('POST', '/api/v1/tasks')).status).toBe(403);
    await admin.ask('PATCH', ONE, { params: dan, body: { role: 'operator' } });
    expect((await dan.asker.ask('POST', '/api/v1/tasks')).status).toBeLessThan(300);
    expect((await dan.asker.ask('GET', USERS)).status).toBe(403);
  });

  test('deleted is gone with sessions, and stays in the audit log by name', async () => {
    const eve = await member('Eve', 'operator');
    await eve.asker.ask('POST', '/api/v1/tasks');
    expect((await admin.ask('DELETE', ONE, { params: eve })).status).toBe(204);
    expect((await eve.asker.ask('GET', '/api/v1/tasks')).status).toBe(401);
    expect((await signIn(eve.email, eve.password)).status).toBe(401);
    const { body } = await admin.ask<AuditPage>('GET', '/api/v1/audit', { query: `?person=${eve.id}&action=task.create` });
    expect(body.rows.map(({ who }) => who)).toEqual(['Eve']);
    const removed = await admin.ask<AuditPage>('GET', '/api/v1/audit', { query: '?action=user.remove' });
    expect(removed.body.rows[0]).toMatchObject({ who: ADMIN.name, subjectName: 'Eve', refused: null });
    expect((await admin.ask('DELETE', ONE, { params: eve })).status).toBe(404);
  });

  test('given a new password by an administrator is out, and has to replace it', async () => {
    const fay = await member('Fay', 'viewer');
    const { body } = await admin.ask<Invited>('POST', '/api/v1/users/[id]/password', { params: fay });
    expect((await fay.asker.ask('GET', '/api/v1/tasks')).status).toBe(401);
    expect((await signIn(fay.email, fay.password)).status).toBe(401);
    const again = await Asker.signedIn(fay.email, body.password);
    expect((await again.ask('GET', '/api/v1/tasks')).status).toBe(403);
  });
});

describe('the last administrator', () => {
  const attempts = () => [
    admin.ask<Refused>('PATCH', ONE, { params: { id: adminId }, body: { role: 'operator' } }),
    admin.ask<Refused>('PATCH', ONE, { params: { id: adminId }, body: { disabled: true } }),
    admin.ask<Refused>('DELETE', ONE, { params: { id: adminId } }),
    admin.ask<Refused>('POST', '/api/v1/users/[id]/password', { params: { id: adminId } }),
  ];

  test('stays, also while another one has never signed in', async () => {
    const invited = await invite('Gus', 'admin');
    for (const { status, body } of await Promise.all(attempts())) {
      expect([status, body.error.code]).toEqual([409, 'user.last-administrator']);
    }
    await admin.ask('DELETE', ONE, { params: invited });
    expect((await admin.ask('GET', USERS)).status).toBe(200);
  });

  test('is left when two demote each other at the same moment', async () => {
    const hal = await member('Hal', 'admin');
    const answers = await Promise.all([
      admin.ask('PATCH', ONE, { params: hal, body: { role: 'viewer' } }),
      hal.asker.ask('PATCH', ONE, { params: { id: adminId }, body: { role: 'viewer' } }),
    ]);
    // Whose right was gone by then is refused for that; whoever was left alone, for being the last.
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const { rows } = await onStore(store.url, `select id from "user" where role = 'admin' and disabled_at is null`);
    expect(rows).toHaveLength(1);
    await onStore(store.url, `update "user" set role = 'admin' where id = $1`, [adminId]);
    await onStore(store.url, `delete from "user" where id = $1`, [hal.id]);
  });
});

test("one's own page: name, sessions seen and ended, and a new password ends the others", async () => {
  const ivy = await member('Ivy', 'viewer');
  const sessions = '/api/v1/profile/sessions';
  const second = await Asker.signedIn(ivy.email, ivy.password);
  const third = await Asker.signedIn(ivy.email, ivy.password);
  const { body: listed } = await second.ask<SessionView[]>('GET', sessions);
  expect(listed.map(({ own }) => own)).toEqual([true, false, false]);
  const ofThird = (await third.ask<SessionView[]>('GET', sessions)).body.find(({ own }) => own);
  // Nobody ends another person's.
  await admin.ask('DELETE', `${sessions}/[id]`, { params: { id: ofThird?.id ?? '' } });
  expect((await third.ask('GET', '/api/v1/profile')).status).toBe(200);
  await second.ask('DELETE', `${sessions}/[id]`, { params: { id: ofThird?.id ?? '' } });
  expect((await third.ask('GET', '/api/v1/profile')).status).toBe(401);
  await second.ask('DELETE', sessions);
  expect((await ivy.asker.ask('GET', '/api/v1/profile')).status).toBe(401);
  expect((await second.ask('PATCH', '/api/v1/profile', { body: { name: 'Ivy Green' } })).status).toBe(204);
  const fourth = await Asker.signedIn(ivy.email, ivy.password);
  await second.ask('POST', '/api/v1/profile/password', { body: { current: ivy.password, next: 'yet another one' } });
  expect((await fourth.ask('GET', '/api/v1/profile')).status).toBe(401);
  expect((await second.ask<UserView>('GET', '/api/v1/profile')).body).toMatchObject({ name: 'Ivy Green', role: 'viewer' });
});

test('who guesses at the password of an open session is slowed down', async () => {
  const jan = await member('Jan', 'viewer');
  const guess = () => jan.asker.ask('POST', '/api/v1/profile/password', { body: { current: 'a guess', next: 'my own password' } });
  // All at once: none of them waits to hear of the others. Jan's own password was the first of five tries.
  const answers = await Promise.all(Array.from({ length: 7 }, async () => (await guess()).status));
  expect(answers.sort()).toEqual([409, 409, 409, 409, 429, 429, 429]);
});
