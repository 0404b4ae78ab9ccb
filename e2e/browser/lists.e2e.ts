import { expect, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { fillStore } from '#e2e/console/many-tasks.ts';
import { type ConsoleProcess, start } from '#e2e/console/process.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { expectAccessible } from './axe.ts';
import { button, enter } from './pages.ts';

/** The overview and the two lists, with two thousand tasks in all states. */
const MANY = 2_000;
let servers: TestServers;
let running: ConsoleProcess;
let client: ConsoleClient;

test.beforeAll(async () => {
  servers = await startServers();
  await sql(servers.source.url(), 'create database store');
  const store = servers.source.url('store');
  running = await start({ OPENDTS_DATA: `${servers.dir}/console`, DATABASE_URL: store });
  client = await new ConsoleClient(running.url).enter();
  await fillStore(store, MANY);
});

test.afterAll(async () => {
  await running?.end();
  await servers?.[Symbol.asyncDispose]();
});

const open = (page: Page, path: string) => enter(page, { url: running.url, path });
const table = (page: Page) => page.getByRole('table', { name: 'Tasks' });
const rows = (page: Page) => table(page).locator('tbody tr', { has: page.getByRole('link') });
const live = (page: Page) => page.getByRole('status').filter({ hasText: /^Live$/ });
const chip = (page: Page, name: RegExp) => page.getByRole('toolbar', { name: 'State' }).getByRole('button', { name });

test('the overview names what needs somebody first, and every figure leads to its tasks', async ({ page }) => {
  await open(page, '/');
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await expect(attention.getByRole('listitem').first()).toContainText('The database does not accept connections at this address');
  await expect(attention.getByRole('listitem').first()).toContainText('Check address and port, then resume.');
  await expect(attention.getByRole('button', { name: /^Resume: / }).first()).toBeEnabled();
  await page.getByRole('link', { name: 'Data Synchronization, Failed: 60' }).click();
  await expect(page).toHaveURL(/\/synchronization\?state=failed$/);
  await expect(page.getByText('60 of 500 tasks')).toBeVisible();
});

test('search, filters and order are in the address, and come back with it', async ({ page }) => {
  await open(page, '/migration');
  await expect(live(page)).toBeVisible();
  await expect(page.getByText('1,500 tasks')).toBeVisible();
  await chip(page, /^Failed/).click();
  await chip(page, /^Paused/).click();
  await page.getByRole('searchbox').fill('billing');
  await button(page, 'Tag').first().click();
  await page.getByRole('menuitemcheckbox', { name: /Staging/ }).click();
  await page.keyboard.press('Escape');
  await button(page, 'ID/Name').click();
  await expect(page).toHaveURL(/\/migration\?q=billing&state=failed,paused&tag=staging&sort=task$/);
  const names = await rows(page).getByRole('link').allInnerTexts();
  expect(names.length).toBeGreaterThan(3);
  expect(names).toEqual([...names].sort());
  expect(names.every((name) => name.startsWith('billing'))).toBe(true);

  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('billing');
  await expect(chip(page, /^Failed/)).toHaveAttribute('aria-pressed', 'true');
  expect(await rows(page).getByRole('link').allInnerTexts()).toEqual(names);
  // To a task and back again: where one was.
  await rows(page).getByRole('link').first().click();
  await page.waitForURL(/\/tasks\//);
  await page.goBack();
  await expect(page).toHaveURL(/q=billing/);
  await expect(page.getByRole('searchbox')).toHaveValue('billing');

  await page.getByRole('searchbox').fill('nobody');
  await expect(page.getByText('No task matches')).toBeVisible();
  await button(page, 'Clear Search and Filter').click();
  await expect(page).toHaveURL(/\/migration\?sort=task$/);
});

test('columns are in the address, and kept for the person with the density', async ({ page, browser }) => {
  await open(page, '/migration');
  await expect(live(page)).toBeVisible();
  await button(page, 'Columns and density').click();
  await page.getByRole('menuitemcheckbox', { name: 'Resource group' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Tag' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Compact Rows' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\?columns=task,state,progress,lag,route,group,created$/);
  await page.reload();
  const bars = table(page).getByRole('progressbar', { name: /^Progress of / });
  await expect(bars.first()).toHaveAttribute('aria-valuenow', /\d/);
  await expect(table(page).getByRole('columnheader', { name: 'Resource group' })).toBeVisible();
  await expect(table(page).getByRole('columnheader', { name: 'Tag' })).toHaveCount(0);
  await expect(table(page).getByRole('cell', { name: 'Finance' }).first()).toBeVisible();
  // Somebody else sees the same under the address; oneself without it.
  const other = await browser.newContext();
  const there = await other.newPage();
  await open(there, new URL(page.url()).pathname + new URL(page.url()).search);
  await expect(table(there).getByRole('columnheader', { name: 'Resource group' })).toBeVisible();
  await expect(table(there).getByRole('columnheader', { name: 'Tag' })).toHaveCount(0);
  await other.close();
  await open(page, '/migration');
  await expect(table(page).getByRole('columnheader', { name: 'Resource group' })).toBeVisible();
});

test('a batch names which of the selection take part and why the others cannot, and tells what came of each', async ({ page }) => {
  await open(page, '/migration?state=paused,finished,running&q=orders');
  await expect(live(page)).toBeVisible();
  for (const state of ['Paused', 'Finished']) await choose(page, state);
  const left = await choose(page, 'Following changes');
  await expect(page).toHaveURL(/[?&]selected=\w+,\w+,\w+/);
  await page.reload();
  await expect(page.getByText('3 selected')).toBeVisible();
  await button(page, 'Release').click();
  const dialog = page.getByRole('alertdialog', { name: 'Release 2 tasks?' });
  await expect(dialog.getByRole('region', { name: 'Take part (2)' }).getByRole('listitem')).toHaveCount(2);
  const out = dialog.getByRole('region', { name: 'Left out (1)' });
  await expect(out).toContainText(left);
  await expect(out).toContainText('Still runs: stop it first');
  await expect(button(dialog, 'Release')).toBeDisabled();
  await expectAccessible(page);
  await button(dialog, 'Cancel').click();

  // The tasks are made up: their databases cannot be asked, so that nothing is forgotten and each says why.
  await button(page, 'Release').click();
  await dialog.getByRole('checkbox').click();
  await button(dialog, 'Release').click();
  await expect(
    page
      .getByRole('alertdialog')
      .getByText(/Refused: 2|Done: 0/)
      .first(),
  ).toBeVisible({ timeout: 60_000 });
  await button(page.getByRole('alertdialog').locator('footer'), 'Close').click();
  expect((await client.need<TaskRow[]>('GET', '/api/v1/tasks')).length).toBe(MANY);
});

test('a row has a menu of what its state allows', async ({ page }) => {
  const entries: Readonly<Record<string, readonly string[]>> = {
    running: ['Open', 'Pause', 'Tag and Resource Group', 'Stop'],
    paused: ['Open', 'Resume', 'Tag and Resource Group', 'Stop', 'Release'],
    finished: ['Open', 'Tag and Resource Group', 'Release'],
  };
  for (const [state, names] of Object.entries(entries)) {
    await open(page, `/migration?state=${state}`);
    await expect(live(page)).toBeVisible();
    await rows(page)
      .first()
      .getByRole('button', { name: /^Actions for / })
      .click();
    await expect(page.getByRole('menuitem')).toHaveText([...names]);
  }
});

test('what a filter hides is not selected, and drafts are deleted together', async ({ page }) => {
  const names = ['first of two', 'second of two'];
  for (const name of names) {
    const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
    const { config } = await client.need<{ config: object }>('GET', `/api/v1/tasks/${id}`);
    await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name });
  }
  await open(page, '/migration?q=of+two');
  await page.getByRole('checkbox', { name: 'Select all tasks shown' }).click();
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.getByRole('searchbox').fill('first of two');
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.getByRole('searchbox').fill('of two');
  await expect(page.getByText('2 selected')).toBeVisible();
  await button(page, 'Tag and Resource Group').click();
  const label = page.getByRole('dialog', { name: 'Tag and Resource Group of 2 tasks' });
  await label.getByRole('combobox', { name: 'Environment tag' }).click();
  await page.getByRole('option', { name: 'Test' }).click();
  await button(label, 'Save').click();
  await expect(rows(page).filter({ hasText: 'Test' })).toHaveCount(2);
  await button(page, 'Release').click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('checkbox').click();
  await button(dialog, 'Release').click();
  await expect(dialog.getByText('2 released')).toBeVisible();
  await button(dialog.locator('footer'), 'Close').click();
  await expect(page.getByText('No task matches')).toBeVisible();
});

test('thousands of rows scroll under their head, and only those in sight are drawn', async ({ page }) => {
  await open(page, '/migration');
  await expect(live(page)).toBeVisible();
  await expect(table(page)).toHaveAttribute('aria-rowcount', '1500');
  expect(await rows(page).count()).toBeLessThan(60);
  const box = table(page).locator('xpath=..');
  await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(rows(page).last()).toContainText('01999');
  await expect(table(page).getByRole('columnheader', { name: 'Status' })).toBeInViewport();
});

test('a task is created in the kind of the list it is asked for in', async ({ page }) => {
  await open(page, '/synchronization');
  await button(page, 'Create Task').click();
  await page.waitForURL(/\/configure\/connections$/);
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText('Data Synchronization');
  const id = new URL(page.url()).pathname.split('/')[2] ?? '';
  expect(await client.need('GET', `/api/v1/tasks/${id}`)).toMatchObject({
    config: { kind: 'synchronization', topology: 'one-way', types: ['incremental'] },
  });
  await client.need('DELETE', `/api/v1/tasks/${id}`);
});

test('tags of one’s own are made, coloured and deleted; those in use are kept', async ({ page }) => {
  await open(page, '/settings/tags');
  await button(page, 'New Tag').click();
  const dialog = page.getByRole('dialog', { name: 'New environment tag' });
  await button(dialog, 'Create').click();
  await expect(dialog.getByText('Give it a name.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('production');
  await button(dialog, 'Create').click();
  await expect(dialog.getByText('There is another environment tag named production')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lab');
  await dialog.getByRole('radio', { name: 'Violet' }).click();
  await button(dialog, 'Create').click();
  const lab = page.getByRole('row', { name: /Lab/ });
  await expect(lab).toBeVisible();
  await expectAccessible(page);
  await button(lab, 'Delete Lab').click();
  await button(page.getByRole('alertdialog'), 'Delete').click();
  await expect(lab).toHaveCount(0);
  await page.goto(`${running.url}/settings/groups`);
  await expect(button(page, 'Delete Finance')).toBeDisabled();
  await expectAccessible(page);
});

for (const path of ['/', '/migration', '/synchronization?state=running']) {
  test(`nobody stumbles on ${path}, in the light, in the dark, and on a phone`, async ({ page }) => {
    await open(page, path);
    await expect(live(page)).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
}

/** Selects the first task shown in this state; answers with its name. */
async function choose(page: Page, state: string): Promise<string> {
  const row = rows(page).filter({ hasText: state }).first();
  const name = await row.getByRole('link').innerText();
  await row.getByRole('checkbox').click();
  return name;
}
