import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnv } from '#lib/env.ts';
import { closeMetadataClient } from '#lib/metadata/client.ts';
import { openMetadata } from '#lib/metadata/metadata.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { createAdministrator } from '#lib/session/setup.ts';
import { inviteUser } from '#lib/session/users.ts';
import { Asker, signIn } from './asker.ts';
import { ADMIN } from './client.ts';
import { onStore } from './on-store.ts';

const ROOT = join(import.meta.dirname, '..', '..');

let folder: string;
let server: PostgresServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opendts-reset-'));
  // The account that runs the server must be able to enter.
  chmodSync(folder, 0o755);
  server = await startServer({ dir: join(folder, 'store') });
  Object.assign(process.env, { DATABASE_URL: server.url(), OPENDTS_DATA: folder, OPENDTS_SECRET: 'a secret of the tests' });
}, 300_000);

afterAll(async () => {
  await closeMetadataClient();
  await server?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

/** As a person at the machine runs it. */
function reset(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  return new Promise<{ readonly code: number; readonly out: string; readonly told: string }>((settle) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', join('lib', 'launch', 'start.ts'), ...args],
      { cwd: ROOT, env: { ...process.env, ...env }, timeout: 120_000 },
      (error, out, told) => settle({ code: error === null ? 0 : Number(error.code ?? 1), out, told }),
    );
  });
}

const passwordIn = (out: string) => /\): (\S+)$/m.exec(out)?.[1] ?? '';

test('a lost password of the only administrator is replaced on the machine, while the console does not run', async () => {
  const early = await reset(['--reset-admin']);
  expect(early).toMatchObject({ code: 1, out: '' });
  expect(early.told).toContain('no administrator yet');

  await createAdministrator(ADMIN);
  const running = await openMetadata(readEnv(), () => {});
  const before = await Asker.signedIn();
  const refused = await reset(['--reset-admin']);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.told).toContain('The console runs. End it');
  expect((await before.ask('GET', '/api/v1/tasks')).status).toBe(200);
  await running.close();

  const done = await reset(['--reset-admin']);
  expect(done).toMatchObject({ code: 0, told: '' });
  expect(done.out).toContain(`New password of ${ADMIN.name} (${ADMIN.email}): `);
  expect((await before.ask('GET', '/api/v1/tasks')).status).toBe(401);
  expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(401);
  // It opens nothing but the page where another one is chosen.
  const after = await Asker.signedIn(ADMIN.email, passwordIn(done.out));
  expect((await after.ask('GET', '/api/v1/tasks')).status).toBe(403);
  const chosen = { current: passwordIn(done.out), next: 'another horse battery' };
  expect((await after.ask('POST', '/api/v1/profile/password', { body: chosen })).status).toBeLessThan(300);
  expect((await (await Asker.signedIn(ADMIN.email, chosen.next)).ask('GET', '/api/v1/users')).status).toBe(200);

  const { rows } = await onStore(server.url(), `select user_id, who, subject_name, detail from audit_entry where action = 'user.recover'`);
  expect(rows).toEqual([{ user_id: null, who: 'npm start -- --reset-admin', subject_name: ADMIN.name, detail: {} }]);
}, 300_000);

test('where there are several it says who, and others than administrators are left alone', async () => {
  await inviteUser({ name: 'Bea', email: 'bea@example.com', role: 'admin' });
  await inviteUser({ name: 'Vic', email: 'vic@example.com', role: 'viewer' });
  const hashes = async () => (await onStore(server.url(), 'select user_id, password from account order by user_id')).rows;
  const kept = await hashes();
  for (const args of [['--reset-admin'], ['--reset-admin', 'vic@example.com'], ['--reset-admin', 'nobody@example.com']]) {
    const { code, out, told } = await reset(args);
    expect([args, code, out]).toEqual([args, 1, '']);
    expect(told).toContain('bea@example.com');
  }
  for (const args of [['--reset-admin', 'a', 'b'], ['bea@example.com'], ['--reset-administrator']])
    expect((await reset(args)).told).toContain('Usage: npm start');
  expect(await hashes()).toEqual(kept);
  expect(await reset(['--reset-admin', 'Bea@example.com'])).toMatchObject({ code: 0 });
  expect(await hashes()).not.toEqual(kept);
}, 300_000);

test('a folder without an installation stays without one', async () => {
  const { code, told } = await reset(['--reset-admin'], { DATABASE_URL: '', OPENDTS_DATA: join(folder, 'nothing') });
  expect(code).toBe(1);
  expect(told).toContain('There is no OpenDTS in the data folder');
}, 120_000);
