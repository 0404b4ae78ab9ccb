import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { compareDatabases, type TableMapping } from '#e2e/compare.ts';
import { ADMIN } from '#e2e/console/client.ts';
import { SCHEMAS } from '#e2e/demo/dataset.ts';
import { sql, value, valuesOf } from '#e2e/faults/servers.ts';
import type { LogLine, TaskView } from '#lib/task/view.ts';
import { button, field, fillEndpoint, finding, numberIn, openTab, side, stage, tick, treeItem } from './pages.ts';
import { Stack } from './stack.ts';

/** One person's whole way, from the first visit to an empty list, in one browser window. */
test.describe.configure({ mode: 'serial' });

const TASK = 'shop to cloud';
let stack: Stack;
let page: Page;
let id = '';

test.beforeAll(async ({ browser }) => {
  stack = await Stack.open({ scale: 0.2, rate: 15 });
  page = await browser.newPage({ baseURL: stack.url });
});

test.afterAll(async () => {
  await page?.context().close();
  await stack?.close();
});

test('the first visit makes the administrator', async () => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByRole('heading', { name: 'Welcome to OpenDTS' })).toBeVisible();
  await field(page, 'Name').fill(ADMIN.name);
  await field(page, 'E-mail address').fill(ADMIN.email);
  await field(page, 'Password').fill(ADMIN.password);
  await button(page, 'Create account').click();
  await expect(page).toHaveURL(/\/tasks$/);
  await expect(page.getByText('No tasks yet')).toBeVisible();
});

test('the source is saved as a connection, and tested', async () => {
  await page.getByRole('link', { name: 'Connections' }).click();
  await button(page, 'New Connection').click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await field(dialog, 'Name').fill('Shop');
  await fillEndpoint(dialog, stack.endpoint('source'));
  await button(dialog, 'Save and Test').click();
  await expect(dialog.getByText('Connection works')).toBeVisible();
  await expect(stage(dialog, 'Replication')).toContainText('passed');
  await button(dialog.locator('footer'), 'Close').click();
  await button(page.getByRole('row', { name: /Shop/ }), 'Test').click();
  const test = page.getByRole('dialog', { name: 'Test of Shop' });
  await expect(test.getByText('Connection works')).toBeVisible();
  await button(test.locator('footer'), 'Close').click();
});

test('step 1: a wrong password is told, the right one leads on', async () => {
  await page.getByRole('link', { name: 'Tasks', exact: true }).click();
  await button(page, 'New task').click();
  await page.waitForURL(/\/configure\/connections$/);
  id = new URL(page.url()).pathname.split('/')[2] ?? '';
  await field(page, 'Task name').fill(TASK);
  await side(page, 'Source').getByRole('combobox', { name: 'Saved connection' }).click();
  await page.getByRole('option', { name: /^Shop/ }).click();
  await expect(side(page, 'Source')).toContainText(`127.0.0.1:${stack.source.port}`);
  const destination = side(page, 'Destination');
  await fillEndpoint(destination, { ...stack.endpoint('destination'), password: 'wrong' });
  const proceed = button(page, 'Test Connectivity and Proceed');
  await proceed.click();
  await expect(destination.getByText('Connection does not work')).toBeVisible();
  await expect(stage(destination, 'Port')).toContainText('passed');
  await expect(stage(destination, 'Login')).toContainText('refused the login of postgres');
  await expect(stage(destination, 'Login')).toContainText('Check account and password');
  await expect(page.getByText('Cannot proceed: the destination failed its test.')).toBeVisible();
  await field(destination, 'Database password').fill(stack.destination.password);
  await proceed.click();
  await page.waitForURL(/\/configure\/objects$/);
});

test('step 2: objects are searched, chosen in part and named anew', async () => {
  for (const type of ['Schema', 'Full Data', 'Incremental Data']) {
    await expect(page.getByRole('checkbox', { name: `${type} Migration` })).toBeChecked();
  }
  const search = page.getByRole('searchbox', { name: 'Search schemas and tables' });
  await search.fill('employee');
  await expect(treeItem(page, 'Employee')).toBeVisible();
  await expect(treeItem(page, 'sales')).toHaveCount(0);
  await search.fill('');
  for (const schema of SCHEMAS) await tick(page, schema);
  await treeItem(page, 'HR Data').click();
  await expect(treeItem(page, 'timesheet')).toHaveAttribute('aria-checked', 'true');
  await treeItem(page, 'timesheet').click();
  await expect(treeItem(page, 'timesheet')).toHaveAttribute('aria-checked', 'false');
  await expect(treeItem(page, 'HR Data')).toHaveAttribute('aria-checked', 'mixed');
  await expect(treeItem(page, 'sales')).toHaveAttribute('aria-checked', 'true');

  await button(page, 'Edit inventory').click();
  const schema = page.getByRole('dialog', { name: 'Schema inventory' });
  await field(schema, 'Name at the destination').fill('stockroom');
  await button(schema, 'Save').click();
  await expect(page.getByText('inventory, named stockroom at the destination')).toBeAttached();

  await button(page, 'Show the tables of sales').click();
  await button(page, 'Edit customers').click();
  const table = page.getByRole('dialog', { name: 'Table sales.customers' });
  await field(table, 'Name of email at the destination').fill('mail');
  await table.getByRole('textbox', { name: 'Name at the destination', exact: true }).fill('people');
  await button(table, 'Save').click();
  await expect(page.getByText('customers, named people at the destination')).toBeAttached();
});

test('step 2: a filter is judged before it is saved', async () => {
  await button(page, 'Edit coupon').click();
  const dialog = page.getByRole('dialog', { name: 'Table sales.coupon' });
  const filter = dialog.getByRole('textbox', { name: /^Filter/ });
  await filter.fill('discount in (select 1)');
  await button(dialog, 'Verify').click();
  await expect(dialog.getByRole('alert')).toContainText('The filter holds a subquery');
  await filter.fill('discont >= 50');
  await button(dialog, 'Save').click();
  await expect(dialog.getByRole('alert')).toContainText('sales.coupon has no column discont');
  await expect(dialog.getByRole('alert')).toContainText('Did you mean discount?');
  await filter.fill('discount >= 50');
  await button(dialog, 'Verify').click();
  await expect(dialog.getByRole('status')).toContainText('The condition is valid.');
  await button(dialog, 'Save').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'coupon' })).toContainText('');
  await expect(page.getByRole('img', { name: 'Only rows that meet a condition' })).toBeVisible();
});

async function expectObjectsKept(): Promise<void> {
  await expect(treeItem(page, 'HR Data')).toHaveAttribute('aria-checked', 'mixed');
  await expect(page.getByText('inventory, named stockroom at the destination')).toBeAttached();
  await expect(page.getByText('customers, named people at the destination')).toBeAttached();
  await expect(page.getByRole('img', { name: 'Only rows that meet a condition' })).toBeVisible();
}

test('going back and forth, reloading and leaving lose nothing', async () => {
  await page.goBack();
  await expect(field(page, 'Task name')).toHaveValue(TASK);
  await expect(field(side(page, 'Destination'), 'Port')).toHaveValue(String(stack.destination.port));
  await page.goForward();
  await expectObjectsKept();
  await page.reload();
  await expectObjectsKept();
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await expect(page.getByRole('row', { name: TASK })).toContainText('Draft');
  await page.getByRole('link', { name: TASK }).click();
  await button(page, /^Objects/).click();
  await expectObjectsKept();
});

test('step 3: two settings that contradict each other are told, and mended', async () => {
  await button(page, 'Next: Advanced Settings').click();
  const other = field(page, 'Retry Time for Other Issues');
  await other.fill('800');
  await expect(page.getByText('Must be less than Retry Time for Failed Connections.')).toBeVisible();
  await expect(button(page, 'Next: Save Task Settings and Precheck')).toBeDisabled();
  await other.fill('15');
  await button(page, 'Next: Save Task Settings and Precheck').click();
});

test('step 4: what the precheck found is read, solved and ignored', async () => {
  await expect(page.getByRole('heading', { name: 'Success Rate' })).toBeVisible();
  await expect(button(page, 'Next: Start')).toBeDisabled();
  const identity = finding(page, 'PG_FILTER_IDENTITY');
  await expect(identity).toContainText('Failed');
  await button(identity, /^View details of/).click();
  await expect(identity).toContainText('sales.coupon has a filter but not REPLICA IDENTITY FULL');
  await sql(stack.urlOf('source'), await identity.locator('pre').innerText());

  const key = finding(page, 'PG_PRIMARY_KEY');
  await expect(key).toContainText('Warning');
  await button(key, /^Ignore/).click();
  const asked = page.getByRole('alertdialog', { name: /^Ignore the warning/ });
  await expect(asked).toContainText('has no primary key');
  await button(asked, 'Ignore').click();
  await expect(key).toContainText('Ignored');

  await button(page, 'Precheck Again').click();
  await expect(page.getByText('Nothing stands in the way: the task can start.')).toBeVisible();
  await expect(page.getByText('100%', { exact: true })).toBeVisible();
  await expect(key).toContainText('Ignored');
  await button(page, 'Next: Start').click();
});

test('step 5: the summary says what will happen, and it starts', async () => {
  const summary = page.locator('dl').filter({ hasText: 'Migration types' });
  await expect(summary).toContainText('Incremental Data Migration');
  await expect(summary).toContainText('3 new names, 1 filter');
  await expect(summary).toContainText('1 warning ignored');
  await button(page, 'Start Task').click();
  await page.waitForURL(new RegExp(`/tasks/${id}$`));
});
