import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { compareWithSelectDb } from '#e2e/demo/selectdb/compare.ts';
import { connected, sql, value } from '#e2e/faults/servers.ts';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import type { TaskView } from '#lib/task/view.ts';
import { agreeAndStart, button, enter, field, finding, side, tick } from './pages.ts';
import { Stack } from './stack.ts';

/** One way through the wizard from PostgreSQL into SelectDB, while the source is being written to. */
test.describe.configure({ mode: 'serial' });

const TASK = 'shop to warehouse';
const PASSWORD = 'secret';
const TABLES = [
  'create schema shop',
  `create type shop.status as enum ('new', 'paid')`,
  'create table shop.orders (region text not null, id bigint primary key, status shop.status not null, amount numeric(12, 2), placed timestamptz, doc jsonb)',
  'alter table shop.orders replica identity full',
  'create table shop.visits (page text, seconds double precision, at timestamp)',
  'alter table shop.visits replica identity full',
  'create table shop.codes (code text primary key, note text)',
  `insert into shop.orders select 'r' || i % 5, i, 'new', i * 1.25, now(), jsonb_build_object('n', i) from generate_series(1, 2000) i`,
  `insert into shop.visits select '/page/' || i % 40, i / 3.0, now() from generate_series(1, 500) i`,
  `insert into shop.codes select 'C' || i, 'note ' || i from generate_series(1, 300) i`,
];

let stack: Stack;
let emulator: Emulator;
let client: ConsoleClient;
let page: Page;
let id = '';
let stopWriting: () => Promise<void> = async () => {};

test.beforeAll(async ({ browser }) => {
  [stack, emulator] = await Promise.all([Stack.open(), startEmulator({ password: PASSWORD })]);
  await sql(stack.urlOf('source'), ...TABLES);
  client = await new ConsoleClient(stack.url).enter();
  await client.need('POST', '/api/v1/connections', { name: 'Shop', endpoint: stack.endpoint('source') });
  stopWriting = write(stack.urlOf('source'));
  page = await browser.newPage({ baseURL: stack.url });
});

test.afterAll(async ({ browser }) => {
  await stopWriting();
  for (const context of browser.contexts()) await context.close();
  await stack?.close();
  await emulator?.[Symbol.asyncDispose]();
});

/** Every kind of change, in every table, over and over until it is stopped. */
function write(url: string): () => Promise<void> {
  const stopping = new AbortController();
  const writing = (async () => {
    await using source = await connected(url);
    for (let n = 10_000; !stopping.signal.aborted; n += 1) {
      await source.query(`insert into shop.orders values ('r' || $1::int % 5, $1, 'new', $1, now(), '{"late": true}')`, [n]);
      await source.query(`update shop.orders set status = 'paid', amount = amount + 0.01 where id = $1`, [n % 2000]);
      await source.query('delete from shop.orders where id = $1', [n - 50]);
      await source.query(`insert into shop.visits values ('/late', $1, now())`, [n]);
      await source.query(
        `update shop.codes set code = case when code like '%x' then rtrim(code, 'x') else code || 'x' end where rtrim(code, 'x') = 'C' || $1`,
        [1 + (n % 300)],
      );
      await pause(20);
    }
  })();
  return async () => {
    stopping.abort();
    await writing;
  };
}

const row = (name: string): Locator => page.getByRole('row').filter({ has: button(page, name) });
const ddl = (): Locator => page.getByRole('region', { name: 'DDL' });
const box = (what: string, table: string): Locator => page.getByRole('combobox', { name: `${what} of ${table}` });

/** Chooses, in this order, of the columns of a menu that stays open meanwhile. */
async function pick(what: string, table: string, columns: readonly string[]): Promise<void> {
  await button(page, new RegExp(`^${what} of ${table}:`)).click();
  for (const name of columns) await page.getByRole('menuitemcheckbox', { name: new RegExp(`^\\d?\\s*${name}\\b`) }).click();
  await page.keyboard.press('Escape');
}

test('a saved source and an address lead to the objects, and a wrong HTTP port is told', async () => {
  await enter(page, { url: stack.url, path: '/tasks' });
  await button(page, 'Create Task').click();
  await page.waitForURL(/\/configure\/connections$/);
  id = new URL(page.url()).pathname.split('/')[2] ?? '';
  await field(page, 'Task name').fill(TASK);
  await side(page, 'Source').getByRole('combobox', { name: 'Select Existing Connection' }).click();
  await page.getByRole('option', { name: /^Shop/ }).click();
  const destination = side(page, 'Destination');
  await destination.getByRole('combobox', { name: 'Database type' }).click();
  await page.getByRole('option', { name: 'SelectDB (Apache Doris)' }).click();
  await field(destination, 'Domain name or IP address').fill(emulator.host);
  await field(destination, 'Port').fill(String(emulator.mysqlPort));
  await field(destination, 'HTTP port').fill(String(emulator.mysqlPort));
  await field(destination, 'Database account').fill('root');
  await field(destination, 'Database password').fill(PASSWORD);
  await button(page, 'Test Connectivity and Proceed').click();
  await expect(destination.getByText('Connection does not work')).toBeVisible();
  await expect(destination).toContainText('it may be the MySQL port');
  await field(destination, 'HTTP port').fill(String(emulator.httpPort));
  await button(page, 'Test Connectivity and Proceed').click();
  await page.waitForURL(/\/configure\/objects$/);
});

test('a schema is chosen whole, and what all tables share is set', async () => {
  await tick(page, 'shop');
  await button(page, 'Next: Advanced Settings').click();
  await field(page, 'selectdb.reservoir.timeout.milliseconds').fill('500');
  await expect(button(page, 'Next: Configure Database and Table Fields')).toBeDisabled();
  await field(page, 'selectdb.reservoir.timeout.milliseconds').fill('1000');
  await field(page, 'Replicas').fill('1');
  await button(page, 'Next: Configure Database and Table Fields').click();
  await page.waitForURL(/\/configure\/fields$/);
});

test('engine, key and buckets change the statement, and what cannot be is refused with its reason', async () => {
  await button(page, 'shop.orders').click();
  await expect(ddl()).toContainText('UNIQUE KEY');
  await field(page, 'bucket_count of shop.orders').fill('4');
  await expect(ddl()).toContainText('BUCKETS 4');
  await expect(ddl()).toContainText(/UNIQUE KEY\s*\(`id`\)/);
  await pick('Primary key columns', 'shop.orders', ['region']);
  await expect(ddl()).toContainText(/UNIQUE KEY\s*\(`id`, ?`region`\)/);

  await expect(row('shop.visits')).toContainText('Not yet defined');
  await box('Engine', 'shop.visits').click();
  await page.getByRole('option', { name: 'unique' }).click();
  await expect(ddl()).toContainText('shop.visits has no primary key');
  await expect(ddl()).toContainText('There is no DDL while the table cannot be made.');
  await pick('Primary key columns', 'shop.visits', ['seconds']);
  await expect(ddl()).toContainText('floating point number');
  await box('Engine', 'shop.visits').click();
  await page.getByRole('option', { name: 'duplicate' }).click();
  await pick('Primary key columns', 'shop.visits', ['seconds']);
  await expect(ddl()).toContainText('_record_id');
  await expect(row('shop.visits')).toContainText('Defined');
  await page.reload();
  await expect(field(page, 'bucket_count of shop.orders')).toHaveValue('4');
  await button(page, 'Preview OpenAPI Parameters').click();
  await expect(page.getByRole('dialog', { name: 'Preview OpenAPI Parameters' })).toContainText('"buckets": 4');
  await button(page.getByRole('dialog').locator('footer'), 'Close').click();
});

test('the precheck tells what becomes another thing, and nothing of it is in the way once it was read', async () => {
  await button(page, 'Next: Save Task Settings and Precheck').click();
  await expect(page.getByRole('heading', { name: 'Success Rate' })).toBeVisible();
  const json = finding(page, 'SELECTDB_TYPE');
  await expect(json).toContainText('Warning');
  await button(json, /^View details of/).click();
  await expect(json).toContainText('64-bit floating point');
  const { findings } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  for (const each of (findings ?? []).filter(({ severity }) => severity === 'warn')) {
    await button(finding(page, each.code), /^Ignore/).click();
    await button(page.getByRole('alertdialog', { name: /^Ignore the warning/ }), 'Ignore').click();
    await expect(finding(page, each.code)).toContainText('Ignored');
  }
  await button(page, 'Next: Start').click();
  const summary = page.locator('dl').filter({ hasText: 'Migration types' });
  await expect(summary).toContainText('changes every 1 s; replicas: 1');
  await expect(summary).toContainText('2 tables defined');
  await agreeAndStart(page);
  await page.waitForURL(new RegExp(`/tasks/${id}$`));
});

test('it catches up while the source is being written to, and every row is there', async () => {
  await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
  await expect(page.getByText('Caught up')).toBeVisible();
  const before = Number(await value(stack.urlOf('source'), 'select count(*) from shop.visits'));
  await expect
    .poll(async () => Number(await value(stack.urlOf('source'), 'select count(*) from shop.visits')))
    .toBeGreaterThan(before + 50);
  await stopWriting();
  const end = fromLsn((await value(stack.urlOf('source'), 'select pg_current_wal_lsn()')) ?? '');
  const position = async () => (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).progress.stream?.position ?? '';
  await expect.poll(async () => (await position()) >= end, { timeout: 60_000 }).toBe(true);
  await using there = await Client.open({ ...emulator, user: 'root', password: PASSWORD });
  const { tables, rows, difference } = await compareWithSelectDb(stack.urlOf('source'), there, { shop: 'shop' });
  expect(difference).toBeNull();
  expect(tables).toBe(3);
  expect(rows).toBeGreaterThan(2_800);
});
