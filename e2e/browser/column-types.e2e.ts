import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, field, finding, selectedTree } from './pages.ts';
import { Stack } from './stack.ts';

/** Another type for a column, from the dialog to the review. */
let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create schema shop',
    'create table shop.orders (id integer primary key, total numeric(10,4), note text, placed timestamp)',
    `insert into shop.orders values (1, 1.2345, 'a note', '2026-01-01')`,
  );
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Table shop.orders' });
const typeOf = (page: Page, column: string) => field(dialog(page), `Type of ${column} at the destination`);

async function draft(name: string, columns?: readonly { readonly name: string; readonly type?: string }[]): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const objects = [{ schema: 'shop', tables: [{ name: 'orders', ...(columns === undefined ? {} : { columns }) }] }];
  const ends = { source: stack.endpoint('source'), destination: stack.endpoint('destination') };
  await client.need('PUT', `/api/v1/tasks/${id}`, {
    ...config,
    ...ends,
    name,
    types: ['schema', 'full'],
    objects,
    accepted: ['PG_COLUMN_TYPE_NARROW'],
  });
  return id;
}

const saved = async (id: string) => (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).config.objects;

test('a column is given another type, which is judged as it is typed, and takes its own again', async ({ page }) => {
  const id = await draft('typed');
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  await button(selectedTree(page), 'Edit orders').click();
  await expect(typeOf(page, 'id')).toHaveAttribute('placeholder', 'integer');
  await typeOf(page, 'id').fill('bigserial');
  await expect(dialog(page).getByRole('alert')).toContainText('id: bigserial is no type by itself: write bigint.');
  await expect(button(dialog(page), 'Save')).toBeDisabled();
  await typeOf(page, 'id').fill('int8');
  await expect(dialog(page).getByRole('alert')).toHaveCount(0);
  await expect(dialog(page).getByText('source: integer')).toBeVisible();
  await typeOf(page, 'total').fill('numeric(10, 2)');
  await typeOf(page, 'note').fill('varchar(40)');
  await typeOf(page, 'placed').fill('timestamptz');
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id: rule }) => rule)).toEqual([]);
  await button(dialog(page), 'Take the source’s type for note again: text').click();
  await expect(typeOf(page, 'note')).toHaveValue('');
  await button(dialog(page), 'Save').click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await saved(id)).toEqual([
    {
      schema: 'shop',
      tables: [
        {
          name: 'orders',
          columns: [
            { name: 'id', type: 'bigint' },
            { name: 'total', type: 'numeric(10,2)' },
            { name: 'note' },
            { name: 'placed', type: 'timestamp with time zone' },
          ],
        },
      ],
    },
  ]);

  await page.reload();
  await button(selectedTree(page), 'Edit orders').click();
  await expect(typeOf(page, 'id')).toHaveValue('bigint');
  for (const column of ['id', 'total', 'placed']) await typeOf(page, column).fill('');
  await button(dialog(page), 'Save').click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await saved(id)).toEqual([{ schema: 'shop', tables: [{ name: 'orders' }] }]);
});

test('Batch Edit shows types in its document, and says where one is none', async ({ page }) => {
  const id = await draft('batch', [{ name: 'id', type: 'bigint' }, { name: 'note' }]);
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/objects` });
  await button(page, 'Batch Edit').click();
  const batch = page.getByRole('dialog', { name: 'Batch Edit' });
  await batch.getByRole('tab', { name: 'JSON' }).click();
  const document = batch.getByRole('textbox', { name: 'Objects as JSON' });
  await expect(document).toContainText('"type": "bigint"');
  await document.fill('[{"schema": "shop", "tables": [{"name": "orders", "columns": [{"name": "id", "type": "mood"}]}]}]');
  await expect(button(batch, /^Go to \[0\]\.tables\[0\]\.columns\[0\]\.type/)).toBeVisible();
  await expect(batch).toContainText('mood is none of PostgreSQL’s own types');
});

test('the precheck counts the values that would not be the same; the review tells how many columns have another type', async ({ page }) => {
  const id = await draft('judged', [{ name: 'id', type: 'bigint' }, { name: 'total', type: 'numeric(10,2)' }, { name: 'note' }]);
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/precheck` });
  const judged = finding(page, 'PG_COLUMN_TYPE');
  await button(judged, /^View details/).click();
  await expect(judged).toContainText('1 value of shop.orders.total would not be the same as numeric(10,2)');
  await sql(stack.urlOf('source'), 'update shop.orders set total = 1.25');
  await button(judged, /^Check .* again$/).click();
  await expect(judged).toContainText('Passed');
  await button(finding(page, 'PG_COLUMN_TYPE_NARROW'), /^View details/).click();
  await expect(finding(page, 'PG_COLUMN_TYPE_NARROW')).toContainText('total (numeric(10,4) → numeric(10,2))');
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/start` });
  await expect(page.getByText('2 columns of other types')).toBeVisible();
});
