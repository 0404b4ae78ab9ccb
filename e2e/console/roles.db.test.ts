import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorReport } from '#engine/errors.ts';
import { createKey } from '#lib/session/keys.ts';
import type { Role } from '#lib/session/role.ts';
import { createAdministrator } from '#lib/session/setup.ts';
import { listUsers } from '#lib/session/users.ts';
import { Asker, openStore } from './asker.ts';
import { ADMIN } from './client.ts';
import { onStore } from './on-store.ts';
import { pagesAndRoutes } from './routes.ts';

/** What answers without a session. */
const OPEN = ['/api/auth/[...all]', '/api/v1/setup'];
/** What is for administrators only. All else that changes something is for operators too, and all else that reads for everybody. */
const ADMINS = [/^\w+ \/api\/v1\/(users|audit)\b/, /^(?!GET)\w+ \/api\/v1\/(groups|tags)\b/];
/** What everybody does with what is their own. */
const OWN = [/^\w+ \/api\/v1\/profile\b/, /^\w+ \/api\/v1\/keys\b/];
/** What no API key does, whatever its role. */
const IN_PERSON = [/^(?!GET)\w+ \/api\/v1\/(users|keys|profile)\b/];
/** What is sent only to be looked into: nothing is kept. */
const LOOKED_INTO = [/^POST \/api\/v1\/connections\/certificates$/];

const every = pagesAndRoutes()
  .filter(({ kind, pattern }) => kind === 'route' && !OPEN.includes(pattern))
  .flatMap(({ pattern, methods }) => methods.map((method) => ({ method, pattern, name: `${method} ${pattern}` })));
const isIn = (list: readonly RegExp[], name: string) => list.some((each) => each.test(name));

function leastOf({ method, name }: { readonly method: string; readonly name: string }): Role {
  if (isIn(ADMINS, name)) return 'admin';
  return method === 'GET' || isIn([...OWN, ...LOOKED_INTO], name) ? 'viewer' : 'operator';
}

let store: Awaited<ReturnType<typeof openStore>>;
const askers = new Map<string, Asker>();

beforeAll(async () => {
  store = await openStore();
  await createAdministrator(ADMIN);
  const [admin] = await listUsers();
  if (admin === undefined) throw new Error('There is no administrator');
  const person = { ...admin, key: null, sessionId: null };
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    const { key } = await createKey(person, { name: role, role, expiresInDays: null });
    askers.set(`key ${role}`, new Asker({ authorization: `Bearer ${key}` }));
  }
  // Each session of the one person looks again: the role is set right before it asks.
  askers.set('session', await Asker.signedIn());
});

afterAll(() => store?.[Symbol.asyncDispose]());

async function ask(who: string, { method, pattern }: { readonly method: string; readonly pattern: string }) {
  const asker = askers.get(who) ?? new Asker();
  const response = await asker.fetch(method, pattern, method === 'GET' ? {} : { body: {} });
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (!isJson) {
    await response.body?.cancel();
    return { status: response.status, code: undefined };
  }
  const body = (await response.json()) as { readonly error?: ErrorReport } | null;
  return { status: response.status, code: body?.error?.code };
}

/** The role of the one person, who is an administrator again afterwards. */
async function as<T>(role: Role, work: () => Promise<T>): Promise<T> {
  await onStore(store.url, 'update "user" set role = $1', [role]);
  try {
    return await work();
  } finally {
    await onStore(store.url, `update "user" set role = 'admin'`);
  }
}

test('the walk sees the whole API, and every rule is about something', () => {
  expect(every.length).toBeGreaterThan(40);
  for (const rule of [...ADMINS, ...OWN, ...IN_PERSON, ...LOOKED_INTO]) expect(every.filter(({ name }) => rule.test(name))).not.toEqual([]);
});

describe.each(every.map((each) => [each.name, each] as const))('%s', (name, route) => {
  const least = leastOf(route);

  test('refuses nobody', async () => {
    expect(await ask('nobody', route)).toEqual({ status: 401, code: 'session.missing' });
  });

  test(`is for ${least} and above, and leaves a row when it refuses a change`, async () => {
    for (const role of ['viewer', 'operator'] as const) {
      const allowed = least === 'viewer' || least === role;
      const { code } = await as(role, () => ask('session', route));
      expect([role, code === 'session.role']).toEqual([role, !allowed]);
    }
    if (route.method === 'GET' || least === 'viewer') return;
    const { rows } = await onStore(store.url, `select detail from audit_entry order by at desc, id limit 50`);
    expect(rows).toContainEqual({ detail: { refused: 'session.role' } });
    await onStore(store.url, 'delete from audit_entry');
  });

  test('asks the same of a key', async () => {
    for (const role of ['viewer', 'operator', 'admin'] as const) {
      const allowed = least === 'viewer' || role === 'admin' || least === role;
      const { code } = await ask(`key ${role}`, route);
      const expected = !allowed ? 'session.role' : isIn(IN_PERSON, name) ? 'session.in-person' : null;
      if (expected !== null) expect([role, code]).toEqual([role, expected]);
      else expect(['session.role', 'session.in-person', 'session.key', 'session.missing']).not.toContain(code);
    }
  });
});
