import { expect, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { connected, sql, value } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { expectAccessible } from './axe.ts';
import { agreeAndStart, button, enter, field, finding } from './pages.ts';
import { Stack } from './stack.ts';

/** From the advanced settings to a task that runs, and the reference of what a program does instead. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let client: ConsoleClient;
let id: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create table orders (id int primary key, note text)',
    `insert into orders select i, repeat('x', 100) from generate_series(1, 20000) i`,
    'create table journal (line text)',
    'create unlogged table cache (id int primary key)',
    'analyze',
  );
  client = await new ConsoleClient(stack.url).enter();
  const document = { name: 'orders away', source: stack.endpoint('source'), destination: stack.endpoint('destination') };
  const made = await client.need<{ id: string }>('POST', '/api/v1/tasks', { ...document, objects: [{ schema: 'public' }] });
  id = made.id;
});

test.afterAll(async () => {
  await stack?.close();
});

const step = (name: string) => ({ url: stack.url, path: `/tasks/${id}/configure/${name}` });

test('advanced settings: where it runs, its tag, and the same task by a program, without its passwords', async ({ page }) => {
  await enter(page, step('advanced'));
  await expect(page.getByText('Dedicated Cluster for Task Scheduling')).toBeVisible();
  await page.getByRole('combobox', { name: /Environment tag/ }).click();
  await page.getByRole('option', { name: 'Staging' }).click();
  await expect.poll(async () => (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).tag).not.toBeNull();
  await button(page, 'Preview OpenAPI Parameters').click();
  const dialog = page.getByRole('dialog', { name: 'Preview OpenAPI Parameters' });
  await expect(dialog).toContainText(`curl --fail-with-body -X POST '${stack.url}/api/v1/tasks'`);
  await expect(dialog).toContainText('"password": "<source password>"');
  await expect(dialog).not.toContainText(stack.endpoint('source').password);
  await expectAccessible(page);
  await dialog.getByRole('tab', { name: 'Document' }).click();
  await expect(dialog).toContainText(/\{\s+"name": "orders away"/);
  await button(dialog.locator('footer'), 'Close').click();
  await expectAccessible(page);
});

test('the precheck: items come as they finish; each says what it looked at, and can be checked again alone', async ({ page }) => {
  await enter(page, step('precheck'));
  const unlogged = finding(page, 'PG_UNLOGGED');
  await expect(button(unlogged, /^View details/)).toBeVisible();
  await button(unlogged, /^View details/).click();
  await expect(unlogged).toContainText('their changes are in no log');
  await expect(unlogged).toContainText('This has to be solved before the task can start.');
  await expectAccessible(page);
  await sql(stack.urlOf('source'), 'alter table cache set logged');
  await button(unlogged, /^Check .* again$/).click();
  await expect(unlogged).toContainText('Passed');
  // The others stay as they were found.
  await expect(finding(page, 'PG_REPLICA_IDENTITY')).toContainText('Warning');
});

test('Fix It for Me shows the statement, runs it at the source, looks again, and leaves an audit row', async ({ page }) => {
  await enter(page, step('precheck'));
  const identity = finding(page, 'PG_REPLICA_IDENTITY');
  await button(identity, /^View details/).click();
  await button(identity, /^Fix it for me/).click();
  const dialog = page.getByRole('alertdialog', { name: 'Run this statement at the source?' });
  await expect(dialog).toContainText('ALTER TABLE "public"."journal" REPLICA IDENTITY FULL;');
  await expectAccessible(page);
  await button(dialog, 'Run at the Source').click();
  await expect(identity).toContainText('Passed');
  expect(await value(stack.urlOf('source'), `select relreplident from pg_class where relname = 'journal'`)).toBe('f');
  const { rows } = await client.need<{ rows: { action: string; detail: Record<string, string> }[] }>('GET', '/api/v1/audit?limit=50');
  expect(rows.find(({ action }) => action === 'task.remedy')?.detail.sql).toContain('"journal" REPLICA IDENTITY FULL');
});

test('while it runs, every item is there and those that are done say so', async ({ page }) => {
  await enter(page, step('precheck'));
  await expect(finding(page, 'PG_WAL_LEVEL')).toContainText('Passed');
  // Items that read the table wait for as long as it is locked; the others do not.
  const holder = await connected(stack.urlOf('source'));
  await holder.query('begin; lock table orders in access exclusive mode');
  await button(page, 'Precheck Again').click();
  await expect(page.getByText('Prechecking the task…')).toBeVisible();
  await expect(finding(page, 'PG_WAL_LEVEL')).toContainText('Passed');
  await expect(finding(page, 'PG_UNLOGGED')).toContainText('Checking');
  await expectAccessible(page);
  await holder.end();
  await expect(page.getByRole('heading', { name: 'Success Rate' })).toBeVisible();
  await expect(button(page, 'Precheck Again')).toBeFocused();
});

test('start: the estimate, what will be made, and one question', async ({ page }) => {
  await sql(stack.urlOf('source'), 'alter table cache set logged');
  const { findings } = await client.need<Pick<TaskView, 'findings'>>('POST', `/api/v1/tasks/${id}/precheck`);
  for (const { code, severity } of findings ?? [])
    if (severity === 'warn') await client.need('PUT', `/api/v1/tasks/${id}/findings/${code}`, { accepted: true });
  await enter(page, step('start'));
  await expect(page.getByText('about 20,000')).toBeVisible();
  await expect(page.getByText('nothing was copied here yet that would tell')).toBeVisible();
  await expect(page.getByLabel('Resource group')).toBeVisible();
  await expect(button(page, 'Start Task')).toBeDisabled();
  const review = page.locator('dl').filter({ hasText: 'Migration Types' });
  for (const said of ['orders away', 'Staging', 'warns at 10,000 MB']) await expect(review).toContainText(said);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Change: Retry times' }).click();
  await page.waitForURL(/\/configure\/advanced$/);
  await page.goBack();
  await agreeAndStart(page);
  await page.waitForURL(new RegExp(`/tasks/${id}$`));
  await client.waitFor(id, ({ state }) => state.name === 'streaming');
});

test('the API reference is searched, opened and copied from', async ({ page }) => {
  await enter(page, { url: stack.url, path: '/api-reference' });
  await expect(page.getByRole('heading', { name: 'Create a task' })).toBeVisible();
  await expectAccessible(page);
  await field(page, 'Search operations').fill('pause');
  await expect(page.getByRole('heading', { name: 'Create a task' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Pause' })).toBeVisible();
  await expect(page.getByText(`-X POST '${stack.url}/api/v1/tasks/`).first()).toBeVisible();
  await field(page, 'Search operations').fill('no such thing');
  await expect(page.getByText('No operation matches "no such thing".')).toBeVisible();
});
