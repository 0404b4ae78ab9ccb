import { expect, test } from '@playwright/test';
import { compareWithSelectDb } from '#e2e/demo/selectdb/compare.ts';
import { sql } from '#e2e/faults/servers.ts';
import { Client } from '#e2e/selectdb/client.ts';
import { startEmulator } from '#e2e/selectdb/emulator.ts';
import { button, field, selectedTree, tick } from '../pages.ts';
import { dressAsAlibabaRds, openDatabase, showSettings, urlOf } from './dress.ts';
import { buildShop } from './shop.ts';
import type { PathStage } from './stage.ts';

/** ApsaraDB RDS for PostgreSQL to ApsaraDB for SelectDB: a migration, both registered instances. */
export function rdsToSelectDb(stage: PathStage): void {
  test('RDS for PostgreSQL is migrated to SelectDB', async ({ page }) => {
    const { source: server } = stage.stack;
    await dressAsAlibabaRds(server);
    const source = await openDatabase(server, 'rds_selectdb', 'rds_owner', 'replication in role pg_rds_superuser');
    await showSettings(server, 'rds_selectdb', { rds_failover_slot_mode: 'off' });
    await buildShop(urlOf(source));
    await using emulator = await startEmulator({ password: 'root' });
    await using root = await Client.open({ ...emulator, user: 'root', password: 'root' });
    await root.run(`CREATE USER 'dts' IDENTIFIED BY 'paths'`);
    await root.run(`GRANT SELECT_PRIV, LOAD_PRIV, ALTER_PRIV, CREATE_PRIV ON *.*.* TO 'dts'`);
    const from = await stage.register({ type: 'PostgreSQL', instanceId: 'pgm-bp1shop', region: 'cn-hangzhou' }, source);
    const { host, mysqlPort: port, httpPort } = emulator;
    const to = await stage.register(
      { type: 'SelectDB (Apache Doris)', instanceId: 'selectdb-cn-shop', region: 'cn-hangzhou' },
      { type: 'selectdb', host, port, httpPort, database: 'opendts', user: 'dts', password: 'paths', tls: { mode: 'disable' } },
    );
    const way = stage.way(page, { kind: 'migration', name: 'RDS to SelectDB' });
    // An instance of high availability: a standby follows, and the server keeps no copy of slots there.

    await test.step('both instances are found by region and ID', async () => {
      await way.begin();
      await way.chooseInstance('Source', from);
      await way.chooseInstance('Destination', to);
      await way.readLimits('PostgreSQL → SelectDB (Apache Doris)', 'A schema becomes a database.');
      await way.proceed();
    });

    await test.step('a whole schema, with bucket_count by the menu of a table', async () => {
      for (const type of ['Schema', 'Full Data', 'Incremental Data']) {
        await expect(page.getByRole('checkbox', { name: `${type} Migration` })).toBeChecked();
      }
      await tick(page, 'shop');
      await button(page, 'Show the objects of shop').click();
      await selectedTree(page)
        .getByRole('treeitem', { name: /^orders/ })
        .click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Parameter Settings…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Table shop.orders' });
      await dialog.getByRole('checkbox', { name: 'Set for this table' }).click();
      await field(dialog, 'bucket_count').fill('4');
      await button(dialog, 'Save').click();
      await way.next('Next: Advanced Settings', 'advanced');
    });

    await test.step('changes are gathered for a second; a table without a key is made as duplicate', async () => {
      await field(page, 'selectdb.reservoir.timeout.milliseconds').fill('1000');
      await field(page, 'Replicas').fill('1');
      await way.next('Next: Configure Database and Table Fields', 'fields');
      await way.choose(page, 'Engine of shop.visits', 'duplicate');
      await expect(field(page, 'bucket_count of shop.orders')).toHaveValue('4');
      await way.precheck();
    });

    await test.step('the precheck names the missing privilege, and asks for what RDS calls slot failover', async () => {
      const privilege = await way.sqlOf('SELECTDB_PRIVILEGE');
      expect(privilege).toContain('GRANT DROP_PRIV ON `shop`.* TO');
      await root.run(`GRANT DROP_PRIV ON *.*.* TO 'dts'`);
      await way.checkAgain('SELECTDB_PRIVILEGE');
      await way.fixIt('PG_REPLICA_IDENTITY');
      const failover = await way.read('PG_SLOT_FAILOVER');
      await expect(failover).toContainText('turned off at the source (rds_failover_slot_mode = off)');
      await expect(failover).toContainText('Turn on Logical Replication Slot Failover for the instance');
      await showSettings(server, 'rds_selectdb', { rds_failover_slot_mode: 'async' });
      await way.checkAgain('PG_SLOT_FAILOVER');
      expect(await way.ignoreWarnings()).toContain('SELECTDB_OBJECTS');
      await button(page, 'Next: Start').click();
    });

    await test.step('it follows the source while it is being written to, and every row is there', async () => {
      await way.startUnderWriting(source);
      await sql(urlOf(source), 'alter table shop.orders add column note text', `update shop.orders set note = 'seen' where id < 50`);
      await way.arrived(source);
      const { tables, rows, difference } = await compareWithSelectDb(urlOf(source), root, { shop: 'shop' });
      expect(difference).toBeNull();
      expect(tables).toBe(3);
      expect(rows).toBeGreaterThan(2_200);
      await way.end(source);
    });
  });
}
