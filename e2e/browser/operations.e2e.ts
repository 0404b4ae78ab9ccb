import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, field, openTab } from './pages.ts';
import { Stack } from './stack.ts';

/** What a person does with a task that runs: looks at it from all sides, changes it, copies it, turns it round, takes it back. */
test.describe.configure({ mode: 'serial' });

const TABS = ['Overview', 'Structure', 'Full Data', 'Incremental Data', 'Precheck', 'Log', 'Parameters', 'Settings'] as const;

let stack: Stack;
let client: ConsoleClient;
let id = '';

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(
    stack.urlOf('source'),
    'create table public.orders (id int primary key, amount int)',
    'insert into public.orders select n, n from generate_series(1, 100) n',
    "create role mover superuser login replication password 'before'",
  );
  client = await new ConsoleClient(stack.url).enter();
  id = await client.followTask({
    name: 'operated',
    source: { ...stack.endpoint('source'), user: 'mover', password: 'before' },
    destination: stack.endpoint('destination'),
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema: 'public' }],
  });
});

test.afterAll(() => stack?.close());

const read = (of = id) => client.need<TaskView>('GET', `/api/v1/tasks/${of}`);
const open = (page: Page, tab = 'overview') => enter(page, { url: stack.url, path: `/tasks/${id}?tab=${tab}` });
const dialog = (page: Page): Locator => page.getByRole('dialog').or(page.getByRole('alertdialog'));

/** An entry of the menu of a task; the menu is opened for it. */
async function entry(page: Page, name: string): Promise<Locator> {
  await button(page, 'More operations').click();
  return page.getByRole('menuitem', { name });
}

let row = 100;
/** A row that is written now arrives. */
async function carries(): Promise<void> {
  row += 1;
  await sql(stack.urlOf('source'), `insert into public.orders values (${row}, 0)`);
  await expect.poll(() => value(stack.urlOf('destination'), `select count(*) from public.orders where id = ${row}`)).toBe('1');
}

test('the drawing shows what passes, and nothing moves in it while the task is paused', async ({ page }) => {
  await open(page);
  const drawing = page.getByRole('region', { name: 'Topology', exact: true });
  for (const part of ['Source', 'Engine', 'Destination'])
    await expect(drawing.getByRole('region', { name: part, exact: true })).toBeVisible();
  const writing = setInterval(() => void sql(stack.urlOf('source'), 'update public.orders set amount = amount + 1').catch(() => {}), 300);
  try {
    await expect(drawing.locator('[data-link="flowing"]')).toHaveCount(2);
    await expect(drawing).toContainText(/[1-9]\S* rows\/s/);
    const { width, height } = (await drawing.boundingBox()) ?? { width: 0, height: 0 };
    await button(page, 'Pause').click();
    await expect(drawing.locator('[data-link="idle"]')).toHaveCount(2);
    // Figures that come and go move nothing.
    expect(await drawing.boundingBox()).toMatchObject({ width, height });
  } finally {
    clearInterval(writing);
  }
  await button(page, 'Resume').click();
  await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
});

test('each tab has its address, and on a narrow screen the bar shows the tab that is open', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  for (const [tab, name] of [
    ['settings', 'Settings'],
    ['parameters', 'Parameters'],
  ] as const) {
    await open(page, tab);
    const chosen = page.getByRole('tab', { name });
    await expect(chosen).toHaveAttribute('aria-selected', 'true');
    // Down to the bar, which alone scrolls to the side.
    await page.getByRole('tablist', { name: 'Details of the task' }).evaluate((bar) => bar.scrollIntoView({ block: 'center' }));
    await expect(chosen).toBeInViewport({ ratio: 0.99 });
  }
  await page.getByRole('tab', { name: 'Parameters' }).press('ArrowLeft');
  await expect(page).toHaveURL(/tab=events/);
  await expect(page.getByRole('tab', { name: 'Log' })).toBeInViewport({ ratio: 0.99 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  // Room that is kept for a scroll bar may leave it narrower.
  expect(wider).toBeLessThanOrEqual(0);
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious on any tab, in the ${theme} theme`, async ({ page }) => {
    test.slow();
    await page.addInitScript((chosen) => localStorage.setItem('theme', chosen), theme);
    await open(page);
    await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
    await expect(page.locator('html')).toHaveClass(theme === 'dark' ? /dark/ : /light/);
    for (const name of TABS) {
      await openTab(page, name);
      const { violations } = await new AxeBuilder({ page }).include('main').analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes[0]?.html}`)).toEqual([]);
    }
  });
}

test('what the state forbids is disabled, with the reason', async ({ page }) => {
  await open(page);
  const reset = await entry(page, 'Reset…');
  await expect(reset).toHaveAttribute('aria-disabled', 'true');
  await expect(reset).toContainText('The task is running: pause it first');
  await expect(page.getByRole('menuitem', { name: 'Release…' })).toContainText('pause or stop it first');
  // What can be done now has a button; of the others the menu says why they have none.
  await expect(page.getByRole('menuitem', { name: 'Resume' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('menuitem', { name: 'Resume' })).toContainText('The task is running');
  await expect(page.getByRole('menuitem', { name: /^Pause/ })).toHaveCount(0);
  const { status } = await client.ask('POST', `/api/v1/tasks/${id}/reset`);
  expect(status).toBe(409);
});

test('its tag and its resource group are changed while it runs', async ({ page }) => {
  await open(page, 'settings');
  const labels = page.getByRole('region', { name: 'Tag and resource group' });
  await labels.getByRole('combobox', { name: /Environment tag/ }).click();
  await page.getByRole('option', { name: 'Production' }).click();
  await expect.poll(async () => (await read()).tag).toBe('production');
  await page.reload();
  await expect(labels.getByRole('combobox', { name: /Environment tag/ })).toHaveText('Production');
});

test('it is renamed while it runs', async ({ page }) => {
  await open(page);
  await (await entry(page, 'Rename…')).click();
  await field(page, 'Task name').fill(' ');
  await expect(dialog(page)).toContainText('Enter a name of 1 to 128 characters');
  await expect(button(dialog(page), 'Rename')).toBeDisabled();
  await field(page, 'Task name').fill('orders of the shop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'orders of the shop' })).toBeVisible();
  await carries();
});

test('parameters are read with their ranges and changed, at once or by a restart', async ({ page }) => {
  await open(page, 'parameters');
  const line = (name: string) => page.getByRole('list', { name: 'Parameters' }).getByRole('listitem').filter({ hasText: name });
  await expect(line('Retry Time for Other Issues')).toContainText('1 to 1,440');
  await expect(line('Retry Time for Other Issues')).toContainText('Restarts the task at a checkpoint');
  await button(page, 'Modify').click();
  await field(page, 'Retry Time for Other Issues').fill('1441');
  await expect(page.getByRole('alert').filter({ hasText: 'Not among the valid values' })).toBeVisible();
  await expect(button(page, 'Save')).toBeDisabled();
  // What the values mean together only the server knows.
  await field(page, 'Retry Time for Other Issues').fill('720');
  await button(page, 'Save').click();
  await expect(page.getByText(/must be less than Retry Time for Failed Connections/)).toBeVisible();
  await field(page, 'Retry Time for Other Issues').fill('30');
  await field(page, 'RPS of Incremental Data Migration').fill('900');
  await expect(page.getByRole('status').filter({ hasText: '2 changes' })).toBeVisible();
  await button(page, 'Save').click();
  await expect(line('Retry Time for Other Issues')).toContainText('30 minutes');
  await expect(line('RPS of Incremental Data Migration')).toContainText('900');
  await carries();
  const { config, progress, state } = await read();
  expect([state.name, config.advanced.retryOtherMinutes, progress.limits?.incremental?.rowsPerSecond]).toEqual(['streaming', 30, 900]);
});

test('what must hold is looked at again, and what was found before the start stays to be read', async ({ page }) => {
  await open(page, 'precheck');
  const now = page.getByRole('region', { name: 'Now', exact: true });
  await expect(now.getByRole('listitem')).toHaveCount(0);
  await button(page, 'Check Again').click();
  await expect(now.locator('li[data-code="CHECK_CONN_SRC"]')).toContainText('Passed');
  const before = page.getByRole('region', { name: 'Before the start' });
  await button(before, /^Show \d+ Passed Items$/).click();
  await expect(before.locator('li[data-code="CHECK_CONN_SRC"]')).toBeVisible();
});

test('a rotated password is refused while it is wrong, and then taken', async ({ page }) => {
  await sql(stack.source.url(), "alter role mover password 'after'");
  await open(page);
  await (await entry(page, 'Change Account or Address…')).click();
  await expect(field(dialog(page), 'Database account')).toHaveValue('mover');
  await field(dialog(page), 'Database password').fill('wrong');
  await button(dialog(page), 'Check and Change').click();
  await expect(dialog(page).getByRole('alert')).toContainText(/password/i);
  await field(dialog(page), 'Database password').fill('after');
  await button(dialog(page), 'Check and Change').click();
  await expect(dialog(page)).toHaveCount(0);
  await carries();
  expect((await read()).state.name).toBe('streaming');
});

test('TLS can be changed with the address, and is not where the server has none', async ({ page }) => {
  await open(page);
  await (await entry(page, 'Change Account or Address…')).click();
  const mode = dialog(page).getByRole('combobox', { name: 'Encryption (TLS)' });
  await expect(mode).toHaveText('Non-encrypted');
  await mode.click();
  await page.getByRole('option', { name: /^verify-ca/ }).click();
  await expect(field(dialog(page), 'CA certificate')).toBeVisible();
  await mode.click();
  await page.getByRole('option', { name: /^require/ }).click();
  await button(dialog(page), 'Check and Change').click();
  await expect(dialog(page).getByRole('alert')).toContainText(/TLS|SSL/);
  await button(dialog(page), 'Cancel').click();
  const { config, state } = await read();
  expect(config.source).toMatchObject({ tls: { mode: 'disable' } });
  expect(state.name).toBe('streaming');
});

test('a similar and a reverse task open as drafts', async ({ page }) => {
  await open(page);
  await (await entry(page, 'Create Similar Task')).click();
  await page.waitForURL(/\/tasks\/dts\w+\/configure\/connections$/);
  await expect(field(page, 'Task name')).toHaveValue('orders of the shop-copy');
  await open(page);
  await (await entry(page, 'Create Reverse Task…')).click();
  await expect(dialog(page)).toContainText('Set the sequences of the source');
  await button(dialog(page), 'Create Draft').click();
  await page.waitForURL(/\/tasks\/dts\w+\/configure\/connections$/);
  await expect(field(page, 'Task name')).toHaveValue('orders of the shop-reverse');
  const made = await read(/dts\w+/.exec(page.url())?.[0]);
  expect(made).toMatchObject({
    state: { name: 'draft' },
    source: { port: stack.destination.port },
    destination: { port: stack.source.port },
  });
});

test('reset makes it a draft again, and the rows stay', async ({ page }) => {
  await open(page);
  await button(page, 'Pause').click();
  await expect(page.getByText('Paused while following changes')).toBeVisible();
  await (await entry(page, 'Reset…')).click();
  await expect(dialog(page)).toContainText('Tables and rows stay at the destination');
  await button(dialog(page), 'Reset Task').click();
  await page.waitForURL(new RegExp(`/tasks/${id}/configure/connections$`));
  await expect(field(page, 'Task name')).toHaveValue('orders of the shop');
  expect((await read()).state.name).toBe('draft');
  expect(Number(await value(stack.urlOf('destination'), 'select count(*) from public.orders'))).toBeGreaterThan(100);
  expect(await value(stack.urlOf('source'), 'select count(*) from pg_replication_slots where database = current_database()')).toBe('0');
});
