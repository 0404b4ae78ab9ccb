import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
  await sql(servers.destination.url(), `create role mover login password 'secret'`);
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('a rule of INSERT rewrites none of the rows that arrive, few or many, where it cannot be kept quiet', async () => {
  const name = 'ruled';
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    'create table audit (n int)',
    'create table log (n int)',
    'create table kept (id int primary key)',
    'alter table audit replica identity full; alter table log replica identity full',
    'create rule noted as on insert to log do also insert into audit values (new.n)',
    'create rule noted as on insert to kept do also insert into audit values (new.id)',
  );
  await sql(destination, `alter database ${name} owner to mover`);
  const own = { ...servers.destination.endpoint(name), user: 'mover', password: 'secret' };
  await using task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }], destination: own });
  await task.startAndFollow();
  expect(await value(destination, `select count(*) from pg_rewrite where rulename = 'noted' and ev_enabled = 'O'`)).toBe('2');
  await sql(source, 'insert into log values (1), (2)', 'insert into kept values (1)');
  await task.catchesUp();
  await sql(source, 'insert into log select n from generate_series(1, 500) n', 'insert into kept select n from generate_series(2, 200) n');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from audit')).toBe('702');
  expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
});
