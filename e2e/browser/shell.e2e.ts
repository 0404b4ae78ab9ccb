import { expect, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { expectAccessible } from './axe.ts';
import { button, enter } from './pages.ts';
import { Stack } from './stack.ts';

/** What is around every page, and the pages of the settings for who needs a keyboard, a reader or contrast. */
let stack: Stack;
let client: ConsoleClient;

test.beforeAll(async () => {
  stack = await Stack.open();
  client = await new ConsoleClient(stack.url).enter();
});

test.afterAll(() => stack?.close());

const open = (page: Page, path: string) => enter(page, { url: stack.url, path });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

test('the command menu finds a task, goes to a page and changes the look, by keys alone', async ({ page }) => {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<{ config: object }>('GET', `/api/v1/tasks/${id}`);
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, name: 'harbour 100%' });
  await open(page, '/settings/profile');
  const menu = page.getByRole('combobox', { name: 'Command menu' });
  await page.keyboard.press('Control+k');
  await menu.fill('harbour 100%');
  await expect(page.getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('option')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/tasks/${id}/configure/`));
  await expect(page).toHaveTitle('harbour 100% · OpenDTS');

  await page.goto(`${stack.url}/settings/profile`);
  await page.keyboard.press('Control+k');
  await menu.fill('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveClass(/dark/);
  await expect(menu).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/\/connections$/);
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/\/migration$/);
  // What is typed into a field is no shortcut.
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toHaveValue('/');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Shift+?');
  await expect(dialog(page, 'Keyboard Shortcuts')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await menu.fill('nothing is called like this');
  await expect(page.getByText('Nothing matches “nothing is called like this”')).toBeVisible();
});

test('the tab of the browser says what a page is, in the language of the person', async ({ page }) => {
  await open(page, '/migration');
  await expect(page).toHaveTitle('Data Migration · OpenDTS');
  // The name follows the language at once, and by whatever way the next page is reached.
  await page.getByRole('radio', { name: '中文' }).click();
  await expect(page).toHaveTitle('数据迁移 · OpenDTS');
  await page.goto(`${stack.url}/settings/users`);
  await expect(page).toHaveTitle('用户 · OpenDTS');
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page).toHaveTitle('Users · OpenDTS');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page).toHaveTitle('Overview · OpenDTS');
  await page.getByRole('radio', { name: '中文' }).click();
  await expect(page).toHaveTitle('概览 · OpenDTS');
  await page.goBack();
  await expect(page).toHaveTitle('用户 · OpenDTS');
});

test('on a narrow screen the bar of the settings shows the page that is open', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page, '/settings/audit');
  const bar = page.getByRole('navigation', { name: 'Settings sections' });
  await expect(bar.getByRole('link', { name: 'Audit Log' })).toBeInViewport({ ratio: 0.99 });
  await bar.getByRole('link', { name: 'Environment Tags' }).click();
  await expect(page).toHaveURL(/settings\/tags/);
  await bar.getByRole('link', { name: 'Profile' }).click();
  await expect(bar.getByRole('link', { name: 'Profile' })).toBeInViewport({ ratio: 0.99 });
});

test('nothing moves for who asks for that', async ({ page }) => {
  await open(page, '/migration');
  const longest = () =>
    page.evaluate(() => {
      const seconds = [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return `${transitionDuration},${animationDuration}`.split(',').map(Number.parseFloat);
      });
      return Math.max(...seconds);
    });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await longest()).toBeGreaterThan(0.05);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await longest()).toBeLessThan(0.001);
});

test('a viewer sees, and is told why nothing can be changed', async ({ page }) => {
  const vic = { name: 'Vic', email: 'vic@example.com', password: 'a password of his own' };
  const { password: given } = await client.need<{ password: string }>('POST', '/api/v1/users', {
    name: 'Vic',
    email: vic.email,
    role: 'viewer',
  });
  const own = new ConsoleClient(stack.url);
  await own.signIn(vic.email, given);
  await own.need('POST', '/api/v1/profile/password', { current: given, next: vic.password });
  await enter(page, { url: stack.url, path: '/settings/profile' }, vic);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command menu' }).fill('New migration');
  const option = page.getByRole('option', { name: /New Migration Task/ });
  await expect(option).toHaveAttribute('aria-disabled', 'true');
  await expect(option).toContainText('Viewers may not change anything');
});

test('axe finds nothing serious on any of these pages, in both themes', async ({ page }) => {
  test.slow();
  await client.need('POST', '/api/v1/keys', { name: 'for axe', role: 'viewer', expiresInDays: 1 });
  await open(page, '/settings/profile');
  for (const path of ['profile', 'api-keys', 'users', 'audit'] as const) {
    await page.goto(`${stack.url}/settings/${path}`);
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    if (path === 'audit') await expect(page.getByRole('row', { name: /Signed in/ }).first()).toBeVisible();
    await expectAccessible(page);
  }
  await page.goto(`${stack.url}/settings/users`);
  await button(page, 'Add User').click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.goto(`${stack.url}/settings/api-keys`);
  await button(page, 'Create API Key').first().click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command menu' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+?');
  await expect(dialog(page, 'Keyboard Shortcuts')).toBeVisible();
  await expectAccessible(page);
});
