import { expect, test } from '@playwright/test';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import { selfSigned } from '#e2e/selectdb/http/certificate.ts';
import { button, fillEndpoint, finding, side, stage as testStage, tick } from '../pages.ts';
import { dressAsAlibabaRds, dressAsAmazonRds, honourRdsReplication, openDatabase, urlOf } from './dress.ts';
import { OwnServer } from './own-server.ts';
import { buildShop } from './shop.ts';
import type { PathStage } from './stage.ts';

/** Amazon RDS for PostgreSQL, by its public address, to RDS for PostgreSQL: a migration that carries no DDL, up to the cut-over. */
export function amazonToRds(stage: PathStage): void {
  test('Amazon RDS for PostgreSQL is migrated to RDS for PostgreSQL', async ({ page }) => {
    const { destination: instance } = stage.stack;
    await using server = await OwnServer.start(15);
    const certificate = selfSigned('shop.rds.example', ['127.0.0.1']);
    await server.encrypt(certificate);
    await dressAsAmazonRds(server);
    const source = await openDatabase(server, 'amazon', 'amazon_master', 'in role rds_superuser');
    await buildShop(urlOf(source));
    await sql(urlOf(source), 'alter table shop.visits replica identity full');
    await dressAsAlibabaRds(instance);
    const destination = await openDatabase(instance, 'rds_to', 'rds_to_owner', 'in role pg_rds_superuser');
    // What its privileged accounts may.
    await sql(instance.url(), 'grant set on parameter session_replication_role to rds_to_owner');
    const to = await stage.register({ type: 'PostgreSQL', instanceId: 'pgm-hk1shop', region: 'cn-hongkong' }, destination);
    const way = stage.way(page, { kind: 'migration', name: 'Amazon RDS to RDS' });
    const from = side(page, 'Source');
    const replication = testStage(from, 'Replication');

    await test.step('the test asks for rds.logical_replication, in the words of Amazon', async () => {
      await way.begin();
      await way.chooseInstance('Destination', to);
      await fillEndpoint(from, source);
      await way.choose(from, 'Encryption (TLS)', /^verify-full/);
      const chooser = page.waitForEvent('filechooser');
      await button(from, 'Choose file: CA certificate').click();
      await (await chooser).setFiles({ name: 'rds-ca.pem', mimeType: 'text/plain', buffer: Buffer.from(certificate.cert) });
      await expect(from.getByText(/^shop\.rds\.example, valid until /)).toBeVisible();
      await way.readLimits('PostgreSQL → PostgreSQL', 'wal_level = logical');
      await way.test();
      await expect(testStage(from, 'TLS')).toContainText('passed');
      await expect(replication).toContainText('set rds.logical_replication to 1');
      // What the parameter group does with it.
      await sql(server.url(), 'alter system set wal_level = logical');
      await server.restart();
    });

    await test.step('then for rds_replication', async () => {
      await way.test();
      await expect(replication).toContainText('GRANT rds_replication TO "amazon_master"');
      await sql(server.url(), 'grant rds_replication to amazon_master');
      await honourRdsReplication(server, 'amazon_master');
      await way.proceed();
    });

    await test.step('all three types; of the changes no DDL', async () => {
      for (const type of ['Schema', 'Full Data', 'Incremental Data']) {
        await expect(page.getByRole('checkbox', { name: `${type} Migration` })).toBeChecked();
      }
      await tick(page, 'shop');
      await button(page, 'Change the SQL operations of the task').click();
      const dialog = page.getByRole('dialog', { name: 'SQL Operations of the Task' });
      await dialog.getByRole('checkbox', { name: 'Select all DDL' }).click();
      await button(dialog, 'Save').click();
      await expect(page.getByText('all DML; no DDL')).toBeVisible();
      await way.next('Next: Advanced Settings', 'advanced');
      await way.precheck();
    });

    await test.step('nothing else is asked for: what may be ignored is ignored', async () => {
      for (const code of ['PG_WAL_LEVEL', 'PG_REPLICATION_RIGHT', 'PG_DDL_RIGHT', 'PG_REPLICA_ROLE', 'PG_PRIVILEGE_DEST']) {
        await expect(finding(page, code)).toContainText('Passed');
      }
      await way.ignoreWarnings();
      await button(page, 'Next: Start').click();
      await expect(page.locator('dl').filter({ hasText: 'Migration Types' })).toContainText('all DML; no DDL');
    });

    await test.step('it follows the source; a column that comes and goes there is not carried, and stops nothing', async () => {
      await way.startUnderWriting(source, 'alter table shop.orders add column note text');
      await way.arrived(source);
      const columns = `select count(*) from information_schema.columns where table_name = 'orders' and column_name = 'note'`;
      expect(await value(urlOf(destination), columns)).toBe('0');
      await sql(urlOf(source), 'alter table shop.orders drop column note');
    });

    await test.step('cut over: writing has ended, the lag is gone, both sides hold the same, and the task is stopped', async () => {
      await expect(page.getByText('Caught up')).toBeVisible();
      const { tables, difference } = await compareDatabases(urlOf(source), urlOf(destination), ['shop']);
      expect({ tables, difference }).toEqual({ tables: 3, difference: null });
      await way.end(source);
    });
  });
}
