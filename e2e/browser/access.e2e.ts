import { readFileSync } from 'node:fs';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { ADMIN, ConsoleClient } from '#e2e/console/client.ts';
import { expectAccessible } from './axe.ts';
import { button, enter, field, signIn } from './pages.ts';
import { Stack } from './stack.ts';

let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const open = (page: Page, path: string) => enter(page, { url: stack.url, path });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const secret = (page: Page) => page.locator('[data-secret]').innerText();

async function elsewhere<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** A user made behind the pages, with a password of their own. */
async function member(name: string, role: string): Promise<{ readonly email: string; readonly password: string }> {
  const email = `${name.toLowerCase()}@example.com`;
  const { password: given } = await client.need<{ password: string }>('POST', '/api/v1/users', { name, email, role });
  const own = new ConsoleClient(stack.url);
  await own.signIn(email, given);
  const password = `${name} has a long password`;
  await own.need('POST', '/api/v1/profile/password', { current: given, next: password });
  return { email, password };
}

test('a user is added, replaces the password, is disabled and deleted', async ({ page, browser }) => {
  await open(page, '/settings/users');
  await button(page, 'Add User').click();
  await button(dialog(page, 'Add User'), 'Add User').click();
  await expect(page.getByText('Enter a name')).toBeVisible();
  await expect(page.getByText('Enter an e-mail address, such as ada@example.com')).toBeVisible();
  await field(page, 'Name').fill('Bob');
  await field(page, 'E-mail address').fill(ADMIN.email);
  await page.getByRole('radio', { name: 'Viewer' }).click();
  await button(dialog(page, 'Add User'), 'Add User').click();
  await expect(page.getByRole('alert')).toContainText(`There is a user with the address ${ADMIN.email} already`);
  await expect(field(page, 'E-mail address')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'E-mail address')).toBeFocused();
  await field(page, 'E-mail address').fill('bob@example.com');
  await button(dialog(page, 'Add User'), 'Add User').click();
  await expect(dialog(page, 'Bob can sign in')).toBeVisible();
  const given = await secret(page);
  await button(page, 'Done').click();
  await expect(row(page, 'Bob')).toContainText('Viewer');
  await expect(row(page, 'Bob')).toContainText('Password not replaced yet');

  await elsewhere(browser, async (other) => {
    await other.goto(stack.url);
    await signIn(other, { email: 'bob@example.com', password: given });
    await other.waitForURL(/\/new-password$/);
    await other.goto(`${stack.url}/connections`);
    await expect(other).toHaveURL(/\/new-password$/);
    await expectAccessible(other);
    await field(other, 'Password you were given').fill(given);
    await field(other, 'New password').fill('a password of mine');
    await button(other, 'Set Password').click();
    await expect(other.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
    await other.goto(`${stack.url}/settings/users`);
    await expect(other.getByRole('heading', { name: 'For administrators only' })).toBeVisible();

    await page.reload();
    await expect(row(page, 'Bob')).toContainText('Active');
    await button(page, 'More actions for Bob').click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await button(page.getByRole('alertdialog'), 'Disable').click();
    await expect(row(page, 'Bob')).toContainText('Disabled');
    await other.goto(`${stack.url}/migration`);
    await expect(other).toHaveURL(/\/sign-in$/);
    await signIn(other, { email: 'bob@example.com', password: 'a password of mine' });
    await expect(other.getByText('This account is disabled. Ask an administrator.')).toBeVisible();
  });

  await button(page, 'More actions for Bob').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('textbox').fill('bob@example.com');
  await button(page.getByRole('alertdialog'), 'Delete').click();
  await expect(row(page, 'Bob')).toHaveCount(0);
});

test('the last administrator stays, and is told why', async ({ page }) => {
  await open(page, '/settings/users');
  await button(page, `More actions for ${ADMIN.name}`).click();
  await page.getByRole('menuitem', { name: 'Change Role' }).click();
  await page.getByRole('radio', { name: 'Operator' }).click();
  await button(page, 'Save').click();
  await expect(page.getByRole('alert')).toContainText(`${ADMIN.name} is the last administrator who can sign in`);
  await page.keyboard.press('Escape');
  await expect(row(page, ADMIN.name)).toContainText('Administrator');
});

test('an API key is shown once, works for a program, is in the audit log, and is refused once revoked', async ({ page }) => {
  await open(page, '/settings/api-keys');
  await button(page, 'Create API Key').click();
  await field(page, 'Name').fill('nightly');
  await page.getByRole('radio', { name: 'Operator' }).click();
  await button(dialog(page, 'Create API Key'), 'Create API Key').click();
  await expect(dialog(page, 'nightly is ready')).toBeVisible();
  const key = await secret(page);
  await expect(page.getByText(`curl -H "Authorization: Bearer ${key}"`)).toBeVisible();
  await button(page, 'Done').click();
  await expect(row(page, 'nightly')).toContainText('Operator');
  await expect(row(page, 'nightly')).toContainText('Never');
  expect(await page.content()).not.toContain(key);

  const ask = (method: string, path: string) => fetch(`${stack.url}${path}`, { method, headers: { authorization: `Bearer ${key}` } });
  expect((await ask('GET', '/api/v1/tasks')).status).toBe(200);
  const { id } = (await (await ask('POST', '/api/v1/tasks')).json()) as { readonly id: string };
  expect((await ask('GET', '/api/v1/users')).status).toBe(403);

  await page.goto(`${stack.url}/settings/audit?action=task.create`);
  const entry = row(page, 'Created task').first();
  await expect(entry).toContainText('with API key nightly');
  await expect(entry.getByRole('link')).toHaveAttribute('href', `/tasks/${id}`);

  await page.goto(`${stack.url}/settings/api-keys`);
  await button(page, 'Revoke nightly').click();
  await button(page.getByRole('alertdialog'), 'Revoke').click();
  // What is behind a dialog is not there for this test either.
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(row(page, 'nightly')).toHaveCount(0);
  expect((await ask('GET', '/api/v1/tasks')).status).toBe(401);
});

test('the audit log is filtered by its address, marks what was refused, and is downloaded as filtered', async ({ page }) => {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  expect((await client.ask('POST', `/api/v1/tasks/${id}/signal/start`)).status).toBe(409);
  await open(page, '/settings/audit');
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Refused' }).click();
  await expect(page).toHaveURL(/outcome=refused/);
  await expect(row(page, 'Started task')).toContainText('task.transition-refused');
  await expect(row(page, 'Signed out')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Action' }).click();
  await page.getByRole('option', { name: 'Started, paused or stopped task' }).click();
  await page.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: ADMIN.name }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download CSV' }).click()]);
  expect(
    readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n'),
  ).toHaveLength(2);

  // Another browser sees the same under the same address.
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(2);
  await field(page, 'To').fill('2020-01-01');
  await expect(page.getByText('No entry matches the filters')).toBeVisible();
  await expect(page).toHaveURL(/to=2020-01-01/);
  // Written the same in both languages, however the browser's own fields would; what no calendar has is not searched for.
  await field(page, 'To').fill('2020/2/30');
  await field(page, 'To').blur();
  await expect(page.getByText('Enter a date as 2026-03-01.')).toBeVisible();
  await expect(page).toHaveURL(/to=2020-01-01/);
  await field(page, 'To').fill('2020/2/3');
  await field(page, 'To').blur();
  await expect(field(page, 'To')).toHaveValue('2020-02-03');
  await expect(page).toHaveURL(/to=2020-02-03/);
  await button(page, 'Clear Filters').click();
  await expect(page).toHaveURL(/\/settings\/audit$/);
  await expect(field(page, 'To')).toHaveValue('');
  await expect(row(page, 'Signed in').first()).toBeVisible();
});

test('one’s own page: name, password, sessions elsewhere, look and language', async ({ page, browser }) => {
  const hana = await member('Hana', 'viewer');
  await enter(page, { url: stack.url, path: '/settings/profile' }, hana);
  await field(page, 'Name').fill('Hana Sato');
  await button(page, 'Save').click();
  await expect(button(page, 'Account: Hana Sato')).toBeVisible();

  await elsewhere(browser, async (other) => {
    await enter(other, { url: stack.url, path: '/settings/api-keys' }, hana);
    await button(other, 'Create API Key').click();
    // A key may do no more than its owner.
    await expect(other.getByRole('radio', { name: 'Operator' })).toBeDisabled();
    await page.reload();
    const sessions = page.getByRole('listitem').filter({ hasText: 'Signed in' });
    await expect(sessions.filter({ hasText: 'This session' })).toHaveCount(1);
    await button(page, 'Sign Out Everywhere Else').click();
    await expect(sessions).toHaveCount(1);
    await other.goto(`${stack.url}/migration`);
    await expect(other).toHaveURL(/\/sign-in$/);
  });

  await field(page, 'Current password').fill('a guess');
  await field(page, 'New password').fill('short');
  await button(page, 'Change Password').click();
  await expect(page.getByText('Enter at least 8 characters')).toBeVisible();
  await field(page, 'New password').fill('another long password');
  await button(page, 'Change Password').click();
  await expect(page.getByRole('alert').filter({ hasText: 'The current password is wrong' })).toBeVisible();
  await expect(field(page, 'Current password')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Current password').fill(hana.password);
  await button(page, 'Change Password').click();
  await expect(page.getByText('Your password is changed')).toBeVisible();

  const main = page.getByRole('main');
  await main.getByRole('radio', { name: '中文' }).click();
  await expect(main.getByRole('heading', { name: '设置' })).toBeVisible();
  await main.getByRole('radio', { name: '深色' }).click();
  await expect(page.locator('html')).toHaveClass(/dark/);
});
