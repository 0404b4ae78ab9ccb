import { expect, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskView } from '#lib/task/view.ts';
import { expectAccessible } from './axe.ts';
import { enter } from './pages.ts';
import { Stack } from './stack.ts';

/** Every page there is, for who needs contrast or a reader, has a narrow window, or reads the other language. */
test.describe.configure({ mode: 'serial' });

const STEPS = ['connections', 'objects', 'advanced', 'precheck', 'start'] as const;
const TABS = ['overview', 'structure', 'full', 'incremental', 'precheck', 'events', 'parameters', 'settings'] as const;
const SETTINGS = ['profile', 'users', 'groups', 'tags', 'api-keys', 'audit'] as const;
const PASSWORD = 'secret';

let stack: Stack;
let emulator: Emulator;
let client: ConsoleClient;
let pages: readonly string[] = [];
let followed = '';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  [stack, emulator] = await Promise.all([Stack.open(), startEmulator({ password: PASSWORD })]);
  await sql(
    stack.urlOf('source'),
    'create schema shop',
    'create table shop.orders (id int primary key, customer text, amount numeric(12, 2))',
    `insert into shop.orders select i, 'customer ' || i, i from generate_series(1, 500) i`,
    'create table shop.visits (page text)',
    'create view shop.large as select * from shop.orders where amount > 100',
    'analyze',
  );
});

test.afterAll(async () => {
  await stack?.close();
  await emulator?.[Symbol.asyncDispose]();
});

async function draft(name: string, document: Partial<DraftConfig>): Promise<string> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name, source: stack.endpoint('source'), ...document });
  return id;
}

test('the entrance, before and after there is an administrator', async ({ page }) => {
  await page.goto(stack.url);
  await expect(page).toHaveURL(/\/setup$/);
  await expectAccessible(page);
  client = await new ConsoleClient(stack.url).enter();
  await page.goto(`${stack.url}/migration`);
  await expect(page).toHaveURL(/\/sign-in$/);
  await expectAccessible(page);
  const card = await page.locator('main > div').boundingBox();
  // As far from one side of the window as from the other.
  expect(card && card.x * 2 + card.width).toBe(page.viewportSize()?.width);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await beyond(page)).toBeLessThanOrEqual(0);
});

test('nobody stumbles on any page, in the light or in the dark', async ({ page }) => {
  test.setTimeout(900_000);
  const objects = [{ schema: 'shop' }];
  const destination = stack.endpoint('destination');
  await client.need('POST', '/api/v1/connections', {
    name: 'Shop',
    region: 'eu-central-1',
    tags: ['shop'],
    endpoint: stack.endpoint('source'),
  });
  const open = await draft('a draft', { destination, objects });
  await client.need('POST', `/api/v1/tasks/${open}/precheck`);
  const { host, mysqlPort: port, httpPort } = emulator;
  const warehouse = { type: 'selectdb', host, port, httpPort, database: 'opendts', user: 'root', password: PASSWORD } as const;
  const designed = await draft('into the warehouse', { destination: warehouse, objects });
  followed = await client.followTask({ name: 'followed', source: stack.endpoint('source'), destination, objects });
  pages = [
    ...['/', '/migration', '/synchronization', '/connections', '/api-reference', '/nowhere'],
    ...STEPS.map((step) => `/tasks/${open}/configure/${step}`),
    `/tasks/${designed}/configure/fields`,
    ...TABS.map((tab) => `/tasks/${followed}?tab=${tab}`),
    `/tasks/${followed}/objects`,
    ...SETTINGS.map((name) => `/settings/${name}`),
  ];
  for (const path of pages) {
    await test.step(path, async () => {
      await visit(page, path);
      await expectAccessible(page);
    });
  }
});

for (const [locale, width] of [
  ['en', 1280],
  ['zh', 1280],
  ['en', 390],
  ['zh', 390],
] as const) {
  test(`nothing is wider than a window of ${width} pixels (${locale})`, async ({ page }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width, height: 844 });
    await page.context().addCookies([{ name: 'opendts-locale', value: locale, url: stack.url }]);
    const wide: string[] = [];
    for (const path of pages) {
      await visit(page, path);
      if ((await beyond(page)) > 0) wide.push(path);
    }
    expect(wide).toEqual([]);
  });
}

test('on a phone the lists have no more columns than there is room for', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/', '/migration', '/connections', '/settings/users', '/settings/audit']) {
    await visit(page, path);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    const hidden = await page
      .getByRole('table')
      .evaluateAll((tables) => tables.map(({ parentElement: box }) => (box === null ? 0 : box.scrollWidth - box.clientWidth)));
    expect([path, Math.max(...hidden)]).toEqual([path, 0]);
  }
  // What has no column of its own stands under what the row is known by.
  await visit(page, '/connections');
  await expect(page.getByRole('row', { name: /Shop/ })).toContainText(`${stack.endpoint('source').host}:`);
  await visit(page, '/settings/audit');
  await expect(page.getByRole('row', { name: /Started task/ }).getByRole('link', { name: 'followed' })).toBeVisible();
});

test('figures that tick move nothing on the page of a task', async ({ page }) => {
  await visit(page, `/tasks/${followed}?tab=overview`);
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
  await expect(page.getByText('Caught up')).toBeVisible();
  await page.evaluate(() => {
    const moved: number[] = [];
    (window as { moved?: number[] }).moved = moved;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.push((entry as PerformanceEntry & { readonly value: number }).value);
    }).observe({ type: 'layout-shift' });
  });
  for (let n = 1; n <= 20; n += 1) {
    await sql(stack.urlOf('source'), `update shop.orders set amount = ${n * n * n} where id <= ${n * n}`);
    await page.waitForTimeout(250);
  }
  const moved = await page.evaluate(() => (window as { moved?: number[] }).moved ?? []);
  // A figure that gets a digit begins elsewhere itself; a line that comes or goes moves a hundred times as much.
  expect(moved.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.001);
});

async function visit(page: Page, path: string): Promise<void> {
  if (page.url() === 'about:blank') await enter(page, { url: stack.url, path });
  else await page.goto(`${stack.url}${path}`);
  await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('heading')).first()).toBeVisible();
  // Until what a page asks for has come.
  await page.waitForLoadState('load');
  await expect(page.locator('.animate-pulse')).toHaveCount(0);
}

/** Pixels that the page is wider than its window. */
const beyond = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
