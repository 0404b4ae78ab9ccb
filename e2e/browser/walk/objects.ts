import { expect, test } from '@playwright/test';
import { SCHEMAS } from '#e2e/demo/dataset.ts';
import { button, field, fillEndpoint, selectedTree, side, stage, tick, treeItem } from '../pages.ts';
import { TASK, type Walk } from './walk.ts';

/** The first two steps of the wizard. */
export function databasesAndObjects(walk: Walk): void {
  test('step 1: a wrong password is told, the right one leads on', async () => {
    await walk.page.getByRole('link', { name: 'Data Migration', exact: true }).click();
    await button(walk.page, 'Create Task').click();
    await walk.page.waitForURL(/\/configure\/connections$/);
    walk.id = new URL(walk.page.url()).pathname.split('/')[2] ?? '';
    await field(walk.page, 'Task name').fill(TASK);
    await side(walk.page, 'Source').getByRole('combobox', { name: 'Select Existing Connection' }).click();
    await walk.page.getByRole('option', { name: /^Shop/ }).click();
    await expect(side(walk.page, 'Source')).toContainText(`127.0.0.1:${walk.stack.source.port}`);
    const destination = side(walk.page, 'Destination');
    await fillEndpoint(destination, { ...walk.stack.endpoint('destination'), password: 'wrong' });
    const proceed = button(walk.page, 'Test Connectivity and Proceed');
    await proceed.click();
    await expect(destination.getByText('Connection does not work')).toBeVisible();
    await expect(stage(destination, 'Port')).toContainText('passed');
    await expect(stage(destination, 'Login')).toContainText('refused the login of postgres');
    await expect(stage(destination, 'Login')).toContainText('Check account and password');
    await expect(walk.page.getByText('Cannot proceed: the destination failed its test.')).toBeVisible();
    await field(destination, 'Database password').fill(walk.stack.destination.password);
    await proceed.click();
    await walk.page.waitForURL(/\/configure\/objects$/);
  });

  test('step 2: objects are searched, chosen in part and named anew', async () => {
    for (const type of ['Schema', 'Full Data', 'Incremental Data']) {
      await expect(walk.page.getByRole('checkbox', { name: `${type} Migration` })).toBeChecked();
    }
    const search = walk.page.getByRole('searchbox', { name: 'Search objects' });
    await search.fill('employee');
    await expect(treeItem(walk.page, 'Employee')).toBeVisible();
    await expect(treeItem(walk.page, 'sales')).toHaveCount(0);
    await search.fill('');
    for (const schema of SCHEMAS) await tick(walk.page, schema);
    await treeItem(walk.page, 'HR Data').click();
    await expect(treeItem(walk.page, 'timesheet')).toHaveAttribute('aria-checked', 'true');
    await treeItem(walk.page, 'timesheet').click();
    await expect(treeItem(walk.page, 'timesheet')).toHaveAttribute('aria-checked', 'false');
    await expect(treeItem(walk.page, 'HR Data')).toHaveAttribute('aria-checked', 'mixed');
    await expect(treeItem(walk.page, 'sales')).toHaveAttribute('aria-checked', 'true');

    await button(walk.page, 'Edit inventory').click();
    const schema = walk.page.getByRole('dialog', { name: 'Schema inventory' });
    await field(schema, 'Name at the destination').fill('s'.repeat(64));
    await expect(schema.getByRole('alert')).toContainText('Longer than the 63 bytes that PostgreSQL keeps of a name');
    await expect(button(schema, 'Save')).toBeDisabled();
    await field(schema, 'Name at the destination').fill('stockroom');
    await button(schema, 'Save').click();
    await expect(walk.page.getByText('inventory, named stockroom at the destination')).toBeAttached();

    await button(walk.page, 'Show the objects of sales').click();
    await button(walk.page, 'Edit customers').click();
    const table = walk.page.getByRole('dialog', { name: 'Table sales.customers' });
    await field(table, 'Name of email at the destination').fill('mail');
    await table.getByRole('textbox', { name: 'Name at the destination', exact: true }).fill('people');
    await button(table, 'Save').click();
    await expect(walk.page.getByText('customers, named people at the destination')).toBeAttached();
  });

  test('step 2: a filter is judged before it is saved', async () => {
    await button(walk.page, 'Edit coupon').click();
    const dialog = walk.page.getByRole('dialog', { name: 'Table sales.coupon' });
    const filter = dialog.getByRole('textbox', { name: /^Filter/ });
    await filter.fill('discount in (select 1)');
    await button(dialog, 'Verify').click();
    await expect(dialog.getByRole('alert')).toContainText('The filter holds a subquery');
    await filter.fill('discont >= 50');
    await button(dialog, 'Save').click();
    await expect(dialog.getByRole('alert')).toContainText('sales.coupon has no column discont');
    await expect(dialog.getByRole('alert')).toContainText('Did you mean discount?');
    await filter.fill('discount >= 50');
    await button(dialog, 'Verify').click();
    await expect(dialog.getByRole('status')).toContainText('The condition is valid.');
    await button(dialog, 'Save').click();
    await expect(selectedTree(walk.page).getByRole('treeitem').filter({ hasText: 'coupon' })).toContainText('');
    await expect(walk.page.getByRole('img', { name: 'Only rows that meet a condition' })).toBeVisible();
  });

  test('going back and forth, reloading and leaving lose nothing', async () => {
    await walk.page.goBack();
    await expect(field(walk.page, 'Task name')).toHaveValue(TASK);
    await expect(field(side(walk.page, 'Destination'), 'Port')).toHaveValue(String(walk.stack.destination.port));
    await walk.page.goForward();
    await expectObjectsKept(walk);
    await walk.page.reload();
    await expectObjectsKept(walk);
    await walk.page.getByRole('link', { name: 'Data Migration', exact: true }).first().click();
    await expect(walk.page.getByRole('row', { name: TASK })).toContainText('Draft');
    await walk.page.getByRole('link', { name: TASK }).click();
    await button(walk.page.getByRole('navigation', { name: 'Steps' }), /Objects/).click();
    await expectObjectsKept(walk);
  });
}

async function expectObjectsKept(walk: Walk): Promise<void> {
  await expect(treeItem(walk.page, 'HR Data')).toHaveAttribute('aria-checked', 'mixed');
  await expect(walk.page.getByText('inventory, named stockroom at the destination')).toBeAttached();
  await expect(walk.page.getByText('customers, named people at the destination')).toBeAttached();
  await expect(walk.page.getByRole('img', { name: 'Only rows that meet a condition' })).toBeVisible();
}
