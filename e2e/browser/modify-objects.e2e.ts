import { expect, type Locator, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { ADDED, digest, expectSame, FILTER, FOLLOWED, fillTables, startWriting } from './added-tables.ts';
import { expectAccessible } from './axe.ts';
import { button, enter, selectedTree, sourceTree } from './pages.ts';
import { Stack } from './stack.ts';

/** Tables are added to a task that runs and taken away from it, under writing: what a person sees of it, and what arrives. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let client: ConsoleClient;
let id = '';

test.beforeAll(async () => {
  stack = await Stack.open();
  await fillTables(stack);
  client = await new ConsoleClient(stack.url).enter();
  id = await client.startTask({
    name: 'shop',
    source: stack.endpoint('source'),
    destination: stack.endpoint('destination'),
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema: 'public', tables: FOLLOWED.map((name) => ({ name })), others: [{ kind: 'view', name: 'large_orders' }] }],
  });
  await client.waitFor(id, ({ state }) => state.name === 'streaming');
});

test.afterAll(() => stack?.close());

const open = (page: Page) => enter(page, { url: stack.url, path: `/tasks/${id}/objects` });
const line = (page: Page, name: string | RegExp): Locator => sourceTree(page).getByRole('treeitem', { name });
const press = (page: Page, name: string | RegExp) => line(page, name).locator('[data-box]').first().click();
const changes = (page: Page): Locator => page.getByRole('region', { name: 'Changes' });
const next = (page: Page): Locator => button(page, 'Review Changes');
const question = (page: Page): Locator => page.getByRole('alertdialog');

async function apply(page: Page): Promise<void> {
  await button(page, 'Apply…').click();
  await expect(question(page)).toContainText('Modify the objects of shop?');
  // Warnings, where there are any, are accepted in the same question.
  const accept = question(page).getByRole('checkbox');
  if ((await accept.count()) > 0) await accept.click();
  await button(question(page), 'Apply').click();
  await page.waitForURL(new RegExp(`/tasks/${id}\\?tab=overview$`));
}

test('the menu leads to the page, which marks what the task has', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await button(page, 'More operations').click();
  await page.getByRole('menuitem', { name: 'Modify Objects' }).click();
  await page.waitForURL(new RegExp(`/tasks/${id}/objects$`));
  for (const name of FOLLOWED) {
    await expect(line(page, `${name}, followed`)).toHaveAttribute('aria-checked', 'true');
    await expect(selectedTree(page).getByRole('treeitem', { name: `${name}, followed` })).toBeVisible();
  }
  await expect(line(page, /^notes$/)).toHaveAttribute('aria-checked', 'false');
  await expect(changes(page)).toContainText('No changes yet');
  await expect(next(page)).toBeDisabled();
  // What is no table cannot come along, and a schema as a whole neither.
  await press(page, 'public');
  await expect(changes(page)).toContainText('No changes yet');
  await line(page, 'Views').click();
  await expect(line(page, /^large_orders/)).toBeDisabled();
});

test('a table of the task can be taken away and nothing else', async ({ page }) => {
  await open(page);
  await selectedTree(page).getByRole('treeitem', { name: 'orders, followed' }).click({ button: 'right' });
  await expect(page.getByRole('menuitem')).toHaveText(['Copy Name', 'Take Away']);
  await page.getByRole('menuitem', { name: 'Take Away' }).click();
  await expect(line(page, 'orders, to take away')).toHaveAttribute('aria-checked', 'false');
  await expect(changes(page)).toContainText('1 to take away');
  await expect(changes(page).getByRole('listitem')).toHaveText(/public\.orders/);
  await press(page, /^notes/);
  await expect(changes(page)).toContainText('1 to add, 1 to take away');
  await expect(selectedTree(page).getByRole('treeitem', { name: 'notes, to add' })).toBeVisible();
  await button(changes(page), 'Undo the change of public.orders').click();
  await expect(line(page, 'orders, followed')).toHaveAttribute('aria-checked', 'true');
  await button(changes(page), 'Undo All').click();
  await expect(changes(page)).toContainText('No changes yet');
});

test('it is usable for everybody, on both pages of it', async ({ page }) => {
  await open(page);
  await press(page, /^notes/);
  await press(page, /^stock/);
  await expectAccessible(page);
  await next(page).click();
  await expect(page.getByRole('region', { name: 'What will happen' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  // The page is laid out anew some moments after its window.
  await expect.poll(tooWide).toBeLessThanOrEqual(0);
});

test('leaving with changes asks, by whatever way', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await button(page, 'More operations').click();
  await page.getByRole('menuitem', { name: 'Modify Objects' }).click();
  await press(page, /^notes/);
  const stays = async () => {
    await expect(question(page)).toContainText('What you changed here is lost: 1 to add.');
    await button(question(page), 'Stay').click();
    await expect(question(page)).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`/tasks/${id}/objects$`));
    await expect(changes(page)).toContainText('1 to add');
  };
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await stays();
  await page.goBack();
  await stays();
  await page.locator('body').press('g');
  await page.locator('body').press('o');
  await stays();
  await button(page, 'Cancel').click();
  await stays();
  // Nobody is asked when nothing would be lost.
  await press(page, /^notes/);
  await page.getByRole('link', { name: 'shop', exact: true }).click();
  await page.waitForURL(new RegExp(`/tasks/${id}$`));
  await open(page);
  await press(page, /^notes/);
  await page.getByRole('link', { name: 'shop', exact: true }).click();
  await button(question(page), 'Leave').click();
  await page.waitForURL(new RegExp(`/tasks/${id}$`));
});

test('what cannot be done is told with the reason, and nothing is changed', async ({ page }) => {
  await open(page);
  for (const name of FOLLOWED) await press(page, new RegExp(`^${name}`));
  await next(page).click();
  const refused = page.getByRole('region', { name: 'Cannot be done' });
  await expect(refused).toContainText('No table would be left that the task follows');
  await expect(button(page, 'Apply…')).toBeDisabled();
  await button(page, 'Back').click();
  await expect(changes(page)).toContainText('3 to take away');
});

test('a table, and one with a filter, join a task that goes on under writing', async ({ page }) => {
  const writing = startWriting(stack);
  try {
    await open(page);
    await press(page, /^notes/);
    await press(page, /^coupons/);
    await button(page, 'Edit coupons').click();
    const dialog = page.getByRole('dialog', { name: 'Table public.coupons' });
    await dialog.getByRole('textbox', { name: /^Filter/ }).fill(FILTER);
    await button(dialog, 'Save').click();
    await expect(dialog).toHaveCount(0);
    await expect(changes(page)).toContainText('2 to add');
    await next(page).click();
    // A filter reads columns of rows that go: what the table lacks for that is told, mended, and looked at again.
    const findings = page.getByRole('region', { name: 'Precheck of the added tables' });
    await expect(findings.locator('li[data-code="PG_FILTER_IDENTITY"]')).toContainText('Failed');
    await expect(button(page, 'Apply…')).toBeDisabled();
    await sql(stack.urlOf('source'), 'alter table public.coupons replica identity full');
    await button(findings, 'Review Again').click();
    await expect(button(page, 'Apply…')).toBeEnabled();
    const added = page.getByRole('table', { name: 'Tables to add' });
    await expect(added.getByRole('row', { name: /public\.coupons/ })).toContainText(FILTER);
    await expect(added.getByRole('row', { name: /public\.notes/ })).toContainText('All rows');
    await expect(page.getByRole('region', { name: 'What will happen' })).toContainText('go on being followed meanwhile');
    await apply(page);
    const list = page.getByRole('table', { name: 'Tables of the task' });
    for (const name of ADDED) {
      await expect(list.getByRole('row', { name: new RegExp(`public\\.${name}`) })).toContainText('Following', { timeout: 120_000 });
    }
    await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
  } finally {
    await writing.stop();
  }
  for (const table of [...FOLLOWED, 'notes']) await expectSame(stack, table);
  await expectSame(stack, 'coupons', FILTER);
  const { config, state } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(state.name).toBe('streaming');
  expect(config.objects[0]?.tables?.find(({ name }) => name === 'coupons')).toMatchObject({ where: FILTER });
});

test('a table that was added is one of the task from then on', async ({ page }) => {
  await open(page);
  await expect(line(page, 'coupons, followed')).toHaveAttribute('aria-checked', 'true');
  await expect(selectedTree(page).getByRole('treeitem', { name: /^coupons, followed/ })).toBeVisible();
});

test('one is taken away: its rows stay as they are, and the others go on', async ({ page }) => {
  await open(page);
  await press(page, /^parts/);
  await next(page).click();
  await expect(page.getByRole('region', { name: 'Tables to take away' })).toContainText('public.parts');
  await expect(page.getByRole('region', { name: 'What will happen' })).toContainText('Its rows stay at the destination');
  await apply(page);
  const list = page.getByRole('table', { name: 'Tables of the task' });
  await expect(list.getByRole('row', { name: /public\.parts/ })).toHaveCount(0);
  const left = await digest(stack, 'destination', 'parts');
  await sql(stack.urlOf('source'), 'begin', "insert into public.parts values (1000000, 1, 'late')", 'delete from public.orders', 'commit');
  await expectSame(stack, 'orders');
  expect(await digest(stack, 'destination', 'parts')).toBe(left);
});

test('a viewer sees it disabled with the reason, and the page says it too', async ({ browser }) => {
  const email = 'vera@example.com';
  const { password: given } = await client.need<{ password: string }>('POST', '/api/v1/users', { name: 'Vera', email, role: 'viewer' });
  const own = new ConsoleClient(stack.url);
  await own.signIn(email, given);
  const password = 'Vera has a long password';
  await own.need('POST', '/api/v1/profile/password', { current: given, next: password });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await enter(page, { url: stack.url, path: `/tasks/${id}` }, { email, password });
    await button(page, 'More operations').click();
    const item = page.getByRole('menuitem', { name: 'Modify Objects' });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toContainText('Viewers may not change anything');
    await page.goto(`${stack.url}/tasks/${id}/objects`);
    await expect(page.getByText('The objects of this task cannot be modified now')).toBeVisible();
    await expect(sourceTree(page)).toHaveCount(0);
    await page.getByRole('link', { name: 'Back to the Task' }).click();
    await page.waitForURL(new RegExp(`/tasks/${id}$`));
  } finally {
    await context.close();
  }
});

test('a task that is stopped meanwhile says so at once, and what was chosen stays to be seen', async ({ page }) => {
  await open(page);
  await press(page, /^orders/);
  await next(page).click();
  await expect(button(page, 'Apply…')).toBeEnabled();
  await client.need('POST', `/api/v1/tasks/${id}/signal/stop`);
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be modified now' })).toContainText('The task was stopped for good');
  await expect(button(page, 'Apply…')).toBeDisabled();
  await button(page, 'Back').click();
  await expect(changes(page)).toContainText('1 to take away');
  await expect(next(page)).toBeDisabled();
});

test('of a task that was stopped they cannot be modified, and both places say why', async ({ page }) => {
  await client.waitFor(id, ({ state }) => state.name === 'stopped');
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await button(page, 'More operations').click();
  await expect(page.getByRole('menuitem', { name: 'Modify Objects' })).toContainText('The task was stopped for good');
  await open(page);
  await expect(page.getByText('The task was stopped for good')).toBeVisible();
});
