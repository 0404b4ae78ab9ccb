import { expect, test } from '@playwright/test';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, value } from '#e2e/faults/servers.ts';
import { button, field, tick } from '../pages.ts';
import { dressAsPolardb, openDatabase, urlOf } from './dress.ts';
import { buildShop } from './shop.ts';
import type { PathStage } from './stage.ts';

const POLARDB = 'PolarDB for PostgreSQL';

/** What applications do to tables while they are followed. */
const DDL = [
  `alter table shop.customers add column tier int not null default 1`,
  'alter table shop.customers alter column tier type bigint',
  'alter table shop.orders add constraint positive check (amount > 0)',
  'create index orders_placed on shop.orders (placed)',
  'create table shop.returns (id serial primary key, reason text)',
  `insert into shop.returns (reason) select 'reason ' || i from generate_series(1, 50) i`,
];

/** PolarDB for PostgreSQL to PolarDB for PostgreSQL: a migration, both registered instances with privileged accounts. */
export function polardbToPolardb(stage: PathStage): void {
  test('PolarDB for PostgreSQL is migrated to PolarDB for PostgreSQL', async ({ page }) => {
    const { source: server, destination: cluster } = stage.stack;
    // What PolarDB's patches let a privileged account do (event triggers, quiet triggers) takes a superuser here.
    const source = await openDatabase(server, 'polar_from', 'polar_from_owner', 'superuser');
    const destination = await openDatabase(cluster, 'polar_to', 'polar_to_owner', 'superuser');
    await dressAsPolardb(server, 'polar_from');
    await dressAsPolardb(cluster, 'polar_to');
    await buildShop(urlOf(source));
    await sql(urlOf(source), 'alter table shop.visits replica identity full');
    // Somebody else's, of the same name.
    await sql(
      urlOf(destination),
      'create schema shop',
      'create table shop.customers (id int primary key)',
      'insert into shop.customers values (1)',
    );
    const from = await stage.register(
      { type: POLARDB, instanceId: 'pc-2zefrom', region: 'cn-beijing' },
      { ...source, type: 'polardb-postgresql' },
    );
    const to = await stage.register(
      { type: POLARDB, instanceId: 'pc-2zeto', region: 'cn-beijing' },
      { ...destination, type: 'polardb-postgresql' },
    );
    const way = stage.way(page, { kind: 'migration', name: 'PolarDB to PolarDB' });

    await test.step('both clusters are found by region and ID', async () => {
      await way.begin();
      await way.chooseInstance('Source', from);
      await way.chooseInstance('Destination', to);
      await way.readLimits('PolarDB for PostgreSQL → PolarDB for PostgreSQL', /needs REPLICA IDENTITY FULL/);
      await way.proceed();
    });

    await test.step('a table of the same name fails the precheck', async () => {
      await tick(page, 'shop');
      await way.next('Next: Advanced Settings', 'advanced');
      await way.precheck();
      for (const code of ['CHECK_SRC_FLAVOUR', 'CHECK_DEST_FLAVOUR', 'PG_DDL_RIGHT', 'PG_REPLICA_ROLE']) {
        await expect(page.locator(`li[data-code="${code}"]`)).toContainText('Passed');
      }
      const same = await way.read('CHECK_SAME_OBJ');
      await expect(same).toContainText('shop.customers');
      await expect(same).toContainText('This has to be solved before the task can start.');
      await expect(button(page, 'Next: Start')).toBeDisabled();
    });

    await test.step('mapped to another name it passes', async () => {
      await button(page.getByRole('navigation', { name: 'Steps' }), /Objects/).click();
      await page.waitForURL(/\/configure\/objects$/);
      await button(page, 'Edit shop').click();
      const dialog = page.getByRole('dialog', { name: 'Schema shop' });
      await field(dialog, 'Name at the destination').fill('shop_2026');
      await button(dialog, 'Save').click();
      await expect(page.getByText('shop, named shop_2026 at the destination')).toBeAttached();
      await way.next('Next: Advanced Settings', 'advanced');
      await way.precheck();
      await expect(page.locator('li[data-code="CHECK_SAME_OBJ"]')).toContainText('Passed');
      await way.ignoreWarnings();
      await button(page, 'Next: Start').click();
    });

    await test.step('commands and rows are followed, and both sides hold the same', async () => {
      await way.startUnderWriting(source, ...DDL);
      await way.arrived(source);
      const names = ['customers', 'orders', 'visits', 'returns'];
      const mappings = names.map((name) => ({ from: `shop.${name}`, to: `shop_2026.${name}` }));
      const left = await value(urlOf(destination), 'select count(*) from shop.customers');
      expect(left).toBe('1');
      await sql(urlOf(destination), 'drop table shop.customers');
      const { tables, difference } = await compareDatabases(urlOf(source), urlOf(destination), ['shop'], mappings);
      expect({ tables, difference }).toEqual({ tables: 4, difference: null });
      const made = `select string_agg(oid::regclass::text || ' ', '' order by relname) from pg_class where relname in ('orders_placed', 'paid_orders')`;
      expect(await value(urlOf(destination), made)).toBe('shop_2026.orders_placed shop_2026.paid_orders ');
      await way.end(source);
      // Where the source was, the destination's own numbers go on.
      const next = (url: string, schema: string) => value(url, `select nextval('${schema}.customers_id_seq')`);
      expect(await next(urlOf(destination), 'shop_2026')).toBe(await next(urlOf(source), 'shop'));
    });
  });
}
