import { type Browser, expect, type Page, test } from '@playwright/test';
import { ADMIN, ConsoleClient } from '#e2e/console/client.ts';
import { sql } from '#e2e/faults/servers.ts';
import type { ErrorReport } from '#engine/errors.ts';
import { button, enter, field, fillEndpoint, selectedTree, side, signIn, stage, tick } from './pages.ts';
import { Stack } from './stack.ts';

let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  await sql(stack.urlOf('source'), 'create table item (id int primary key, note text)');
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

/** A new draft, open at its first step with both databases filled in. */
async function openDraft(page: Page, name: string): Promise<string> {
  await enter(page, { url: stack.url, path: '/tasks' });
  await button(page, 'Create Task').click();
  await page.waitForURL(/\/configure\/connections$/);
  await field(page, 'Task name').fill(name);
  await fillEndpoint(side(page, 'Source'), stack.endpoint('source'));
  await fillEndpoint(side(page, 'Destination'), stack.endpoint('destination'));
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

test('a wrong password does not sign in, and says so', async ({ page }) => {
  await page.goto(`${stack.url}/tasks`);
  await expect(page).toHaveURL(/\/sign-in$/);
  await button(page, 'Sign In').click();
  await expect(page.getByText('Enter your e-mail address')).toBeVisible();
  await expect(page.getByText('Enter the password')).toBeVisible();
  await expect(field(page, 'E-mail address')).toBeFocused();
  await signIn(page, { email: ADMIN.email, password: 'not the password' });
  await expect(page.getByText('E-mail address or password is wrong.')).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in$/);
  await signIn(page, ADMIN);
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
});

test('each failure of a connection names its stage, its cause and what to do', async ({ page }) => {
  await openDraft(page, 'wrong addresses');
  const source = side(page, 'Source');
  const good = stack.endpoint('source');
  const proceed = button(page, 'Test Connectivity and Proceed');

  await fillEndpoint(source, { ...good, host: 'no-such-host.invalid' });
  await proceed.click();
  await expect(source.getByText('Connection does not work')).toBeVisible();
  await expect(stage(source, 'Host name')).toContainText('The source host name no-such-host.invalid cannot be resolved');
  await expect(stage(source, 'Host name')).toContainText('Check the spelling, or enter the IP address.');
  await expect(stage(source, 'Login')).toContainText('not tested');
  await expect(page.getByText('Cannot proceed: the source failed its test.')).toBeVisible();

  await fillEndpoint(source, { ...good, port: 1 });
  await expect(source.getByText('Changed since this test')).toBeVisible();
  await proceed.click();
  await expect(stage(source, 'Port')).toContainText('Nothing accepts connections at the source');
  await expect(stage(source, 'Port')).toContainText('Check the port');

  await fillEndpoint(source, good);
  await source.getByRole('combobox', { name: 'Encryption (TLS)' }).click();
  await page.getByRole('option', { name: /^require/ }).click();
  await proceed.click();
  await expect(stage(source, 'TLS')).toContainText('does not support TLS');
  await expect(stage(source, 'TLS')).toContainText('Choose Non-encrypted');

  await source.getByRole('combobox', { name: 'Encryption (TLS)' }).click();
  await page.getByRole('option', { name: /^Non-encrypted/ }).click();
  await fillEndpoint(source, { ...good, database: 'shopp' });
  await proceed.click();
  await expect(stage(source, 'Database')).toContainText('has no database shopp');
  await expect(stage(source, 'Database')).toContainText('Check the name');
  await expect(page).toHaveURL(/\/configure\/connections$/);
});

test('nothing is tested while a field is missing: it is marked and gets the keyboard', async ({ page }) => {
  await openDraft(page, 'incomplete');
  await field(side(page, 'Destination'), 'Database name').fill('');
  await button(page, 'Test Connectivity and Proceed').click();
  await expect(page.getByText('Fill in the marked fields first.')).toBeVisible();
  await expect(field(side(page, 'Destination'), 'Database name')).toBeFocused();
  await expect(side(page, 'Destination').getByText('Enter the database name')).toBeVisible();
});

test('a draft that is left half way is kept, also in another browser', async ({ page, browser }) => {
  const id = await openDraft(page, 'half way');
  await button(page, 'Test Connectivity and Proceed').click();
  await page.waitForURL(/\/configure\/objects$/);
  await tick(page, 'public');
  await page.getByRole('link', { name: 'Data Migration', exact: true }).first().click();
  await expect(page.getByRole('row', { name: /half way/ })).toContainText('Draft');

  await withOtherBrowser(browser, async (other) => {
    await enter(other, { url: stack.url, path: `/tasks/${id}/configure/objects` });
    await expect(other.getByRole('heading', { name: 'half way' })).toBeVisible();
    await expect(selectedTree(other)).toContainText('public');
    await button(other, 'Back').click();
    await expect(field(side(other, 'Source'), 'Database name')).toHaveValue('shop');
    // Not even who entered it sees a password again.
    await expect(field(side(other, 'Source'), 'Database password')).toHaveValue('');
    await expect(field(side(other, 'Source'), 'Database password')).toHaveAttribute('placeholder', 'Stored – type to replace');
  });
});

async function withOtherBrowser(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

test('a start that is refused says why, and where to go', async ({ page }) => {
  const id = await openDraft(page, 'too early');
  await button(page, 'Test Connectivity and Proceed').click();
  await page.waitForURL(/\/configure\/objects$/);
  await tick(page, 'public');
  await button(page, 'Next: Advanced Settings').click();
  await page.waitForURL(/\/configure\/advanced$/);

  await page.goto(`${stack.url}/tasks/${id}/configure/start`);
  await expect(page.getByRole('alert').filter({ hasText: 'The task cannot be started yet' })).toContainText(
    'It must pass the precheck first',
  );
  await expect(button(page, 'Start Task')).toBeDisabled();
  // A program that does not look at the page is refused as well.
  const { status, body } = await client.ask<{ error: ErrorReport }>('POST', `/api/v1/tasks/${id}/signal/start`);
  expect(status).toBe(409);
  expect(body.error.code).toBe('task.transition-refused');

  await page.getByRole('link', { name: 'Go to Precheck' }).click();
  await expect(page.getByRole('heading', { name: 'Success Rate' })).toBeVisible();
  await expect(button(page, 'Next: Start')).toBeEnabled();
});
