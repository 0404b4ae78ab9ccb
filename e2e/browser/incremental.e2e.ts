import { expect, type Locator, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { agreeAndStart, button, enter, field, openTab } from './pages.ts';
import { Stack } from './stack.ts';

/** Changes as a person watches and steers them: how fast, how far behind, what holds them back, what is tried again. */
test.describe.configure({ mode: 'serial' });

/** More than what passes while the test looks at it. */
const BACKLOG = 60_000;
/** By the time that the limit is lifted the first may be applied, on a slow machine. */
const MORE = 40_000;
const RPS = 'RPS of Incremental Data Migration';
const SPEED = 'Data migration speed for incremental migration (MB/s)';
const THROTTLE = 'Enable Throttling for Incremental Data Migration';

let stack: Stack;
let client: ConsoleClient;
let id = '';

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create table orders (id int primary key, note text)',
    'create table stock (id int primary key, amount int)',
  );
  await sql(stack.urlOf('source'), 'insert into stock select n, 0 from generate_series(1, 100) n');
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const card = (page: Page): Locator => page.getByRole('region', { name: 'Throttle' });
const section = (page: Page): Locator => page.getByRole('region', { name: 'How far behind the source' });
const list = (page: Page): Locator => page.getByRole('table', { name: 'Changes by table' });

/** Changed rows a second as the page says them; 0 while it says none. */
async function speed(page: Page): Promise<number> {
  const text = await section(page).locator('dl > div').filter({ hasText: 'Changed rows' }).locator('dd').innerText();
  return Number(/([\d.,]+) rows\/s/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

const waiting = () => value(stack.urlOf('destination'), 'select count(*) from public.orders').then(Number);

test('limits of incremental migration are set in the wizard, and classes say how many rows they let through', async ({ page }) => {
  const made = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  id = made.id;
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const [source, destination] = [stack.endpoint('source'), stack.endpoint('destination')];
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name: 'watched', source, destination, objects: [{ schema: 'public' }] });
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/advanced` });
  const next = button(page, 'Next: Save Task Settings and Precheck');
  await page.getByRole('radiogroup', { name: THROTTLE }).getByRole('radio', { name: 'Yes' }).click();
  await expect(next).toBeDisabled();
  await field(page, RPS).fill('0');
  await expect(page.getByText('Enter 1 to 1,000,000,000.')).toBeVisible();
  await field(page, RPS).fill('300');
  await next.click();

  await button(page, 'Next: Start').click();
  const classes = page.getByRole('radiogroup', { name: 'Instance Class' });
  await expect(classes.getByRole('radio', { name: 'small' })).toHaveAccessibleDescription(/Incremental: up to 2,000 rows\/s/);
  await expect(classes.getByRole('radio', { name: 'Unlimited' })).toHaveAccessibleDescription(/Incremental: no limit/);
  await classes.getByRole('radio', { name: 'large' }).first().click();
  const summary = page.locator('dl').filter({ hasText: 'Migration types' });
  await expect(summary).toContainText('300 rows/s');
  await expect(summary).toContainText('up to 6,000 changed rows/s');
  await agreeAndStart(page);
  await page.waitForURL(new RegExp(`/tasks/${id}$`));
  const { config: stored } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(stored.incremental.throttle).toEqual({ rowsPerSecond: 300, megabytesPerSecond: null });
  await client.waitFor(id, ({ state }) => state.name === 'streaming');
});

test('the figures are live, and a limit that is changed holds at once', async ({ page }) => {
  await sql(
    stack.urlOf('source'),
    'alter table stock add column place text',
    'begin',
    'truncate orders',
    `insert into orders select n, repeat('x', 60) from generate_series(1, 200) n`,
    'update stock set amount = amount + 1',
    'delete from stock where id > 90',
    'commit',
    `do $$ begin for n in 1000..${BACKLOG} loop insert into orders values (n, repeat('x', 60)); commit; end loop; end $$`,
  );
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await openTab(page, 'Incremental Data');
  await expect(card(page)).toContainText('Rows/s300');
  await expect(card(page)).toContainText('Instance classup to 6,000 rows/s');
  await expect.poll(() => speed(page)).toBeGreaterThan(200);
  expect(await speed(page)).toBeLessThan(400);
  await expect(section(page)).toContainText('held back by the throttle');
  const changed = (name: string) => list(page).getByRole('row', { name: new RegExp(`public\\.${name}`) });
  await expect(changed('stock').getByRole('cell').nth(3)).toHaveText('100');
  await expect(changed('stock').getByRole('cell').nth(4)).toHaveText('10');
  await expect(changed('orders').getByRole('cell').nth(5)).toHaveText('1');
  await expect(changed('stock').getByRole('cell').nth(6)).toHaveText('1');
  const applying = page.getByRole('region', { name: 'Applying changes' });
  await expect(applying).toContainText(/Typical batch[\d.,]+ rows?from [\d.,]+ transactions?/);
  await expect(applying).toContainText(/DDL1statements applied/);
  const figures = section(page);
  await expect(figures).toContainText(/[\d.,]+ ms from commit at the source to commit at the destination/);
  await expect(figures).toContainText(/Data[\d.,]+ MB\/s/);
  await expect(figures).toContainText(/Transactions[\d.,]+\/s/);
  await expect(figures).toContainText(/Log still to apply[\d.,]+ [kM]?B/);

  await page.getByRole('radiogroup', { name: 'Chart' }).getByRole('radio', { name: 'Rows/s' }).click();
  await expect(page.getByRole('figure', { name: 'Rows/s' })).toContainText('Limit');
  await page.getByRole('radiogroup', { name: 'Time shown' }).getByRole('radio', { name: '1 h' }).click();
  await expect(page.getByRole('figure', { name: 'Rows/s' }).locator('canvas')).toBeVisible();

  await button(card(page), 'Change…').click();
  const dialog = page.getByRole('dialog', { name: 'Throttling of Incremental Data' });
  await expect(field(dialog, RPS)).toHaveValue('300');
  await expect(dialog).toContainText('The instance class large lets 6,000 changed rows a second through at most');
  await field(dialog, RPS).fill('1500');
  await field(dialog, SPEED).fill('5');
  await button(dialog, 'Save').click();
  await expect(dialog).toHaveCount(0);
  await expect(card(page)).toContainText('Rows/s1,500');
  await expect.poll(() => speed(page), { timeout: 20_000, intervals: [250] }).toBeGreaterThan(1_000);
  expect(await speed(page)).toBeLessThan(1_800);
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  expect(config.incremental.throttle).toEqual({ rowsPerSecond: 1_500, megabytesPerSecond: 5 });
});

test('the charts are kept when the page is loaded again, and when the console dies', async ({ page }) => {
  const history = async () => (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).progress.history;
  // What is not two seconds old may be lost with the console.
  const [first] = (await history()).recent;
  if (first === undefined) throw new Error('nothing was recorded');
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=incremental` });
  await page.reload();
  await expect(page.getByRole('figure', { name: 'Lag' }).locator('canvas')).toBeVisible();
  await section(page).getByRole('radio', { name: 'Response time' }).click();
  const chart = page.getByRole('figure', { name: 'Response time' });
  await expect(chart.locator('canvas')).toBeVisible();
  for (const line of ['Source answers', 'Destination writes a batch']) await expect(chart).toContainText(line);
  await stack.killConsole();
  await stack.startConsole();
  client = await new ConsoleClient(stack.url).enter();
  await client.waitFor(id, ({ state }) => state.name === 'streaming');
  const { recent } = await history();
  expect(recent.map(({ at }) => at)).toContain(first.at);
  expect(recent.find(({ at }) => at === first.at)).toEqual(first);
  expect(recent.some(({ sourceMs }) => sourceMs !== undefined) && recent.some(({ destinationMs }) => destinationMs !== undefined)).toBe(
    true,
  );
  expect((await history()).hour[0]?.at).toBeLessThan(Date.now());
});

test('a destination that is away shows what is tried, where, since and until when; back, the task goes on', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=incremental` });
  await button(card(page), 'Change…').click();
  const dialog = page.getByRole('dialog', { name: 'Throttling of Incremental Data' });
  await dialog.getByRole('radio', { name: 'No' }).click();
  const more = `insert into orders select ${BACKLOG} + n, repeat('x', 60) from generate_series(1, ${MORE}) n`;
  await sql(stack.urlOf('source'), more);
  await button(dialog, 'Save').click();
  await expect.poll(() => speed(page), { timeout: 20_000, intervals: [250] }).toBeGreaterThan(2_000);
  await stack.destination.stop('immediate');
  await sql(stack.urlOf('source'), 'do $$ begin for n in 1..500 loop update stock set amount = amount + 1 where id = 7; end loop; end $$');
  const banner = page.getByText(/Trying again by itself, attempt \d+/).locator('..');
  await expect(banner).toContainText('at Destination');
  await expect(banner).toContainText(/Next attempt (now|in )/);
  await expect(banner).toContainText(/since \d/);
  await expect(banner).toContainText(/gives up at/);
  await stack.destination.start();
  await expect(banner).toHaveCount(0);
  await expect.poll(waiting, { timeout: 60_000 }).toBe(BACKLOG - 1_000 + 1 + 200 + MORE);
  await expect(page.getByText('Caught up')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Hot rows' })).toContainText(/public\.stock 7[\d.,]+\/s/);
});

test('a table that somebody changed at the destination is copied again from its row, and what the state forbids says why', async ({
  page,
}) => {
  const [source, destination] = [stack.urlOf('source'), stack.urlOf('destination')];
  const stock = (url: string) => value(url, `select string_agg(concat_ws(' ', id, amount), ',' order by id) from public.stock`);
  await sql(
    destination,
    'delete from stock where id < 20',
    'update stock set amount = -1 where id < 40',
    'insert into stock values (999, 9)',
  );
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=incremental` });
  await button(list(page), 'Actions for public.stock').click();
  await page.getByRole('menuitem', { name: 'Copy Again' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Copy public.stock again?' });
  await expect(dialog).toContainText('All rows of public.stock at the destination are deleted');
  await expect(dialog).toContainText('The other tables go on meanwhile');
  await button(dialog, 'Copy Again').click();
  await expect(dialog).toHaveCount(0);
  await sql(source, 'insert into stock values (500, 5)');
  await expect.poll(() => stock(destination), { timeout: 60_000 }).toBe(await stock(source));
  await expect(list(page).getByRole('row', { name: /public\.stock/ })).toContainText('Following');
  await openTab(page, 'Log');
  await expect(page.getByText('The rows of public.stock were taken from the destination and are copied again')).toBeVisible();
  await client.need('POST', `/api/v1/tasks/${id}/signal/pause`);
  await client.waitFor(id, ({ state }) => state.name === 'paused');
  await openTab(page, 'Incremental Data');
  await button(list(page), 'Actions for public.stock').click();
  const item = page.getByRole('menuitem', { name: 'Copy Again' });
  await expect(item).toBeDisabled();
  await expect(item).toContainText('The task is paused');
});
