import { expect, type Locator, type Page } from '@playwright/test';
import { ADMIN } from '#e2e/console/client.ts';
import { type Credentials, sessionCookies } from '#e2e/console/sign-in.ts';
import type { TestEndpoint } from '#e2e/faults/servers.ts';

/** What the pages have in common for somebody who uses them. */

export const button = (scope: Page | Locator, name: string | RegExp): Locator => scope.getByRole('button', { name, exact: true });
export const field = (scope: Page | Locator, label: string): Locator => scope.getByLabel(label, { exact: true });

export async function signIn(page: Page, person: Credentials): Promise<void> {
  await field(page, 'E-mail address').fill(person.email);
  await field(page, 'Password').fill(person.password);
  await button(page, 'Sign In').click();
}

/** Opens `path` of the console at `url` as `person`, without the sign-in page. */
export async function enter(page: Page, at: { readonly url: string; readonly path: string }, person: Credentials = ADMIN): Promise<void> {
  const cookies = await sessionCookies(at.url, person);
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url: at.url })));
  await page.goto(`${at.url}${at.path}`);
}

/** Types an address as a person does, over what stands there. */
export async function fillEndpoint(scope: Page | Locator, endpoint: Omit<TestEndpoint, 'type' | 'tls'>): Promise<void> {
  await field(scope, 'Domain name or IP address').fill(endpoint.host);
  await field(scope, 'Port').fill(String(endpoint.port));
  await field(scope, 'Database name').fill(endpoint.database);
  await field(scope, 'Database account').fill(endpoint.user);
  await field(scope, 'Database password').fill(endpoint.password);
}

/** One of the two databases in the wizard's first step. */
export const side = (page: Page, name: 'Source' | 'Destination'): Locator => page.getByRole('group', { name, exact: true });

/** A stage of a connection test: `Login`. */
export const stage = (scope: Page | Locator, name: string): Locator =>
  scope.getByRole('listitem').filter({ hasText: new RegExp(`^${name}:`) });

export const sourceTree = (page: Page): Locator => page.getByRole('tree', { name: /^Source Objects/ });
export const selectedTree = (page: Page): Locator => page.getByRole('tree', { name: /^Selected Objects/ });

/** A line of the tree of source objects. */
export const treeItem = (page: Page, name: string): Locator => sourceTree(page).getByRole('treeitem', { name, exact: true });

/** Ticks or unticks a line of the tree. */
export const tick = (page: Page, name: string): Promise<void> => treeItem(page, name).locator('[data-box]').first().click();

export const finding = (page: Page, code: string): Locator => page.locator(`li[data-code="${code}"]`);

/** Agrees to what the task will make, and starts it. */
export async function agreeAndStart(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'I agree that OpenDTS makes this at both sides' }).click();
  await button(page, 'Start Task').click();
  await button(page.getByRole('alertdialog', { name: /^Start the task/ }), 'Start Task').click();
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
}

/** A number as the console writes it: `1,234`. */
export async function numberIn(place: Locator): Promise<number> {
  return Number((await place.innerText()).replaceAll(',', ''));
}
