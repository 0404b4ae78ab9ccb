import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { BREAK, MEND, SHOP } from '#e2e/console/broken-index.ts';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql, valuesOf } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, openTab } from './pages.ts';
import { Stack } from './stack.ts';

test.describe.configure({ mode: 'serial' });
test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

let stack: Stack;
let client: ConsoleClient;
let id: string;

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(stack.urlOf('source'), ...SHOP);
  await sql(stack.urlOf('destination'), BREAK, 'create schema shop', `create type shop.mood as enum ('glad', 'bored')`);
  client = await new ConsoleClient(stack.url).enter();
  ({ id } = await client.need<{ id: string }>('POST', '/api/v1/tasks'));
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, {
    ...config,
    name: 'shop structure',
    source: stack.endpoint('source'),
    destination: stack.endpoint('destination'),
    types: ['schema', 'full'],
    objects: [{ schema: 'shop' }],
  });
  await client.need('POST', `/api/v1/tasks/${id}/precheck`);
});

test.afterAll(() => stack?.close());

const statements = (page: Page): Locator => page.getByRole('table', { name: 'Structure of the task' });
const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search objects and SQL' });
const shown = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('before the start what will run is listed, searched, copied and downloaded', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/start` });
  await expect(page.getByRole('heading', { name: 'Structure preview' })).toBeVisible();
  await expect(
    statements(page)
      .getByRole('row', { name: /shop\.item / })
      .first(),
  ).toBeVisible();
  await expect(statements(page).getByRole('columnheader', { name: 'State' })).toHaveCount(0);

  await search(page).fill('NORM IS BROKEN');
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await button(statements(page), /^SQL of shop\.norm\(/).click();
  await expect(statements(page).locator('pre')).toContainText('norm is broken here');
  await button(statements(page), /^Copy the SQL of shop\.norm\(/).click();
  expect(await shown(page)).toMatch(/^create (or replace )?function shop\.norm\(/i);

  await search(page).fill('');
  await page
    .getByRole('group', { name: 'Kinds' })
    .getByRole('button', { name: /^Indexes/ })
    .click();
  await expect(statements(page).getByRole('row')).toHaveCount(3);
  await button(page, 'Copy the SQL of 2 statements').click();
  await expect(page.getByText('2 statements copied')).toBeVisible();
  expect((await shown(page)).match(/^create index/gim)).toHaveLength(2);

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('shop structure.sql');
  const script = readFileSync(await download.path(), 'utf8');
  for (const part of ['-- Before the data', /create table "shop"\."sale"/i, '-- After the data', /create index sale_norm/i]) {
    expect(script).toMatch(part);
  }
});

test('what the destination has already is shown with its difference', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/start` });
  await page.getByRole('radio', { name: 'Already there' }).click();
  await page.getByRole('radio', { name: 'Different' }).click();
  await button(page, 'Difference of shop.mood').click();
  const difference = page.getByRole('region', { name: 'What the task would make, compared with what is there' });
  await expect(difference).toContainText('bored');
  await expect(difference).toContainText('sad');
  await page.getByRole('radio', { name: 'Left out' }).click();
  await expect(page.getByText('Nothing of what was chosen is left out.')).toBeVisible();
});

test('a task without structure has no preview', async ({ page }) => {
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, types: ['full'] });
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/start` });
  await expect(page.getByRole('heading', { name: 'shop structure' })).toBeVisible();
  await expect(button(page, 'Start Task')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Structure preview' })).toHaveCount(0);
});

test('what failed is run again in other words, or skipped, and the task comes to its end', async ({ page }) => {
  await sql(stack.urlOf('destination'), 'drop schema shop cascade');
  const task = await client.startTask({
    name: 'mended',
    source: stack.endpoint('source'),
    destination: stack.endpoint('destination'),
    types: ['schema', 'full'],
    objects: [{ schema: 'shop' }],
  });
  await enter(page, { url: stack.url, path: `/tasks/${task}` });
  await openTab(page, 'Structure');
  const failed = page.getByRole('table', { name: /statements? failed$/ });
  await expect(failed.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('tab', { name: 'Structure' })).toContainText('2 failed');
  await expect(failed.getByRole('row', { name: /sale_norm/ })).toContainText('norm is broken here');

  await button(failed, /^Edit and retry .*sale_norm/).click();
  const editor = failed.getByRole('textbox', { name: /^SQL to run for/ });
  await expect(editor).toContainText('sale_norm');
  await editor.fill('create index sale_note on shop.sale (no_such_column)');
  await button(failed, 'Run This Instead').click();
  await expect(failed.getByRole('row', { name: /sale_norm/ }).first()).toContainText('no_such_column');
  // What was written is still there to be corrected.
  await expect(editor).toContainText('no_such_column');
  await editor.fill('create index sale_note on shop.sale (note)');
  await button(failed, 'Run This Instead').click();
  await expect(failed.getByRole('row')).toHaveCount(1);

  await button(failed, /^Skip .*item_norm/).click();
  const asked = page.getByRole('alertdialog', { name: 'Skip 1 failed statement?' });
  await expect(asked).toContainText('item_norm');
  await button(asked, 'Skip').click();
  await expect(failed).toHaveCount(0);
  await expect.poll(() => client.state(task), { timeout: 90_000 }).toMatchObject({ name: 'finished' });

  await expect(page.getByText('0, 1 skipped')).toBeVisible();
  await page.getByRole('radio', { name: 'Skipped' }).click();
  await expect(statements(page).getByRole('row', { name: /item_norm/ })).toContainText('Skipped');
  await page.getByRole('radio', { name: 'Done' }).click();
  await search(page).fill('sale_note');
  await expect(statements(page).getByRole('row', { name: /sale_norm/ })).toContainText('Done');
  const indexes = await valuesOf(stack.urlOf('destination'), `select indexname from pg_indexes where schemaname = 'shop'`);
  expect(indexes).toContain('sale_note');
  expect(indexes).not.toContain('item_norm');
  await sql(stack.urlOf('destination'), MEND);
});
