import { expect, type Page, test } from '@playwright/test';
import { ADMIN, ConsoleClient } from '#e2e/console/client.ts';
import type { TaskView } from '#lib/task/view.ts';
import { button, enter, field, fillEndpoint, side, sourceTree } from './pages.ts';
import { Stack } from './stack.ts';

let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const CHANGED = 'This task was changed in another tab or by someone else';

/** A new draft, open at its first step in a tab of its own; its id. */
async function openDraft(page: Page): Promise<{ readonly id: string; readonly path: string }> {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const path = `/tasks/${id}/configure/connections`;
  await enter(page, { url: stack.url, path });
  await isAlive(page, id);
  return { id, path };
}

/** What is typed before the page is alive is nobody's. */
async function isAlive(page: Page, id: string): Promise<void> {
  await expect(async () => {
    await field(page, 'Task name').fill(`opened ${Math.random()}`);
    const name = await field(page, 'Task name').inputValue();
    await expect.poll(() => nameOf(id), { timeout: 3_000 }).toBe(name);
  }).toPass();
}

const nameOf = async (id: string) => (await client.need<TaskView>('GET', `/api/v1/tasks/${id}`)).name;

async function rename(page: Page, name: string): Promise<void> {
  await field(page, 'Task name').fill(name);
}

test('of two tabs on one draft the second is told, and chooses whose version goes on', async ({ page, context }) => {
  const { id, path } = await openDraft(page);
  const second = await context.newPage();
  await second.goto(`${stack.url}${path}`);
  await isAlive(second, id);
  await page.reload();
  await isAlive(page, id);
  await rename(second, 'from the second tab');
  await expect(second.getByText(CHANGED)).toBeVisible();
  const first = await nameOf(id);
  expect(first).toMatch(/^opened/);
  await button(second, 'Load the Other Version').click();
  await expect(field(second, 'Task name')).toHaveValue(first);
  await expect(second.getByText(CHANGED)).toBeHidden();

  // From there on it is the second's turn, and the first is told.
  await rename(second, 'second again');
  await expect.poll(() => nameOf(id)).toBe('second again');
  await rename(page, 'first again');
  await expect(page.getByText(CHANGED)).toBeVisible();
  await button(page, 'Keep Mine').click();
  await expect.poll(() => nameOf(id)).toBe('first again');
  await expect(page.getByText(CHANGED)).toBeHidden();
  await expect(field(page, 'Task name')).toHaveValue('first again');

  // Who only comes back is told before anything is typed.
  await second.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(second.getByText(CHANGED)).toBeVisible();
  await expect(button(second, 'Keep Mine')).toBeHidden();
  await button(second, 'Load the Other Version').click();
  await expect(field(second, 'Task name')).toHaveValue('first again');
});

test('a session that ends keeps the draft, which goes on after signing in over the page', async ({ page, context }) => {
  const { id } = await openDraft(page);
  await context.clearCookies();
  await rename(page, 'kept over the end');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await field(dialog, 'E-mail address').fill(ADMIN.email);
  await field(dialog, 'Password').fill('not the password');
  await button(dialog, 'Sign In').click();
  await expect(dialog.getByText('E-mail address or password is wrong.')).toBeVisible();
  await field(dialog, 'Password').fill(ADMIN.password);
  await button(dialog, 'Sign In').click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/configure\/connections$/);
  await expect(field(page, 'Task name')).toHaveValue('kept over the end');
  await expect.poll(() => nameOf(id)).toBe('kept over the end');
});

test('a console that is killed and started again in the middle of the wizard has all of the draft', async ({ page }) => {
  const { id } = await openDraft(page);
  await fillEndpoint(side(page, 'Source'), stack.endpoint('source'));
  await stack.killConsole();
  await rename(page, 'typed while it was away');
  await expect(page.getByText('Not saved')).toBeVisible();
  await stack.startConsole();
  await expect.poll(() => nameOf(id)).toBe('typed while it was away');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await fillEndpoint(side(page, 'Destination'), stack.endpoint('destination'));
  await button(page, 'Test Connectivity and Proceed').click();
  await page.waitForURL(/\/configure\/objects$/);
});

test('leaving asks while something could not be saved, and only then', async ({ page }) => {
  const { id } = await openDraft(page);
  const closingAsks = () =>
    page.evaluate(() => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    });
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await closingAsks()).toBe(false);
  await stack.killConsole();
  await rename(page, 'not to be lost');
  await expect(page.getByText('Not saved')).toBeVisible();
  expect(await closingAsks()).toBe(true);
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(question).toContainText('could not be saved');
  await button(question, 'Stay').click();
  // A key that goes to a page asks too.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field(page, 'Task name')).toHaveValue('not to be lost');

  await stack.startConsole();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await closingAsks()).toBe(false);
  await page.getByRole('link', { name: 'Connections' }).click();
  await page.waitForURL(/\/connections$/);
  await expect(question).toHaveCount(0);
  expect(await nameOf(id)).toBe('not to be lost');
});

test('the address of a step that cannot be opened yet leads to the first one that lacks something', async ({ page }) => {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  await enter(page, { url: stack.url, path: `/tasks/${id}/configure/advanced` });
  await page.waitForURL(/\/configure\/connections$/);
  const { config } = await client.need<TaskView>('GET', `/api/v1/tasks/${id}`);
  const [source, destination] = [stack.endpoint('source'), stack.endpoint('destination')];
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, source, destination });
  await page.goto(`${stack.url}/tasks/${id}/configure/precheck`);
  await page.waitForURL(/\/configure\/objects$/);
  await expect(sourceTree(page)).toBeVisible();
});
