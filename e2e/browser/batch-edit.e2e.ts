import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, field, selectedTree, sourceTree, treeItem } from './pages.ts';
import { Stack } from './stack.ts';

/** Many names at once, the menu of a line, and a source of ten thousand tables. */
const SCHEMAS = 100;
const TABLES = 100;
let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create schema shop; create schema many',
    'create table shop."Orders_2025_07" (id int primary key, total numeric); create table shop."Orders_2025_08" (id int primary key, total numeric)',
    'create table shop.customers (id int primary key)',
    'insert into shop."Orders_2025_07" select i, i from generate_series(1, 50) i',
    'create view shop.rich as select * from shop.customers',
  );
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Batch Edit' });
const names = (page: Page) => dialog(page).getByRole('list', { name: 'Name at the destination' });
const nameOf = (page: Page, table: string) => field(dialog(page), `Name of ${table} at the destination`);

async function open(page: Page, objects: TaskView['config']['objects']): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const document = { ...config, name: id, source: stack.endpoint('source'), destination: stack.endpoint('destination'), objects };
  await client.need('PUT', `/api/v1/tasks/${id}`, document);
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  return id;
}

async function saved(page: Page, id: string): Promise<TaskView['config']['objects']> {
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  return (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).config.objects;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing serious stands in anybody's way (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, [
      {
        schema: 'shop',
        tables: [
          { name: 'Orders_2025_07', as: 'x', where: 'id > 1' },
          { name: 'customers', as: 'x' },
        ],
      },
    ]);
    await expect(selectedTree(page).getByRole('treeitem')).toHaveCount(3);
    await expectAccessible(page);
    await button(page, 'Batch Edit').click();
    await expect(nameOf(page, 'shop.customers')).toHaveValue('x');
    await expectAccessible(page);
    await dialog(page).getByRole('tab', { name: 'JSON' }).click();
    await dialog(page).getByRole('textbox', { name: 'Objects as JSON' }).fill('[{"schema": 1}]');
    await expect(button(dialog(page), /^Go to \[0\]\.schema/)).toBeVisible();
    await expectAccessible(page);
    await button(dialog(page), 'Cancel').click();
    await selectedTree(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: 'SQL Operations…' }).click();
    await expect(page.getByRole('dialog').getByRole('group', { name: 'SQL Operations' })).toBeFocused();
    await expectAccessible(page);
  });
}

test('a pattern names many tables, what collides is marked, one undo takes it back, and nothing is saved before it is applied', async ({
  page,
}) => {
  const id = await open(page, [{ schema: 'shop' }]);
  await button(page, 'Batch Edit').click();
  await expect(names(page).getByRole('listitem')).toHaveCount(3);
  await dialog(page).getByRole('combobox', { name: 'Change' }).click();
  await page.getByRole('option', { name: 'Find and replace' }).click();
  await field(dialog(page), 'Find').fill('^Orders_(\\d{4})_(\\d\\d');
  await dialog(page).getByRole('checkbox', { name: 'Regular expression' }).click();
  await expect(dialog(page)).toContainText('This is no regular expression');
  await expect(button(dialog(page), 'Change Names')).toBeDisabled();

  // Two months become one table.
  await field(dialog(page), 'Find').fill('^Orders_(\\d{4})_(\\d\\d)$');
  await field(dialog(page), 'Replace with ($1 for the first group)').fill('orders_$1');
  await expect(dialog(page)).toContainText('Changes 2 of the 3 names below');
  await button(dialog(page), 'Change Names').click();
  await expect(nameOf(page, 'shop.Orders_2025_07')).toHaveValue('orders_2025');
  await expect(nameOf(page, 'shop.customers')).toHaveValue('');
  await expect(dialog(page)).toContainText('2 tables share a name with another one');
  await expect(dialog(page)).toContainText('The selection of shop becomes a list');
  await expect(button(dialog(page), 'Apply')).toBeDisabled();
  await dialog(page).getByRole('radio', { name: 'Conflicts' }).click();
  await expect(names(page).getByRole('listitem')).toHaveCount(2);

  await button(dialog(page), 'Undo').click();
  await expect(dialog(page)).toContainText('No name changed');
  await dialog(page).getByRole('radio', { name: 'All', exact: true }).click();
  await expect(nameOf(page, 'shop.Orders_2025_07')).toHaveValue('');
  await button(dialog(page), 'Redo').click();
  expect(await saved(page, id)).toEqual([{ schema: 'shop' }]);

  await nameOf(page, 'shop.Orders_2025_08').fill('orders_next');
  await nameOf(page, 'shop.Orders_2025_08').press('Enter');
  await expect(nameOf(page, 'shop.customers')).toBeFocused();
  await page.keyboard.type('people');
  await expect(dialog(page)).toContainText('3 names change');
  await button(dialog(page), 'Apply').click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(selectedTree(page)).toContainText('orders_next');
  expect(await saved(page, id)).toEqual([
    {
      schema: 'shop',
      tables: [
        { name: 'Orders_2025_07', as: 'orders_2025' },
        { name: 'Orders_2025_08', as: 'orders_next' },
        { name: 'customers', as: 'people' },
      ],
      others: [{ kind: 'view', name: 'rich' }],
    },
  ]);
});

test('tables are merged only on purpose', async ({ page }) => {
  const id = await open(page, [{ schema: 'shop', tables: [{ name: 'Orders_2025_07' }, { name: 'Orders_2025_08' }] }]);
  await button(page, 'Batch Edit').click();
  for (const table of ['shop.Orders_2025_07', 'shop.Orders_2025_08']) await nameOf(page, table).fill('orders');
  await expect(button(dialog(page), 'Apply')).toBeDisabled();
  await dialog(page).getByRole('checkbox', { name: 'Merge Them on Purpose' }).click();
  await button(dialog(page), 'Apply').click();
  const merged = ['Orders_2025_07', 'Orders_2025_08'].map((name) => ({ name, as: 'orders' }));
  expect(await saved(page, id)).toEqual([{ schema: 'shop', tables: merged }]);
});

test('the selection is edited as JSON; what cannot be used is told by path and line, and collisions are seen there too', async ({
  page,
}) => {
  const id = await open(page, [{ schema: 'shop', tables: [{ name: 'customers' }] }]);
  await button(page, 'Batch Edit').click();
  await dialog(page).getByRole('tab', { name: 'JSON' }).click();
  const json = dialog(page).getByRole('textbox', { name: 'Objects as JSON' });
  await expect(json).toContainText('"customers"');
  await json.fill('[{"schema": "shop", "tables": [{"name": "customers", "az": 1}]}]');
  await expect(button(dialog(page), /Unknown: "az"/)).toContainText('[0].tables[0]');
  await expect(button(dialog(page), 'Apply')).toBeDisabled();
  await expect(dialog(page).getByRole('tab', { name: 'Names' })).toBeDisabled();
  await json.fill('[{"schema": "shop", "tables": [{"name": "customers", "as": "x"}, {"name": "Orders_2025_07", "as": "x"}]}]');
  await expect(dialog(page)).toContainText('2 tables share a name');
  await expect(button(dialog(page), 'Apply')).toBeDisabled();
  await json.fill('[{"schema": "shop", "tables": [{"name": "customers", "as": "people", "where": "id > 5"}]}]');
  await dialog(page).getByRole('tab', { name: 'Names' }).click();
  await expect(nameOf(page, 'shop.customers')).toHaveValue('people');
  await button(dialog(page), 'Apply').click();
  expect(await saved(page, id)).toEqual([{ schema: 'shop', tables: [{ name: 'customers', as: 'people', where: 'id > 5' }] }]);
});

test('a line has a menu by key, button and right click; a filter is counted at the source', async ({ page }) => {
  const id = await open(page, [{ schema: 'shop', tables: [{ name: 'Orders_2025_07', as: 'old' }, { name: 'customers' }] }]);
  const line = selectedTree(page).getByRole('treeitem', { name: /^Orders_2025_07/ });
  await line.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Filter…' }).click();
  const table = page.getByRole('dialog', { name: 'Table shop.Orders_2025_07' });
  await table.getByRole('textbox', { name: /^Filter/ }).fill('total > 30');
  await button(table, 'Count Matching Rows').click();
  await expect(table).toContainText('20');
  await expect(table).toContainText('rows match.');
  await button(table, 'Save').click();
  await expect(selectedTree(page)).toBeFocused();

  await button(line, 'Menu of Orders_2025_07').click();
  await page.getByRole('menuitem', { name: 'Reset All Settings' }).click();
  expect(await saved(page, id)).toEqual([{ schema: 'shop', tables: [{ name: 'Orders_2025_07' }, { name: 'customers' }] }]);

  await selectedTree(page).focus();
  await page.keyboard.type('cus');
  await page.keyboard.press('Delete');
  await expect(selectedTree(page).getByRole('treeitem')).toHaveCount(2);
  await treeItem(page, 'shop').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Select', exact: true }).click();
  await expect(treeItem(page, 'shop')).toHaveAttribute('aria-checked', 'true');
});

test('ten thousand tables are searched at the source, reached by letters, and named at once', async ({ page }) => {
  test.setTimeout(600_000);
  await sql(
    stack.urlOf('source'),
    ...Array.from(
      { length: SCHEMAS },
      (_, at) => `do $$ begin execute 'create schema s${at}'; for i in 1..${TABLES} loop
        execute format('create table s${at}.t_%s (id int primary key)', ${at} * ${TABLES} + i); end loop; end $$`,
    ),
  );
  const id = await open(page, []);
  await expect(treeItem(page, 's0')).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole('searchbox', { name: 'Search objects' }).fill('t_4242');
  await expect(treeItem(page, 't_4242')).toBeVisible();
  await expect(treeItem(page, 's7')).toHaveCount(0);
  expect(asked.filter((path) => path.endsWith('/tables')).length).toBe(1);
  await page.getByRole('searchbox', { name: 'Search objects' }).fill('t_');
  await expect(page.getByText('10,000 found')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search objects' }).fill('');
  await sourceTree(page).focus();
  await page.keyboard.type('s77');
  await page.keyboard.press('Space');
  await expect(treeItem(page, 's77')).toHaveAttribute('aria-checked', 'true');

  const all = Array.from({ length: SCHEMAS }, (_, at) => ({
    schema: `s${at}`,
    tables: Array.from({ length: TABLES }, (__, index) => ({ name: `t_${at * TABLES + index + 1}` })),
  }));
  await saved(page, id);
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, objects: all });
  await page.reload();
  await button(page, 'Batch Edit').click();
  await field(dialog(page), 'Prefix').fill('ods_');
  await expect(dialog(page)).toContainText('Changes 10,000 of the 10,000 names below');
  await button(dialog(page), 'Change Names').click();
  await expect(dialog(page)).toContainText('10,000 names change');
  await button(dialog(page), 'Apply').click();
  await expect(page.getByText('10,000 tables are edited: Data Migration of DTS takes 1,000 in one task')).toBeVisible();
  const objects = await saved(page, id);
  expect(objects.flatMap(({ tables = [] }) => tables).filter(({ name, as }) => as === `ods_${name}`).length).toBe(SCHEMAS * TABLES);
});

async function expectAccessible(page: Page): Promise<void> {
  // Colours are judged when nothing fades any more.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Number.POSITIVE_INFINITY),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
}
