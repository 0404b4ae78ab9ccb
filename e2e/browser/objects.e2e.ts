import { expect, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, field, fillEndpoint, side, tick, treeItem } from './pages.ts';
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
  await button(page, 'New task').click();
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
  const selected = page.getByRole('list', { name: 'Selected Objects' });
  await expect(selected).toContainText('tax(numeric, numeric)');
  await expect(selected).not.toContainText('in_c');

  await treeItem(page, 'Views').click();
  await treeItem(page, 'large_orders, view').click();
  const offer = page.getByRole('region', { name: 'These belong with shop.large_orders:' });
  await expect(offer.getByRole('listitem')).toHaveText([/crm\.customer/, /shop\.orders/, /crm\.customer_id_seq/, /shop\.orders_id_seq/]);
  await expect(button(offer, 'Add all')).toBeVisible();
  await offer.getByRole('checkbox', { name: 'crm.customer_id_seq, sequence' }).click();
  await button(offer, 'Add chosen').click();
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
  await button(offer, 'Not now').click();
  await expect(offer).toHaveCount(0);
  await expect(page.getByRole('tree')).toBeFocused();

  await treeItem(page, 'shop').click();
  await treeItem(page, 'Views').click();
  await treeItem(page, 'large_orders, view').click();
  await expect(treeItem(page, 'shop')).toHaveAttribute('aria-checked', 'mixed');
  await expect(treeItem(page, 'Tables')).toHaveAttribute('aria-checked', 'true');
  await expect(treeItem(page, 'Functions')).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByRole('list', { name: 'Selected Objects' })).toContainText('touch');
  await treeItem(page, 'large_orders, view').click();
  await expect(treeItem(page, 'large_orders, view')).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByRole('region', { name: /^These belong with/ })).toHaveCount(0);

  // By keyboard, and found by what a function takes.
  await page.getByRole('searchbox', { name: 'Search objects' }).fill('numeric');
  await expect(treeItem(page, 'tax(numeric, numeric), function')).toBeVisible();
  await page.getByRole('tree').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await expect(treeItem(page, 'tax(numeric, numeric), function')).toHaveAttribute('aria-checked', 'false');
});

/** A new draft with both databases set. */
async function draft(name: string): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const source = stack.endpoint('source');
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name, source, destination: stack.endpoint('destination') });
  return id;
}
