import { expect, test } from '@playwright/test';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import { button, selectedTree, treeItem } from '../pages.ts';
import { dressAsAlibabaRds, dressAsPolardb, openDatabase, urlOf } from './dress.ts';
import { buildShop } from './shop.ts';
import type { PathStage } from './stage.ts';

/** RDS for PostgreSQL to PolarDB for PostgreSQL: a one-way synchronization of chosen tables. */
export function rdsToPolardb(stage: PathStage): void {
  test('RDS for PostgreSQL is synchronized to PolarDB for PostgreSQL', async ({ page }) => {
    const { source: server, destination: cluster } = stage.stack;
    await dressAsAlibabaRds(server);
    const source = await openDatabase(server, 'rds_sync', 'rds_sync_owner', 'replication');
    await buildShop(urlOf(source));
    const destination = await openDatabase(cluster, 'polar_sync', 'polar_sync_owner');
    await dressAsPolardb(cluster, 'polar_sync');
    const from = await stage.register({ type: 'PostgreSQL', instanceId: 'pgm-bp1sync', region: 'cn-hangzhou' }, source);
    const to = await stage.register(
      { type: 'PolarDB for PostgreSQL', instanceId: 'pc-bp1sync', region: 'cn-shanghai' },
      { ...destination, type: 'polardb-postgresql' },
    );
    const way = stage.way(page, { kind: 'synchronization', name: 'RDS to PolarDB' });

    await test.step('instance and cluster are found by region and ID', async () => {
      await way.begin();
      await way.chooseInstance('Source', from);
      await way.chooseInstance('Destination', to);
      await way.proceed();
    });

    await test.step('changes are always followed, one way; tables are chosen, and what belongs with them comes along', async () => {
      const follows = page.getByRole('checkbox', { name: 'Incremental Data Synchronization' });
      await expect(follows).toBeChecked();
      await expect(follows).toBeDisabled();
      for (const type of ['Schema', 'Full Data']) {
        await page.getByRole('checkbox', { name: `${type} Synchronization` }).click();
        await expect(page.getByRole('checkbox', { name: `${type} Synchronization` })).toBeChecked();
      }
      await expect(page.getByText('One-way Synchronization', { exact: true })).toBeVisible();
      await treeItem(page, 'shop').click();
      await treeItem(page, 'customers').click();
      await treeItem(page, 'orders').click();
      await button(page.getByRole('region', { name: /^These belong with/ }), 'Add All').click();
      await expect(selectedTree(page)).toContainText('customers_id_seq');
    });

    await test.step('a condition, and the SQL operations of one table', async () => {
      const line = (name: string) => selectedTree(page).getByRole('treeitem', { name: new RegExp(`^${name}(?!\\w)`) });
      await line('orders').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Filter…' }).click();
      const orders = page.getByRole('dialog', { name: 'Table shop.orders' });
      await orders.getByRole('textbox', { name: /^Filter/ }).fill(`status = 'paid'`);
      await button(orders, 'Verify').click();
      await expect(orders.getByRole('status')).toContainText('The condition is valid.');
      await button(orders, 'Save').click();
      await line('customers').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'SQL Operations…' }).click();
      const customers = page.getByRole('dialog', { name: 'Table shop.customers' });
      await customers.getByRole('checkbox', { name: 'As chosen for the task' }).click();
      await customers.getByRole('checkbox', { name: 'DELETE', exact: true }).click();
      await button(customers, 'Save').click();
      await way.next('Next: Advanced Settings', 'advanced');
      await way.choose(page, /Environment tag/, 'Staging');
      await way.precheck();
    });

    await test.step('the precheck asks for what RDS and PolarDB call it by, and passes once it is done', async () => {
      const right = await way.read('PG_DDL_RIGHT');
      await expect(right).toContainText('Use the privileged account of the instance');
      await sql(server.url(), await way.sqlOf('PG_DDL_RIGHT'));
      await way.checkAgain('PG_DDL_RIGHT');
      await way.fixIt('PG_FILTER_IDENTITY');
      const role = await way.read('PG_REPLICA_ROLE');
      await expect(role).toContainText('set session_replication_role to replica');
      await sql(cluster.url(), 'alter database polar_sync set session_replication_role = replica');
      await way.checkAgain('PG_REPLICA_ROLE');
      await way.ignoreWarnings();
      await button(page, 'Next: Start').click();
      const summary = page.locator('dl').filter({ hasText: 'Synchronization Types' });
      await expect(summary).toContainText('One-way Synchronization');
      await expect(summary).toContainText('1 filter');
      await expect(summary).toContainText('1 schema or table with a choice of its own');
    });

    await test.step('it follows the source while it is being written to, and the chosen rows are there', async () => {
      await way.startUnderWriting(source);
      await sql(urlOf(source), `insert into shop.customers (name) values ('leaver')`, `delete from shop.customers where name = 'leaver'`);
      await way.arrived(source);
      const kept = `select count(*) from shop.customers where name = 'leaver'`;
      expect(await value(urlOf(destination), kept)).toBe('1');
      await sql(urlOf(destination), `delete from shop.customers where name = 'leaver'`);
      // Of the source's other tables nothing came along.
      expect(await value(urlOf(destination), `select to_regclass('shop.visits')::text`)).toBeNull();
      await sql(urlOf(source), 'drop table shop.visits');
      const paid = [{ from: 'shop.orders', to: 'shop.orders', where: `status = 'paid'` }];
      const { tables, rows, difference } = await compareDatabases(urlOf(source), urlOf(destination), ['shop'], paid);
      expect({ tables, difference }).toEqual({ tables: 2, difference: null });
      expect(rows).toBeGreaterThan(340);
      await way.end(source);
    });
  });
}
