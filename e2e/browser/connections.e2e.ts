import { expect, type Page, test } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import { type Certificate, selfSigned } from '#e2e/selectdb/http/certificate.ts';
import { startBastion, type TestBastion } from '#engine/tunnel/test-bastion.ts';
import { expectAccessible } from './axe.ts';
import { button, enter, field, fillEndpoint, side, stage } from './pages.ts';
import { Stack } from './stack.ts';

/** Registered databases: made, tested through a bastion, found again, used by a task, and kept while it uses them. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let bastion: TestBastion;
let client: ConsoleClient;
let certificate: Certificate;
let page: Page;

test.beforeAll(async ({ browser }) => {
  [stack, bastion] = await Promise.all([Stack.open(), startBastion()]);
  certificate = selfSigned('db.example');
  client = await new ConsoleClient(stack.url).enter();
  page = await (await browser.newContext({ baseURL: stack.url })).newPage();
});

test.afterAll(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  await stack?.close();
  await bastion?.[Symbol.asyncDispose]();
});

const dialog = () => page.getByRole('dialog');
const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function choose(scope: Page | ReturnType<Page['getByRole']>, label: string, option: string | RegExp): Promise<void> {
  await scope.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

async function pick(label: string, chosen: ReturnType<typeof file>): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(dialog(), `Choose file: ${label}`).click();
  await (await chooser).setFiles(chosen);
}

test('a database behind a bastion is registered: its key is confirmed once, then every stage passes', async () => {
  await enter(page, { url: stack.url, path: '/connections' });
  await expect(page.getByText('No saved connections')).toBeVisible();
  await expectAccessible(page);
  await button(page, 'New Connection').first().click();
  await field(dialog(), 'Name').fill('Shop behind bastion');
  await choose(dialog(), 'Access method', /^SSH bastion/);
  // Nothing was filled in yet: each field says so.
  await button(dialog(), 'Save and Test').click();
  await expect(dialog().getByText('Enter the host name or IP address of the bastion')).toBeVisible();
  await fillEndpoint(dialog(), stack.endpoint('source'));
  await field(dialog(), 'Bastion host').fill(bastion.config.host);
  await field(dialog(), 'SSH port').fill(String(bastion.port));
  await field(dialog(), 'SSH account').fill('hop');
  await field(dialog(), 'SSH password').fill('over');
  await dialog()
    .getByLabel(/^Region/)
    .fill('eu-central-1');
  await dialog().getByLabel(/^Tags/).fill('shop, production');
  await button(dialog(), 'Save and Test').click();
  await expect(dialog().getByText('Is this the key of your bastion?')).toBeVisible();
  expect(bastion.logins()).toBe(0);
  await expectAccessible(page);
  await button(dialog(), 'Confirm Key and Test Again').click();
  await expect(dialog().getByText('Connection works')).toBeVisible();
  await expect(stage(dialog(), 'Bastion')).toContainText('SHA256:');
  await button(dialog(), 'Close').last().click();
  await expect(row('Shop behind bastion')).toContainText('SSH');
  await expect(row('Shop behind bastion')).toContainText('eu-central-1');
  await expect(row('Shop behind bastion')).toContainText('Passed');
});

test('TLS files are read in the browser; one that cannot be used is refused at its field', async () => {
  await button(page, 'New Connection').first().click();
  await field(dialog(), 'Name').fill('Warehouse');
  await fillEndpoint(dialog(), stack.endpoint('destination'));
  await choose(dialog(), 'Encryption (TLS)', /^verify-ca/);
  await pick('CA certificate', file('photo.txt', 'no certificate at all'));
  await expect(dialog().getByText('photo.txt is not a PEM file and was not taken')).toBeVisible();
  await pick('CA certificate', file('key.pem', certificate.key));
  await expect(dialog().getByText('This is not a certificate')).toBeVisible();
  await pick('CA certificate', file('ca.pem', certificate.cert));
  await expect(dialog().getByText(/^db\.example, valid until /)).toBeVisible();
  await expect(dialog().getByText(/days left/)).toBeVisible();
  await button(dialog(), 'Use a Client Certificate').click();
  await pick('Client certificate · Certificate', file('client.pem', certificate.cert));
  await pick('Client certificate · Private key', file('other.pem', selfSigned('other').key));
  await expect(dialog().getByText('This key does not belong to the certificate')).toBeVisible();
  await button(dialog(), 'Save').click();
  await expect(dialog().getByText('The key of the client certificate cannot be used')).toBeVisible();
  await expectAccessible(page);
  await choose(dialog(), 'Encryption (TLS)', /^Non-encrypted/);
  await button(dialog(), 'Save').click();
  await expect(row('Warehouse')).toBeVisible();
  // It was tested on saving, though nobody waited for it.
  await expect(row('Warehouse')).toContainText('Passed');
});

test('search, filters and order are in the address, and hold after a reload', async () => {
  await client.need('POST', '/api/v1/connections', { name: 'Archive', tags: ['archive'], endpoint: stack.endpoint('destination') });
  await page.reload();
  await expect(row('Archive')).toContainText('Not tested');
  await button(page, 'Tag').click();
  await page.getByRole('menuitemcheckbox', { name: 'production' }).click();
  await page.keyboard.press('Escape');
  await expect(row('Archive')).toBeHidden();
  await expect(page).toHaveURL(/tag=production/);
  await page.reload();
  await expect(row('Shop behind bastion')).toBeVisible();
  await expect(row('Warehouse')).toBeHidden();
  await button(page, 'Clear Filters').click();
  await button(page.getByRole('columnheader', { name: 'Name' }), 'Name').click();
  await expect(page.getByRole('row').nth(1)).toContainText('Warehouse');
  await expect(page).toHaveURL(/order=desc/);
  await page.getByRole('searchbox').fill('archive');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('searchbox').fill('');
  await expectAccessible(page);
});

test('the wizard takes a registered instance by region and ID, and an existing connection by name', async () => {
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  await page.goto(`/tasks/${id}/configure/connections`);
  await field(page, 'Task name').fill('by reference');
  const limits = page.getByRole('button', { name: /^Limits: PostgreSQL → PostgreSQL/ });
  await expect(limits).toHaveAttribute('aria-expanded', 'false');
  await limits.click();
  await expect(page.getByText(/needs REPLICA IDENTITY FULL/)).toBeVisible();
  await choose(side(page, 'Destination'), 'Database type', /^SelectDB/);
  await expect(page.getByRole('button', { name: /^Limits: PostgreSQL → SelectDB/ })).toBeVisible();
  await expect(page.getByText('A schema becomes a database.', { exact: false }).first()).toBeVisible();
  await choose(side(page, 'Destination'), 'Database type', /^PostgreSQL$/);
  // What was entered is kept for later, and used from then on.
  await fillEndpoint(side(page, 'Destination'), stack.endpoint('destination'));
  await button(side(page, 'Destination'), 'Save as Connection…').click();
  await field(dialog(), 'Name').fill('Kept for later');
  await field(dialog(), 'Database password').fill(stack.endpoint('destination').password);
  await button(dialog(), 'Save').click();
  await expect(side(page, 'Destination').getByRole('combobox', { name: 'Select Existing Connection' })).toHaveText('Kept for later');
  await choose(side(page, 'Source'), 'Access method', /^Registered instance/);
  await choose(side(page, 'Source'), 'Region', 'eu-central-1');
  await side(page, 'Source').getByRole('combobox', { name: 'Instance ID', exact: true }).click();
  await page.getByRole('option').filter({ hasText: 'Shop behind bastion' }).click();
  await expect(side(page, 'Source').getByRole('combobox', { name: 'Select Existing Connection' })).toHaveText('Shop behind bastion');
  await choose(side(page, 'Destination'), 'Select Existing Connection', /^Warehouse/);
  await expectAccessible(page);
  await button(page, 'Test Connectivity and Proceed').click();
  await page.waitForURL(/\/configure\/objects$/);
});

test('on a phone nothing of the step is cut off', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goBack();
  await expect(button(page, 'Test Connectivity and Proceed')).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.goto('/connections');
  await expect(row('Warehouse')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('details name the tasks, and a connection they lead through is not deleted', async () => {
  await button(row('Warehouse'), 'Warehouse').click();
  await expect(dialog().getByRole('link', { name: 'by reference' })).toBeVisible();
  // It is to be read: nothing in it stands out as if it had been chosen.
  await expect(dialog()).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await expectAccessible(page);
  await button(dialog(), 'Close').first().click();
  await button(row('Warehouse'), 'More actions for Warehouse').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const asked = page.getByRole('alertdialog');
  await button(asked, 'Delete').click();
  await expect(asked.getByText(/used by these tasks: by reference/)).toBeVisible();
});

test('a bastion with another key is not given anything, and says so at its stage', async () => {
  const { port } = bastion;
  await bastion.stop();
  bastion = await startBastion({ port });
  await page.reload();
  await button(row('Shop behind bastion'), 'Test').click();
  await expect(stage(dialog(), 'Bastion')).toContainText('shows another key than the confirmed one');
  await expect(button(dialog(), 'Trust the New Key')).toBeVisible();
  expect(bastion.logins()).toBe(0);
});
