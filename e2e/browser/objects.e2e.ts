import { expect, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, field, fillEndpoint, selectedTree, side, sourceTree, tick, treeItem } from './pages.ts';
import { Stack } from './stack.ts';

/** Objects of every kind in the second step: one by one, with what belongs with them. */
let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create schema crm; create schema shop',
    'create table crm.customer (id bigserial primary key)',
    'create table shop.orders (id serial primary key, customer bigint references crm.customer, total numeric)',
    'create view shop.large_orders as select * from shop.orders where total > 1000',
    `create function shop.tax(amount numeric, rate numeric default 0.2) returns numeric language sql immutable as 'select $1 * $2'`,
    `create function shop.in_c(int, int) returns int language c strict as '$libdir/citext', 'citext_cmp'`,
    `create function shop.touch() returns trigger language plpgsql as 'begin return new; end'`,
    'create trigger touch before update on shop.orders for each row execute procedure shop.touch()',
    `create function crm.told() returns event_trigger language plpgsql as 'begin end'`,
    'create event trigger tell_me on ddl_command_end execute procedure crm.told()',
  );
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

test('a view and a function are chosen one by one; what belongs with the view is offered, and taken', async ({ page }) => {
  await enter(page, { url: stack.url, path: '/tasks' });
  await button(page, 'Create Task').click();
  await page.waitForURL(/\/configure\/connections$/);
  const id = new URL(page.url()).pathname.split('/')[2] ?? '';
  await field(page, 'Task name').fill('one by one');
  await fillEndpoint(side(page, 'Source'), stack.endpoint('source'));
  await fillEndpoint(side(page, 'Destination'), stack.endpoint('destination'));
  await button(page, 'Test Connectivity and Proceed').click();
  await page.waitForURL(/\/configure\/objects$/);

  await treeItem(page, 'shop').click();
  await expect(treeItem(page, 'orders')).toBeVisible();
  await treeItem(page, 'Functions').click();
  await expect(treeItem(page, 'in_c(integer, integer), function')).toBeDisabled();
  await treeItem(page, 'in_c(integer, integer), function').click({ force: true });
  await treeItem(page, 'tax(numeric, numeric), function').click();
  const selected = selectedTree(page);
  await expect(selected).toContainText('tax(numeric, numeric)');
  await expect(selected).not.toContainText('in_c');

  await treeItem(page, 'Views').click();
  await treeItem(page, 'large_orders, view').click();
  const offer = page.getByRole('region', { name: 'These belong with shop.large_orders:' });
  await expect(offer.getByRole('listitem')).toHaveText([/crm\.customer/, /shop\.orders/, /crm\.customer_id_seq/, /shop\.orders_id_seq/]);
  await expect(button(offer, 'Add All')).toBeVisible();
  await offer.getByRole('checkbox', { name: 'crm.customer_id_seq, sequence' }).click();
  await button(offer, 'Add Chosen').click();
  await expect(offer).toHaveCount(0);
  await expect(treeItem(page, 'orders')).toHaveAttribute('aria-checked', 'true');
  for (const name of ['customer', 'orders', 'orders_id_seq', 'large_orders', 'tax(numeric, numeric)']) {
    await expect(button(selected, `Remove ${name}`)).toBeVisible();
  }

  // Tables alone leave triggers out; they are below their table.
  await treeItem(page, 'orders').locator('[data-opener]').click();
  await expect(treeItem(page, 'touch, trigger')).toHaveAttribute('aria-checked', 'false');
  await tick(page, 'Database: event triggers');
  await expect(selected).toContainText('tell_me');
  await button(selected, 'Remove tax(numeric, numeric)').click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  await page.reload();
  await expect(selected).toContainText('large_orders');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(config.structure.eventTriggers).toEqual(['tell_me']);
  expect(config.objects).toEqual([
    {
      schema: 'shop',
      tables: [{ name: 'orders' }],
      others: [
        { kind: 'view', name: 'large_orders' },
        { kind: 'sequence', name: 'orders_id_seq' },
      ],
    },
    { schema: 'crm', tables: [{ name: 'customer' }] },
  ]);
});

test('leaving one thing out of a whole schema keeps everything else; an offer that is declined stays away', async ({ page }) => {
  const id = await draft('the rest stays');
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  await tick(page, 'shop');
  const offer = page.getByRole('region', { name: 'These belong with shop:' });
  await expect(offer).toContainText('crm.customer');
  await button(offer, 'Not Now').click();
  await expect(offer).toHaveCount(0);
  await expect(sourceTree(page)).toBeFocused();

  await treeItem(page, 'shop').click();
  await treeItem(page, 'Views').click();
  await treeItem(page, 'large_orders, view').click();
  await expect(treeItem(page, 'shop')).toHaveAttribute('aria-checked', 'mixed');
  await expect(treeItem(page, 'Tables')).toHaveAttribute('aria-checked', 'true');
  await expect(treeItem(page, 'Functions')).toHaveAttribute('aria-checked', 'true');
  await expect(selectedTree(page)).toContainText('touch');
  await treeItem(page, 'large_orders, view').click();
  await expect(treeItem(page, 'large_orders, view')).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByRole('region', { name: /^These belong with/ })).toHaveCount(0);

  // By keyboard, and found by what a function takes.
  await page.getByRole('searchbox', { name: 'Search objects' }).fill('numeric');
  await expect(treeItem(page, 'tax(numeric, numeric), function')).toBeVisible();
  await sourceTree(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await expect(treeItem(page, 'tax(numeric, numeric), function')).toHaveAttribute('aria-checked', 'false');
});

test('what a migration does, with tables that are there and with the case of names, is chosen and kept', async ({ page }) => {
  const id = await draft('chosen');
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  const type = (name: string) => page.getByRole('checkbox', { name: `${name} Migration` });
  await expect(page.getByText('then keeps following changes without a gap', { exact: false })).toBeVisible();
  await type('Incremental Data').click();
  await expect(page.getByText('pause writing at the source')).toBeVisible();

  const conflicts = page.getByRole('radiogroup', { name: 'Processing Mode of Conflicting Tables' });
  await expect(conflicts.getByRole('radio', { name: 'Precheck and Report Errors' })).toBeChecked();
  await conflicts.getByRole('radio', { name: 'Ignore Errors and Proceed' }).click();
  await type('Schema').click();
  await expect(conflicts.getByRole('radio', { name: 'Ignore Errors and Proceed' })).toBeDisabled();
  await type('Full Data').click();
  await expect(page.getByText('Choose at least one of the types.').first()).toBeVisible();
  await type('Schema').click();

  const cases = page.getByRole('combobox', { name: 'Capitalization of Object Names in Destination Instance' });
  await expect(cases).toHaveText('Consistent with source');
  await cases.click();
  await expect(page.getByRole('option')).toHaveCount(4);
  await page.getByRole('option', { name: /^DTS default policy/ }).click();
  await expect(page.getByText('A new name entered for an object is kept as it was entered.')).toBeVisible();
  await tick(page, 'crm');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(config).toMatchObject({ types: ['schema'], conflictMode: 'ignore', nameCase: 'default', objects: [{ schema: 'crm' }] });
  await page.reload();
  await expect(cases).toHaveText('DTS default policy');
  await expect(conflicts.getByRole('radio', { name: 'Ignore Errors and Proceed' })).toBeChecked();
});

test('a synchronization always follows changes, and says its topology', async ({ page }) => {
  const id = await draft('mirror', { kind: 'synchronization', topology: 'one-way', types: ['incremental'] });
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  const type = (name: string) => page.getByRole('checkbox', { name: `${name} Synchronization` });
  await expect(type('Incremental Data')).toBeChecked();
  await expect(type('Incremental Data')).toBeDisabled();
  await expect(type('Schema')).not.toBeChecked();
  await expect(page.locator('dl').filter({ hasText: 'Synchronization Topology' })).toContainText('One-way Synchronization');
  await type('Schema').click();
  await type('Full Data').click();
  await expect(page.getByText('for as long as the task runs', { exact: false }).last()).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(config.types).toEqual(['schema', 'full', 'incremental']);
});

test('operations of a table and of its schema are chosen in its menu', async ({ page }) => {
  const id = await draft('operations', { objects: [{ schema: 'shop', tables: [{ name: 'orders' }] }] });
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  const choose = async (line: string, dialog: string) => {
    await button(selectedTree(page), `Menu of ${line}`).click();
    await page.getByRole('menuitem', { name: 'SQL Operations…' }).click();
    return page.getByRole('dialog', { name: dialog });
  };
  const schema = await choose('shop', 'Schema shop');
  await schema.getByRole('checkbox', { name: 'As chosen for the task' }).click();
  await schema.getByRole('checkbox', { name: 'Select all DDL' }).click();
  await button(schema, 'Save').click();
  const table = await choose('orders', 'Table shop.orders');
  await expect(table.getByRole('checkbox', { name: 'Select all DDL' })).not.toBeChecked();
  await table.getByRole('checkbox', { name: 'As chosen for the schema shop' }).click();
  await table.getByRole('checkbox', { name: 'DELETE', exact: true }).click();
  await expect(table).toContainText('A later row with the same key takes their place.');
  await button(table, 'Save').click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(config.objects).toEqual([
    { schema: 'shop', operations: ['insert', 'update', 'delete'], tables: [{ name: 'orders', operations: ['insert', 'update'] }] },
  ]);
});

test('the tree is opened whole, shows what is selected alone, and is read again', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${await draft('tree')}/configure/objects` });
  await expect(treeItem(page, 'crm')).toBeVisible();
  await button(page, 'Expand all schemas').click();
  for (const name of ['customer', 'orders']) await expect(treeItem(page, name)).toBeVisible();
  await tick(page, 'customer');
  await page.getByRole('checkbox', { name: 'Selected only' }).click();
  await expect(treeItem(page, 'orders')).toHaveCount(0);
  await expect(treeItem(page, 'customer')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Selected only' }).click();
  await button(page, 'Collapse all schemas').click();
  await expect(treeItem(page, 'customer')).toHaveCount(0);
  await sql(stack.urlOf('source'), 'create schema later');
  await button(page, 'Read the source objects again').click();
  await expect(treeItem(page, 'later')).toBeVisible();
});

/** A new draft with both databases set. */
async function draft(name: string, document: Partial<TaskView['config']> = {}): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const source = stack.endpoint('source');
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name, source, destination: stack.endpoint('destination'), ...document });
  return id;
}
