import { expect, test } from '@playwright/test';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, valuesOf } from '#e2e/faults/servers.ts';
import { startBastion } from '#engine/tunnel/test-bastion.ts';
import { button, field, fillEndpoint, side, stage as testStage, tick } from '../pages.ts';
import { dressAsPolardbOracle, openDatabase, urlOf } from './dress.ts';
import { buildShop } from './shop.ts';
import type { PathStage } from './stage.ts';

const DATED = [
  'create schema ledger',
  'create table ledger.entries (id int primary key, day date, note text)',
  `insert into ledger.entries select i, date '2026-01-01' + i, 'entry ' || i from generate_series(1, 200) i`,
];

/** Self-managed PostgreSQL to PolarDB (Compatible with Oracle): a migration, each side behind a host that is reached by SSH. */
export function selfManagedToOracle(stage: PathStage): void {
  test('self-managed PostgreSQL is migrated to PolarDB (Compatible with Oracle)', async ({ page }) => {
    const { source: server, destination: cluster } = stage.stack;
    await using bastion = await startBastion();
    const source = await openDatabase(server, 'self_managed', 'self_owner', 'superuser');
    await buildShop(urlOf(source));
    await sql(urlOf(source), ...DATED);
    const destination = await openDatabase(cluster, 'polar_oracle', 'polar_ora_owner');
    await dressAsPolardbOracle(cluster, 'polar_oracle');
    const way = stage.way(page, { kind: 'migration', name: 'Self-managed to PolarDB-O' });

    await test.step('both are reached through the bastion, whose key is confirmed before anything is sent', async () => {
      await way.begin();
      await way.choose(side(page, 'Destination'), 'Database type', 'PolarDB for PostgreSQL (Compatible with Oracle)');
      await expect(field(side(page, 'Destination'), 'Port')).toHaveValue('1521');
      await way.readLimits('PostgreSQL → PolarDB for PostgreSQL (Compatible with Oracle)', 'an empty string may be NULL there');
      for (const [name, endpoint] of [
        ['Source', source],
        ['Destination', destination],
      ] as const) {
        const where = side(page, name);
        await way.choose(where, 'Access method', /^SSH bastion/);
        await field(where, 'Bastion host').fill(bastion.config.host);
        await field(where, 'SSH port').fill(String(bastion.port));
        await field(where, 'SSH account').fill('hop');
        await field(where, 'SSH password').fill('over');
        await fillEndpoint(where, endpoint);
      }
      await way.test();
      for (const name of ['Source', 'Destination'] as const) {
        const where = side(page, name);
        await expect(where.getByText('Is this the key of your bastion?')).toBeVisible();
        await button(where, 'Confirm Key and Test Again').click();
        await expect(testStage(where, 'Bastion')).toContainText('passed');
        await expect(where.getByText('Connection works')).toBeVisible();
      }
      await expect(testStage(side(page, 'Destination'), 'Database')).toContainText('PolarDB V2.0.14.15.30.0');
      await way.proceed();
    });

    await test.step('two schemas whole; names in the case DTS gives them; both throttles and retry times', async () => {
      await tick(page, 'shop');
      await tick(page, 'ledger');
      await way.next('Next: Advanced Settings', 'advanced');
      await field(page, 'Retry Time for Failed Connections').fill('60');
      for (const part of ['Full Data', 'Incremental Data']) {
        await page
          .getByRole('radiogroup', { name: `Enable Throttling for ${part} Migration` })
          .getByRole('radio', { name: 'Yes' })
          .click();
        await field(page, `RPS of ${part} Migration`).fill('50000');
      }
      await way.precheck();
    });

    await test.step('the precheck tells what is different there; none of it has to be in the way', async () => {
      const dates = await way.read('PG_ORACLE_MODE');
      await expect(dates).toContainText('ledger.entries.day become TIMESTAMP(0)');
      await expect(dates).toContainText('ALTER DATABASE "polar_oracle" SET polar_comp_redwood_date = off;');
      await expect(await way.read('PG_REPLICA_ROLE')).toContainText('set session_replication_role to replica');
      expect(await way.ignoreWarnings()).toEqual(expect.arrayContaining(['PG_ORACLE_MODE', 'PG_REPLICA_ROLE', 'PG_REPLICA_IDENTITY']));
      await button(page, 'Next: Start').click();
      const summary = page.locator('dl').filter({ hasText: 'Migration Types' });
      await expect(summary).toContainText('50,000 rows/s');
      await expect(summary).toContainText('1 h for failed connections');
    });

    await test.step('it follows the source through the bastion, and every row is there', async () => {
      await way.startUnderWriting(source);
      await sql(urlOf(source), `update ledger.entries set day = day + 365 where id < 20`, 'delete from ledger.entries where id = 200');
      await way.arrived(source);
      expect(bastion.tunnels()).toBeGreaterThan(2);
      const { tables, difference } = await compareDatabases(urlOf(source), urlOf(destination), ['shop']);
      expect({ tables, difference }).toEqual({ tables: 3, difference: null });
      // A DATE has a time of day there, which is midnight.
      const entries = "select format('%s %s %s', id, day::timestamp(0), note) from ledger.entries order by id";
      const there = await valuesOf(urlOf(destination), entries);
      expect(there).toEqual(await valuesOf(urlOf(source), entries));
      expect(there).toHaveLength(199);
      await way.end(source);
    });
  });
}
