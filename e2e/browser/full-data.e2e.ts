import { expect, type Locator, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { agreeAndStart, button, enter, field, openTab } from './pages.ts';
import { Stack } from './stack.ts';

/** Full load as a person steers it: how fast it may be, and what becomes of tables that fail. */
test.describe.configure({ mode: 'serial' });

/** About 40 MB as it travels: slow enough at a megabyte a second to be watched, quick without a limit. */
const ROWS = 120_000;
const LARGE = [
  'create table large (id int primary key, note text)',
  `insert into large select n, repeat(md5(n::text), 10) from generate_series(1, ${ROWS}) n`,
  'analyze large',
];
const LOOSE = (table: string) => [
  `create table ${table} (id int primary key, note text)`,
  `insert into ${table} select n, 'note ' || n from generate_series(1, 500) n`,
];
const STRICT = (table: string) => `create table ${table} (id int primary key, note text constraint short check (length(note) < 5))`;

let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(stack.urlOf('source'), ...LARGE, 'create schema trade', ...LOOSE('trade.bill'), ...LOOSE('trade.note'), ...LOOSE('trade.fine'));
  await sql(
    stack.urlOf('destination'),
    'create schema trade',
    STRICT('trade.bill'),
    STRICT('trade.note'),
    'create table trade.fine (id int primary key, note text)',
  );
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

/** A new draft with both databases and its objects set. */
async function draft(name: string, document: Partial<TaskView['config']>): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const [source, destination] = [stack.endpoint('source'), stack.endpoint('destination')];
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name, source, destination, ...document });
  return id;
}

const THROTTLE = 'Enable Throttling for Full Data Migration';
const SPEED = 'Data migration speed for full migration (MB/s)';

const card = (page: Page): Locator => page.getByRole('region', { name: 'Throttle' });
const figures = (page: Page): Locator => page.getByRole('region', { name: 'Full data' });
const list = (page: Page): Locator => page.getByRole('table', { name: 'Tables that are copied' });
const failed = (page: Page): Locator => page.getByRole('region', { name: /tables? failed$/ });

/** Megabytes a second as the page says them; 0 while it says none. */
async function speed(page: Page): Promise<number> {
  return Number(/([\d.,]+) MB\/s/.exec(await figures(page).locator('p').first().innerText())?.[1]?.replaceAll(',', '') ?? 0);
}

let throttled = '';

test('limits are set in the wizard, each checked by its name, and an instance class is chosen', async ({ page }) => {
  throttled = await draft('throttled', { objects: [{ schema: 'public', tables: [{ name: 'large' }] }], types: ['schema', 'full'] });
  await enter(page, { url: stack.url, path: `/tasks/${throttled}/configure/advanced` });
  const next = button(page, 'Next: Save Task Settings and Precheck');
  const on = page.getByRole('radiogroup', { name: THROTTLE });
  await expect(on.getByRole('radio', { name: 'No' })).toBeChecked();
  await on.getByRole('radio', { name: 'Yes' }).click();
  await expect(page.getByText('Enter at least one limit, or choose No.')).toBeVisible();
  await expect(next).toBeDisabled();
  await field(page, 'RPS of Full Data Migration').fill('1.5');
  await expect(page.getByText('Enter a whole number.')).toBeVisible();
  await field(page, 'RPS of Full Data Migration').fill('');
  await field(page, SPEED).fill('0');
  await expect(page.getByText('Enter 0.1 to 1,000,000 MB/s.')).toBeVisible();
  await expect(next).toBeDisabled();
  await field(page, SPEED).fill('1');
  await next.click();

  await expect(page.getByText('Nothing stands in the way: the task can start.')).toBeVisible();
  await button(page, 'Next: Start').click();
  const classes = page.getByRole('radiogroup', { name: 'Instance Class' });
  await expect(classes.getByRole('radio')).toHaveCount(7);
  await expect(classes.getByRole('radio', { name: 'Unlimited' })).toBeChecked();
  await classes.getByRole('radio', { name: 'medium' }).click();
  const summary = page.locator('dl').filter({ hasText: 'Migration types' });
  await expect(summary).toContainText('1 MB/s');
  await expect(summary).toContainText('medium');
  await expect(summary).toContainText('2 streams');
  // What is chosen here needs no other precheck.
  await agreeAndStart(page);
  await page.waitForURL(new RegExp(`/tasks/${throttled}$`));
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${throttled}`);
  expect(config.full.throttle).toEqual({ queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 1 });
  expect(config.start.instanceClass).toBe('medium');
});

test('the limit shows while rows are copied; changed, the speed follows', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${throttled}` });
  await openTab(page, 'Full Data');
  await expect(card(page)).toContainText('MB/s1');
  await expect(card(page)).toContainText('Streams2');
  await expect.poll(() => speed(page)).toBeGreaterThan(0.3);
  expect(await speed(page)).toBeLessThan(1.5);
  await expect(figures(page)).toContainText(/Estimating…|left/);
  await expect(list(page).getByRole('row', { name: /public\.large/ })).toContainText('Copying');

  await button(card(page), 'Change…').click();
  const dialog = page.getByRole('dialog', { name: 'Throttling of Full Data' });
  await expect(field(dialog, SPEED)).toHaveValue('1');
  await field(dialog, SPEED).fill('2');
  await dialog.getByRole('checkbox', { name: 'As the instance class says (medium: 2)' }).click();
  await field(dialog, 'Streams').fill('3');
  await button(dialog, 'Save').click();
  await expect(dialog).toHaveCount(0);
  await expect(card(page)).toContainText('MB/s2');
  await expect(card(page)).toContainText('Streams3');
  await expect.poll(() => speed(page), { timeout: 20_000, intervals: [250] }).toBeGreaterThan(1.2);
  expect(await speed(page)).toBeLessThan(3);
  await page.getByRole('radiogroup', { name: 'Chart' }).getByRole('radio', { name: 'MB/s' }).click();
  await expect(page.getByRole('figure', { name: 'MB/s' })).toContainText('Limit');

  await button(card(page), 'Change…').click();
  await dialog.getByRole('radio', { name: 'No' }).click();
  await button(dialog, 'Save').click();
  await expect(page.getByText('Finished', { exact: true }).first()).toBeVisible();
  expect(await value(stack.urlOf('destination'), 'select count(*) from public.large')).toBe(String(ROWS));
  await expect(list(page).getByRole('row', { name: /public\.large/ })).toContainText('Copied');
  await expect(button(card(page), 'Change…')).toBeDisabled();
  await expect(card(page)).toContainText('The task has ended.');
  await openTab(page, 'Log');
  await expect(page.getByText(/^Throttling changed: 2 MB\/s, no limit on rows, no limit on queries; 3 streams$/)).toBeVisible();
  await expect(page.getByText(/^Throttling changed: no limits; 3 streams$/)).toBeVisible();
});

test('a table that fails says why and is loaded again once its cause is gone; another is passed over', async ({ page }) => {
  const tables = ['bill', 'note', 'fine'].map((name) => ({ name }));
  const id = await client.startTask({
    name: 'two fail',
    source: stack.endpoint('source'),
    destination: stack.endpoint('destination'),
    types: ['full'],
    objects: [{ schema: 'trade', tables }],
  });
  await client.waitFor(id, ({ state }) => state.name === 'failed');
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  // From the failure to its lines.
  await button(page, 'Show Errors in the Log').click();
  await expect(page).toHaveURL(/tab=events&level=error$/);
  await expect(page.getByRole('table', { name: 'Event log, newest first' })).toContainText('trade.bill');
  await expect(page.getByRole('radio', { name: 'Errors' })).toBeChecked();
  await button(page, 'Show Failed Tables').click();
  await expect(page.getByRole('tab', { name: /^Full Data/ })).toContainText('2 failed');
  await expect(failed(page)).toContainText('2 tables failed');
  await expect(failed(page).getByRole('row', { name: /trade\.bill/ })).toContainText('short');
  await expect(list(page).getByRole('row', { name: /trade\.fine/ })).toContainText('Copied');
  await button(failed(page), 'Show the error of trade.bill').click();
  await expect(failed(page).getByText('Code', { exact: true })).toBeVisible();

  await sql(stack.urlOf('destination'), 'alter table trade.bill drop constraint short');
  await button(failed(page), 'Retry trade.bill').click();
  await expect(list(page).getByRole('row', { name: /trade\.bill/ })).toContainText('Copied');
  await expect(failed(page)).toContainText('1 table failed');
  expect(await value(stack.urlOf('destination'), 'select count(*) from trade.bill')).toBe('500');

  await button(failed(page), 'Skip trade.note').click();
  const asked = page.getByRole('alertdialog', { name: 'Skip 1 failed table?' });
  await expect(asked).toContainText('is not followed');
  await button(asked, 'Skip').click();
  await expect(failed(page)).toHaveCount(0);
  await expect(list(page).getByRole('row', { name: /trade\.note/ })).toContainText('Skipped');
  await expect(page.getByText('Finished', { exact: true }).first()).toBeVisible();
  expect(await value(stack.urlOf('destination'), 'select count(*) from trade.note')).toBe('0');
});
