import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { type ChangeEvent, valuesOf } from '#engine/schema/row.ts';
import { PgoutputDecoder } from '#engine/source/postgres/pgoutput.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { loadDataset, SCHEMAS } from './dataset.ts';
import { judge } from './verdict.ts';
import { startWriter } from './writer.ts';

/** A fifth of the shop shows all it has. */
const SCALE = 0.2;
let folder: string;
let server: PostgresServer;
let shop: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opendts-demo-test-'));
  await chmod(folder, 0o711);
  server = await startServer({ dir: join(folder, 'server'), settings: { wal_level: 'logical', fsync: 'off' } });
  await withDatabase('postgres', async (client) => {
    await client.query('create database shop');
    await client.query('create database again');
  });
  await Promise.all(['shop', 'again'].map((name) => loadDataset(server.url(name), SCALE)));
  shop = new pg.Client({ connectionString: server.url('shop') });
  await shop.connect();
}, 300_000);

afterAll(async () => {
  await shop?.end();
  await server?.stop('immediate');
  if (server !== undefined) await rm(server.dir, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

async function withDatabase(name: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(name) });
  await client.connect();
  await work(client).finally(() => client.end());
}

async function count(from: string): Promise<number> {
  const { rows } = await shop.query<{ count: number }>(`select count(*)::int from ${from}`, from.includes('$1') ? [SCHEMAS] : []);
  return rows[0]?.count ?? 0;
}

describe('the shop', () => {
  test('is the same each time it is made', async () => {
    const { tables, rows, difference } = await compareDatabases(server.url('shop'), server.url('again'), SCHEMAS);
    expect(difference).toBeNull();
    expect(tables).toBeGreaterThanOrEqual(15);
    expect(rows).toBeGreaterThan(200_000 * SCALE * 0.9);
  }, 300_000);

  test('has every kind of table a migration meets', async () => {
    const tables = 'pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any ($1)';
    expect(await count(`${tables} and relkind in ('r', 'p') and not relispartition`)).toBeGreaterThanOrEqual(15);
    expect(await count(`${tables} and relkind = 'p'`)).toBe(2);
    expect(await count(`${tables} and relispartition`)).toBeGreaterThan(10);
    const keyless = `not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique)`;
    expect(await count(`${tables} and relkind = 'r' and ${keyless} and relreplident = 'f'`)).toBe(2);
    expect(await count(`${tables} and relkind = 'r' and relname <> lower(relname)`)).toBeGreaterThanOrEqual(3);
    expect(await count(`pg_get_keywords() join pg_class on relname = word where catcode = 'R'`)).toBe(1);
    expect(
      await count('(select sku, warehouse_id, delta, reason, at from inventory.movement group by 1, 2, 3, 4, 5 having count(*) > 1) d'),
    ).toBeGreaterThan(100);
  });

  test('has every kind of column, constraint and index', async () => {
    const columns = `pg_attribute a join pg_type t on t.oid = a.atttypid join pg_class c on c.oid = a.attrelid and relkind = 'r'
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = any ($1) and attnum > 0`;
    for (const type of [
      'jsonb',
      'numeric',
      'bytea',
      'timestamptz',
      'timestamp',
      'uuid',
      'inet',
      'interval',
      'float8',
      'float4',
      'daterange',
      'point',
      'bpchar',
      '_text',
      '_numeric',
    ])
      expect(await count(`${columns} and t.typname = '${type}'`), type).toBeGreaterThan(0);
    expect(await count(`${columns} and t.typtype = 'e'`)).toBeGreaterThanOrEqual(3);
    expect(await count(`${columns} and a.attgenerated = 's'`)).toBe(1);
    expect(await count(`${columns} and a.attidentity <> ''`)).toBe(3);
    const constraints = 'pg_constraint k join pg_namespace n on n.oid = k.connamespace where n.nspname = any ($1)';
    expect(await count(`${constraints} and contype = 'f' and conparentid = 0`)).toBeGreaterThanOrEqual(15);
    expect(await count(`${constraints} and contype = 'f' and condeferrable`)).toBe(3);
    expect(await count(`${constraints} and contype = 'c'`)).toBeGreaterThan(5);
    const indexes =
      'pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam join pg_namespace n on n.oid = c.relnamespace where n.nspname = any ($1)';
    expect(await count(`${indexes} and m.amname in ('gin', 'hash')`)).toBeGreaterThanOrEqual(3);
    expect(await count(`${indexes} and i.indexprs is not null`)).toBeGreaterThanOrEqual(3);
    expect(await count(`${indexes} and i.indpred is not null`)).toBeGreaterThanOrEqual(2);
  });
});

describe('the verdict', () => {
  test.each([
    ['a value', `update sales.event set body = '{}' where id = 7`, 'sales.event: row'],
    ['a twin of a keyless row', 'insert into inventory.movement select * from inventory.movement limit 1', 'inventory.movement: row'],
    ['an index', 'drop index inventory.shipment_tracking', 'only at the source: index'],
    ['a label', `alter type sales.tier rename value 'gold' to 'golden'`, 'sales.customers: row'],
    ['an unused label', `alter type sales.tier add value 'platinum'`, 'only at the source: type sales.tier'],
    ['a sequence', `select setval('inventory.shipment_number', 1)`, 'only at the source: sequence inventory.shipment_number stands at'],
  ])(
    'sees %s',
    async (_, sql, difference) => {
      await withDatabase('postgres', async (client) => {
        await client.query('drop database if exists altered');
        await client.query('create database altered template again');
      });
      await withDatabase('altered', async (client) => {
        await client.query(sql);
      });
      expect((await judge(server.url('again'), server.url('altered'))).difference).toContain(difference);
    },
    30_000,
  );
});

describe('the writer', () => {
  test('changes every kind of table in every way, as the log shows', async () => {
    await shop.query('create publication everything for all tables');
    await shop.query(`select pg_create_logical_replication_slot('writer', 'pgoutput')`);
    const writer = await startWriter(server.url('shop'), { rate: 400 });
    await pause(5_000);
    const counts = await writer.stop();
    expect(counts.transactions).toBeGreaterThan(500);
    expect(counts.failed).toBeLessThan(counts.transactions / 50);

    const seen = summary(await changes());
    const tables = (
      await shop.query<{ name: string }>(
        `select n.nspname || '.' || relname as name from pg_class c join pg_namespace n on n.oid = relnamespace where n.nspname = any ($1) and relkind = 'r'`,
        [SCHEMAS],
      )
    ).rows.map(({ name }) => name);
    expect(tables.filter((name) => !seen.kinds.has(`insert ${name}`) && !seen.kinds.has(`update ${name}`))).toEqual([]);
    for (const name of ['inventory.movement', 'inventory.sensor_reading'])
      for (const kind of ['insert', 'update', 'delete']) expect(seen.kinds).toContain(`${kind} ${name}`);
    for (const name of [
      'inventory.product',
      'inventory.stock',
      'sales.coupon',
      'sales.order_line',
      'sales.select',
      'HR Data.Leave "Request"',
    ])
      expect(seen.keyChanges).toContain(name);
    expect(seen.unchangedToast).toContain('inventory.product');
    expect(seen.moves).toContain('sales.payment');
    expect(seen.moves).toContain('inventory.shipment');
  }, 300_000);
});

/** What the server would send to whoever follows the log. */
async function changes(): Promise<readonly ChangeEvent[]> {
  const { rows } = await shop.query<{ data: Buffer }>(
    `select data from pg_logical_slot_get_binary_changes('writer', null, null, 'proto_version', '1', 'publication_names', 'everything')`,
  );
  const decoder = new PgoutputDecoder();
  return rows.flatMap(({ data }) => decoder.decode(data) ?? []);
}

function summary(events: readonly ChangeEvent[]) {
  const kinds = new Set<string>();
  const keyChanges = new Set<string>();
  const unchangedToast = new Set<string>();
  const moves = new Set<string>();
  let left: string | null = null;
  for (const event of events) {
    const name = 'relation' in event ? `${event.relation.table.schema}.${event.relation.table.name}` : '';
    kinds.add(`${event.kind} ${name}`);
    if (event.kind === 'update' && event.previous?.form === 'key') keyChanges.add(name);
    if (event.kind === 'update' && valuesOf(event.next).includes(undefined)) unchangedToast.add(name);
    // A row that moves is deleted from one partition and put into another right after.
    const family = name.replace(/_(\d{4}q\d|[a-z]+)$/, '');
    if (event.kind === 'insert' && left !== null && left !== name && left.startsWith(`${family}_`)) moves.add(family);
    left = event.kind === 'delete' ? name : null;
  }
  return { kinds, keyChanges, unchangedToast, moves };
}
