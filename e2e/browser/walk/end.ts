import { expect, test } from '@playwright/test';
import { compareDatabases, type TableMapping } from '#e2e/compare.ts';
import { SCHEMAS } from '#e2e/demo/dataset.ts';
import { sql, value, valuesOf } from '#e2e/faults/servers.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { button } from '../pages.ts';
import { TASK, type Walk } from './walk.ts';

/** The end of the migration: everything has arrived, and nothing but that stays. */
export function endTask(walk: Walk): void {
  test('when nobody writes any more both databases hold the same', async () => {
    const { stack } = walk;
    await stack.stopWriter();
    const end = fromLsn((await value(stack.urlOf('source'), 'select pg_current_wal_lsn()')) ?? '');
    await expect.poll(async () => ((await walk.task()).progress.stream?.position ?? '') >= end, { timeout: 120_000 }).toBe(true);
    await sql(stack.urlOf('source'), 'drop table "HR Data".timesheet');
    const { tables, rows, difference } = await compareDatabases(
      stack.urlOf('source'),
      stack.urlOf('destination'),
      SCHEMAS,
      await mappings(stack.urlOf('source')),
    );
    expect(difference).toBeNull();
    expect(tables).toBeGreaterThan(20);
    expect(rows).toBeGreaterThan(20_000);
  });

  test('it is stopped, once that was confirmed', async () => {
    const { page } = walk;
    await button(page, 'Stop').click();
    const asked = page.getByRole('alertdialog', { name: `Stop ${TASK}?` });
    await expect(asked).toContainText('Stopping is final');
    await button(asked, 'Keep It').click();
    await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
    await button(page, 'Stop').click();
    await button(asked, 'Stop Task').click();
    await expect(page.getByText('This task was stopped and cannot be resumed')).toBeVisible();
  });

  test('it is released, and leaves nothing behind but the data', async () => {
    const { page, stack } = walk;
    await button(page, 'Release').click();
    await button(page.getByRole('alertdialog', { name: `Release ${TASK}?` }), 'Release Task').click();
    await expect(page).toHaveURL(/\/migration$/);
    await expect(page.getByText('No tasks yet')).toBeVisible();
    expect(await value(stack.urlOf('source'), 'select count(*) from pg_replication_slots')).toBe('0');
    expect(await value(stack.urlOf('source'), 'select count(*) from pg_publication')).toBe('0');
    for (const side of ['source', 'destination'] as const) {
      expect(await valuesOf(stack.urlOf(side), `select nspname from pg_namespace where nspname = 'opendts'`)).toEqual([]);
    }
    expect(await value(stack.urlOf('destination'), 'select count(*) > 0 from sales.people')).toBe('t');
  });
}

/** What the wizard was told, as the comparison wants it. */
async function mappings(source: string): Promise<readonly TableMapping[]> {
  const moved = await valuesOf(source, `select relname from pg_class where relnamespace = 'inventory'::regnamespace and relkind = 'r'`);
  return [
    ...moved.map((table) => ({ from: `inventory.${table}`, to: `stockroom.${table}` })),
    { from: 'sales.customers', to: 'sales.people', columns: { email: 'mail' } },
    { from: 'sales.coupon', to: 'sales.coupon', where: 'discount >= 50' },
  ];
}
