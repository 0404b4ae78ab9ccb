import { expect, type Locator, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { SCHEMAS } from '#e2e/demo/dataset.ts';
import { connected } from '#e2e/faults/servers.ts';
import type { LogLine, TaskView } from '#lib/task/view.ts';
import { enter, numberIn, openTab } from './pages.ts';
import { Stack } from './stack.ts';

/** What pages say while the console is away, and after it came back. */

const TASK = 'kept alive';
let stack: Stack;
let client: ConsoleClient;
let id = '';

test.beforeAll(async () => {
  stack = await Stack.open({ scale: 0.05, rate: 15 });
  client = await new ConsoleClient(stack.url).enter();
  id = await client.followTask({
    name: TASK,
    source: stack.endpoint('source'),
    destination: stack.endpoint('destination'),
    types: ['schema', 'full', 'incremental'],
    objects: SCHEMAS.map((schema) => ({ schema })),
  });
});

test.afterAll(() => stack?.close());

const live = (page: Page): Locator => page.getByRole('status').filter({ hasText: /^Live$/ });
const lost = (page: Page): Locator => page.getByRole('status').filter({ hasText: /^Not live since \d\d:\d\d(:\d\d)?; reconnecting$/ });

/** Updates of a table that every order changes. */
const updates = (page: Page): Locator =>
  page
    .getByRole('table', { name: 'Tables of the task' })
    .getByRole('row', { name: /sales\.daily_total/ })
    .getByRole('cell')
    .nth(7);

test('status page and list say since when they are not live, and go on by themselves', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}` });
  await expect(live(page)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search tables' }).fill('daily_total');
  const first = await numberIn(updates(page));
  await expect.poll(() => numberIn(updates(page))).toBeGreaterThan(first);
  const list = await page.context().newPage();
  await list.goto(`${stack.url}/tasks`);
  await expect(live(list)).toBeVisible();

  await stack.killConsole();
  await expect(lost(page)).toBeVisible();
  await expect(live(page)).toHaveCount(0);
  await expect(lost(list)).toBeVisible();
  // What is on the page is the last that was known, and is marked as such.
  const frozen = await numberIn(updates(page));
  await expect(page.getByText(/^As of/)).toBeVisible();

  await stack.startConsole();
  await expect(live(page)).toBeVisible();
  await expect(lost(page)).toHaveCount(0);
  await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
  await expect.poll(() => numberIn(updates(page))).toBeGreaterThan(frozen);
  await expect(page.getByText(/^As of/)).toHaveCount(0);
  await expect(live(list)).toBeVisible();
  await expect(list.getByRole('row', { name: TASK })).toContainText('Following changes');
});

test('the log has no line twice and none missing after the console came back', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=events` });
  await expect(live(page)).toBeVisible();
  await expectWholeLog(page);

  await stack.killConsole();
  await expect(lost(page)).toBeVisible();
  await stack.startConsole();
  await expect(live(page)).toBeVisible();
  // A line that only the new process has written, seen by the page that was open all along.
  await client.need('POST', `/api/v1/tasks/${id}/signal/pause`);
  await expect(page.getByText('Paused at a checkpoint')).toHaveCount(1);
  await client.need('POST', `/api/v1/tasks/${id}/signal/resume`);
  await client.waitFor(id, ({ state }: TaskView) => state.name === 'streaming');
  await expect(page.getByText('Resumed from the last checkpoint')).toHaveCount(1);
  await expectWholeLog(page);
  await page.reload();
  await openTab(page, 'Log');
  await expectWholeLog(page);
});

test('the log that the source keeps is shown, with its slot and with what happens when it grows', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=incremental` });
  const card = page.getByRole('region', { name: 'Log kept by the source' });
  await expect(card).toContainText(/Kept for this task\s*[\d.,]+ \w*B/);
  await expect(card).toContainText('The source never gives the slot up by itself');
  await expect(card).toContainText('public.dts_postgres_heartbeat');
  await expect(card).toContainText('noted by event triggers');
  await expect(card).toContainText(/Warns at\s*10,000 MB/);
});

test('the switch of an application is told step by step, with what the task shows of it', async ({ page }) => {
  await enter(page, { url: stack.url, path: `/tasks/${id}?tab=incremental` });
  await expect(live(page)).toBeVisible();
  const steps = page.getByRole('list', { name: 'Switch the application over' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Show the steps of the switch' }).click();
  await expect(steps).toHaveCount(9);
  const step = (title: string): Locator => steps.filter({ has: page.getByRole('heading', { name: title }) });
  await expect(step('The task is not delayed')).toContainText('Done');
  await expect(step('A minute without a change')).toContainText(/without a change\s*Not yet/);
  await expect(step('Pause the task')).toContainText('Not yet');
  // The statement names whoever writes, and no session of the task.
  const { rows } = await sessionsOf(await step('End all writing at the source').locator('pre').innerText());
  expect(rows.map(({ application_name: name }) => name)).toContain('shop writer');
  expect(rows.filter(({ application_name: name }) => name.startsWith('opendts'))).toEqual([]);
  await expect(step('Point the application at the destination')).toContainText(`:${stack.destination.port}/`);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(step('Pause the task')).toContainText('Done');
  await expect(step('Stop the task')).toContainText('Not yet');
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(step('Pause the task')).toContainText('Not yet');
});

async function sessionsOf(statement: string): Promise<{ readonly rows: readonly { readonly application_name: string }[] }> {
  await using client = await connected(stack.urlOf('source'));
  // Awaited here: the connection ends with this function.
  return await client.query<{ application_name: string }>(statement);
}

async function expectWholeLog(page: Page): Promise<void> {
  const log = await client.need<readonly LogLine[]>('GET', `/api/v1/tasks/${id}/log?limit=200`);
  expect(new Set(log.map(({ seq }) => seq)).size).toBe(log.length);
  await expect(page.getByText(`${log.length} events loaded`)).toBeVisible();
}
