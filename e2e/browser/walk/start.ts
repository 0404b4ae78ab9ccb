import { expect, test } from '@playwright/test';
import { sql } from '#e2e/faults/servers.ts';
import { agreeAndStart, button, field, finding } from '../pages.ts';
import type { Walk } from './walk.ts';

/** The other three steps of the wizard. */
export function checkAndStart(walk: Walk): void {
  test('step 3: two settings that contradict each other are told, and mended', async () => {
    await button(walk.page, 'Next: Advanced Settings').click();
    const other = field(walk.page, 'Retry Time for Other Issues');
    await other.fill('800');
    await expect(walk.page.getByText('Must be less than Retry Time for Failed Connections.')).toBeVisible();
    await expect(button(walk.page, 'Next: Save Task Settings and Precheck')).toBeDisabled();
    await other.fill('15');
    await button(walk.page, 'Next: Save Task Settings and Precheck').click();
  });

  test('step 4: what the precheck found is read, solved and ignored', async () => {
    await expect(walk.page.getByRole('heading', { name: 'Success Rate' })).toBeVisible();
    await expect(button(walk.page, 'Next: Start')).toBeDisabled();
    const identity = finding(walk.page, 'PG_FILTER_IDENTITY');
    await expect(identity).toContainText('Failed');
    await button(identity, /^View details of/).click();
    await expect(identity).toContainText('sales.coupon has a filter but not REPLICA IDENTITY FULL');
    await sql(walk.stack.urlOf('source'), await identity.locator('pre').innerText());

    const key = finding(walk.page, 'PG_PRIMARY_KEY');
    await expect(key).toContainText('Warning');
    await button(key, /^Ignore/).click();
    const asked = walk.page.getByRole('alertdialog', { name: /^Ignore the warning/ });
    await expect(asked).toContainText('has no primary key');
    await button(asked, 'Ignore').click();
    await expect(key).toContainText('Ignored');

    await button(walk.page, 'Precheck Again').click();
    await expect(walk.page.getByText('Nothing stands in the way: the task can start.')).toBeVisible();
    await expect(walk.page.getByText('100%', { exact: true })).toBeVisible();
    await expect(key).toContainText('Ignored');
    await button(walk.page, 'Next: Start').click();
  });

  test('step 5: the summary says what will happen, and it starts', async () => {
    const summary = walk.page.locator('dl').filter({ hasText: 'Migration types' });
    await expect(summary).toContainText('Incremental Data Migration');
    await expect(summary).toContainText('2 new names, 1 filter, 1 table with chosen columns');
    await expect(summary).toContainText('1 warning ignored');
    await agreeAndStart(walk.page);
    await walk.page.waitForURL(new RegExp(`/tasks/${walk.id}$`));
  });
}
