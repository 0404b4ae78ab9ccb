import { expect, type Locator, type Page, test } from '@playwright/test';
import { compareDatabases } from '#e2e/compare.ts';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import { button, enter, openTab } from './pages.ts';
import { Stack } from './stack.ts';

/** Commands of the source that the destination refuses, as a person deals with them. */
test.describe.configure({ mode: 'serial' });

/** Rows of a table of which DELETE is not carried stay. */
const KEPT = ['insert', 'update', 'alterColumn'] as const;

let stack: Stack;
let client: ConsoleClient;
let id = '';

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create table orders (id int primary key, amount int)',
    'create table stock (id int primary key, n int)',
    'insert into orders select n, n from generate_series(1, 100) n',
    'create table notes (id int primary key, n int)',
  );
  client = await new ConsoleClient(stack.url).enter();
  id = await client.followTask({
    name: 'refused',
    source: stack.endpoint('source'),
    destination: stack.endpoint('destination'),
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema: 'public', tables: [{ name: 'orders' }, { name: 'stock' }, { name: 'notes', operations: [...KEPT] }] }],
  });
});

test.afterAll(() => stack?.close());

const panel = (page: Page): Locator => page.getByRole('region', { name: /^The destination refused/ });
const item = (page: Page, name: string): Locator => panel(page).getByRole('listitem').filter({ hasText: name });

test('a statement that is refused is shown with its table, and others go on', async ({ page }) => {
  await sql(stack.urlOf('destination'), 'create view report as select id, amount from public.orders', 'create table stock_n (x int)');
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await expect(panel(page)).toHaveCount(0);
  await sql(
    stack.urlOf('source'),
    'alter table orders alter amount type bigint',
    'insert into orders values (101, 5000000000)',
    'create index stock_n on stock (n)',
    'insert into stock values (1, 1)',
  );
  await expect(panel(page)).toHaveAccessibleName('The destination refused 2 statements');
  const orders = item(page, 'ALTER TABLE of public.orders');
  await expect(orders).toContainText('Table stopped');
  await expect(orders).toContainText('1 change passed over');
  await expect(orders).toContainText('used by a view or rule');
  await expect(orders.locator('pre')).toContainText('alter column "amount" type bigint');
  await expect(item(page, 'CREATE INDEX of public.stock')).toContainText('Table followed on');
  await openTab(page, 'Overview');
  await expect(page.getByRole('row', { name: /public\.orders/ })).toContainText('Stopped');
  await expect.poll(() => value(stack.urlOf('destination'), 'select count(*) from stock')).toBe('1');
});

test('it is edited, and what cannot be run is refused in the dialog', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await button(panel(page), 'Edit and run the statement of public.orders').click();
  const editor = panel(page).getByRole('textbox', { name: 'SQL to run for public.orders' });
  await editor.fill('drop table public.stock');
  await button(panel(page), 'Run This Instead').click();
  const dialog = page.getByRole('alertdialog', { name: 'Run your statements for public.orders?' });
  await expect(dialog).toContainText('All rows of this table are then copied again');
  await button(dialog, 'Run').click();
  await expect(dialog).toContainText('reach into public.stock');
  await page.keyboard.press('Escape');
  await editor.fill(
    'drop view public.report; alter table public.orders alter column amount type bigint; create view public.report as select id from public.orders',
  );
  await button(panel(page), 'Run This Instead').click();
  await button(dialog, 'Run').click();
  await expect(panel(page)).toHaveAccessibleName('The destination refused 1 statement');
  await expect.poll(() => value(stack.urlOf('destination'), 'select max(amount) from public.orders')).toBe('5000000000');
});

test('another is run again once nothing is in the way', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await sql(stack.urlOf('destination'), 'drop table public.stock_n');
  await button(panel(page), 'Retry the statement of public.stock').click();
  const dialog = page.getByRole('alertdialog', { name: 'Run the statement of public.stock again?' });
  await expect(dialog).not.toContainText('copied again');
  await button(dialog, 'Retry').click();
  await expect(panel(page)).toHaveCount(0);
  await sql(stack.urlOf('source'), 'update orders set amount = amount + 1');
  await expect
    .poll(async () => (await compareDatabases(stack.urlOf('source'), stack.urlOf('destination'))).difference, { timeout: 60_000 })
    .toBeNull();
});

test('a table whose rows stay has its changes set aside, and they arrive with the statement', async ({ page }) => {
  await sql(stack.urlOf('destination'), 'create view noted as select n from public.notes');
  await sql(stack.urlOf('source'), 'alter table notes alter n type bigint', 'insert into notes values (1, 5000000000)');
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  const notes = item(page, 'ALTER TABLE of public.notes');
  await expect(notes).toContainText('Table stopped');
  await expect(notes).toContainText('1 change set aside');
  await sql(stack.urlOf('destination'), 'drop view public.noted');
  await button(panel(page), 'Retry the statement of public.notes').click();
  const dialog = page.getByRole('alertdialog', { name: 'Run the statement of public.notes again?' });
  await expect(dialog).toContainText('that were set aside since are then applied');
  await button(dialog, 'Retry').click();
  await expect(panel(page)).toHaveCount(0);
  await expect.poll(() => value(stack.urlOf('destination'), 'select n from public.notes where id = 1')).toBe('5000000000');
});
