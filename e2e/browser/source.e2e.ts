import { expect, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { connected, sql, value, valuesOf } from '#e2e/faults/servers.ts';
import { button, enter } from './pages.ts';
import { Stack } from './stack.ts';

/** What the source keeps for a task and what it does not tell, as a person sees it, by an account that may do little there. */
test.describe.configure({ mode: 'serial' });

const ACCOUNT = { user: 'plain', password: 'secret' };
const ROWS = 'select id from app.orders order by id';

let stack: Stack;
let client: ConsoleClient;
let id = '';

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    `create role ${ACCOUNT.user} login replication password '${ACCOUNT.password}'`,
    `grant create on database shop to ${ACCOUNT.user}`,
    `create schema app authorization ${ACCOUNT.user}`,
    'create table app.orders (id int primary key, amount int)',
    `alter table app.orders owner to ${ACCOUNT.user}`,
    'insert into app.orders select n, n from generate_series(1, 100) n',
  );
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const state = () => client.state(id).then(({ name }) => name);

test('the transaction that the slot waits for is named, with its process, its age and its statement', async ({ page }) => {
  const own = Object.assign(new URL(stack.urlOf('source')), { username: ACCOUNT.user, password: ACCOUNT.password });
  await using holder = await connected(String(own));
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  await holder.query('begin');
  await holder.query('insert into app.orders values (1000, 1)');
  id = await client.startTask({
    name: 'waits',
    source: { ...stack.endpoint('source'), ...ACCOUNT },
    destination: stack.endpoint('destination'),
    objects: [{ schema: 'app' }],
  });
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  const waits = page.getByText('The replication slot waits for transactions of the source');
  await expect(waits).toBeVisible();
  const line = page.getByRole('listitem').filter({ hasText: `Process ${rows[0]?.pid}` });
  await expect(line).toContainText(/plain .* shop .* idle in transaction/);
  await expect(line).toContainText(/Open for \d/);
  await expect(line).toContainText('insert into app.orders values (1000, 1)');
  await holder.query('commit');
  await expect(waits).toHaveCount(0);
  await expect.poll(state).toBe('streaming');
});

test('an account without the right to event triggers is told what is not seen', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=incremental` });
  const card = page.getByRole('region', { name: 'Log kept by the source' });
  await expect(card).toContainText('columns only, seen in the log');
  await expect(card).toContainText('Of DDL at the source only changes of columns are carried');
  await expect(card).toContainText('Not seen: indexes, constraints');
  await expect(card).toContainText('reserved');
  await expect(card).toContainText('a standby may have a copy (failover slot)');
});

test('a log that is gone offers to copy all rows again, and only who agrees has that done', async ({ page }) => {
  const source = stack.urlOf('source');
  await client.need('POST', `/api/v1/tasks/${id}/signal/pause`);
  await client.waitFor(id, (task) => task.state.name === 'paused');
  await sql(
    source,
    'select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()',
    'delete from app.orders where id < 50',
    'insert into app.orders values (2000, 2)',
  );
  await client.need('POST', `/api/v1/tasks/${id}/signal/resume`);
  await expect.poll(state).toBe('failed');
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await button(page, 'Copy Again').first().click();
  const dialog = page.getByRole('alertdialog', { name: 'Copy all rows again from a new snapshot?' });
  await expect(dialog).toContainText('The structure stays');
  await expect(button(dialog, 'Copy Again')).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Empty the tables of this task at the destination' }).click();
  await button(dialog, 'Copy Again').click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(state, { timeout: 60_000 }).toBe('streaming');
  await sql(source, 'insert into app.orders values (3000, 3)');
  await expect.poll(() => value(stack.urlOf('destination'), 'select max(id) from app.orders')).toBe('3000');
  expect(await valuesOf(stack.urlOf('destination'), ROWS)).toEqual(await valuesOf(source, ROWS));
});

test('a limit on the log that is reached pauses the task, which says so wherever it is shown', async ({ page }) => {
  const source = stack.urlOf('source');
  const limitTo = (pauseMegabytes: number) => client.need('PATCH', `/api/v1/tasks/${id}/limits`, { walLimit: { pauseMegabytes } });
  await limitTo(4);
  // A task that is looked at for the first time when it is over its limit would be let catch up.
  const asked = Date.now();
  await client.waitFor(id, ({ progress: { source: seen } }) => seen !== null && seen.at > asked && seen.slot !== null);
  await using holder = await connected(source);
  await holder.query('begin; insert into app.orders values (4000, 4)');
  await sql(source, 'create table public.other as select md5(n::text) from generate_series(1, 100000) n');
  await client.waitFor(id, (task) => task.state.name === 'paused');
  // Why is kept with the state.
  await stack.killConsole();
  await stack.startConsole();
  client = await new ConsoleClient(stack.url).enter();
  expect(await client.state(id)).toMatchObject({ name: 'paused', from: 'streaming', error: { code: 'source.wal-limit' } });

  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  const banner = page.getByRole('alert').filter({ hasText: /Paused by itself: The source keeps [\d.]+ MB of log/ });
  await expect(banner).toContainText('4.0 MB is the limit');
  await expect(banner).toContainText('source.wal-limit');
  await button(banner, 'Show the Limit').click();
  await expect(page.getByRole('region', { name: 'Log kept by the source' })).toContainText(/Pauses at\s*4 MB/);
  await page.goto(`${stack.url}/migration`);
  await expect(page.getByRole('row', { name: /waits/ })).toContainText(/The source keeps .* is the limit.*Paused.*By itself/);
  await page.goto(stack.url);
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText(/Paused by itself.*4.0 MB is the limit/);

  await holder.query('commit');
  await limitTo(1_000);
  await page.goto(`${stack.url}/tasks/${id}`);
  await button(banner, 'Resume').click();
  await expect.poll(state).toBe('streaming');
  await expect(banner).toHaveCount(0);
  await expect.poll(() => valuesOf(stack.urlOf('destination'), ROWS)).toEqual(await valuesOf(source, ROWS));
});
