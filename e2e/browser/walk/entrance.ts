import { expect, test } from '@playwright/test';
import { ADMIN } from '#e2e/console/client.ts';
import { button, field, fillEndpoint, stage } from '../pages.ts';
import type { Walk } from './walk.ts';

/** From the first visit to a saved connection. */
export function entrance(walk: Walk): void {
  test('the first visit makes the administrator', async () => {
    await walk.page.goto('/');
    await expect(walk.page).toHaveURL(/\/setup$/);
    await expect(walk.page.getByRole('heading', { name: 'Welcome to OpenDTS' })).toBeVisible();
    await button(walk.page, 'Create Account').click();
    for (const sentence of ['Enter a name', 'Enter an e-mail address, such as ada@example.com', 'Enter at least 8 characters'])
      await expect(walk.page.getByText(sentence)).toBeVisible();
    await field(walk.page, 'Name').fill(ADMIN.name);
    await field(walk.page, 'E-mail address').fill(ADMIN.email);
    await field(walk.page, 'Password').fill(ADMIN.password);
    await button(walk.page, 'Create Account').click();
    await expect(walk.page).toHaveURL(/:\d+\/$/);
    await expect(walk.page.getByText('Move or mirror a database')).toBeVisible();
  });

  test('the source is saved as a connection, and tested', async () => {
    await walk.page.getByRole('link', { name: 'Connections' }).click();
    await button(walk.page, 'New Connection').click();
    const dialog = walk.page.getByRole('dialog', { name: 'New Connection' });
    await field(dialog, 'Name').fill('Shop');
    await fillEndpoint(dialog, walk.stack.endpoint('source'));
    await button(dialog, 'Save and Test').click();
    await expect(dialog.getByText('Connection works')).toBeVisible();
    await expect(stage(dialog, 'Login')).toContainText('passed');
    await button(dialog.locator('footer'), 'Close').click();
    await button(walk.page.getByRole('row', { name: /Shop/ }), 'Test').click();
    const test = walk.page.getByRole('dialog', { name: 'Test of Shop' });
    await expect(test.getByText('Connection works')).toBeVisible();
    await button(test.locator('footer'), 'Close').click();
  });
}
