import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { holdStore, StoreInUse } from './hold.ts';
import { migrate, readMigrations } from './migrate.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-migrate-'));
// The account that runs the server must be able to enter.
chmodSync(folder, 0o755);
const migrations = readMigrations(join(process.cwd(), 'prisma', 'migrations'));
let server: PostgresServer;
let client: pg.Client;
let database = 0;

beforeAll(async () => {
  server = await startServer({ dir: folder });
});

afterAll(async () => {
  await server?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  database += 1;
  const maker = await connect('postgres');
  await maker.query(`create database store${database}`);
  await maker.end();
  client = await connect(`store${database}`);
  return () => client.end();
});

describe('migrations', () => {
  test('are applied once, and recorded as Prisma does', async () => {
    expect(await migrate(client, migrations)).toEqual(migrations.map((migration) => migration.name));
    expect(await migrate(client, migrations)).toEqual([]);
    const { rows } = await client.query('select migration_name, checksum, finished_at is not null as finished from _prisma_migrations');
    expect(rows).toEqual(migrations.map(({ name, checksum }) => ({ migration_name: name, checksum, finished: true })));
  });

  test('two processes that start together apply each once', async () => {
    const other = await connect(`store${database}`);
    const applied = await Promise.all([migrate(client, migrations), migrate(other, migrations)]);
    await other.end();
    expect(applied.flat().sort()).toEqual(migrations.map((migration) => migration.name));
  });

  test('one that fails leaves nothing behind and names itself', async () => {
    const broken = { name: '2_broken', sql: 'create table half (); select 1/0', checksum: 'x' };
    await expect(migrate(client, [...migrations, broken])).rejects.toThrow(/2_broken.*division by zero/);
    const { rows } = await client.query(`select to_regclass('half') as half, count(*)::int from _prisma_migrations`);
    expect(rows).toEqual([{ half: null, count: migrations.length }]);
  });

  test('an altered one, and a store that is newer than the program, are refused by name', async () => {
    await migrate(client, [...migrations, { name: '9_future', sql: 'select 1', checksum: 'x' }]);
    await expect(migrate(client, migrations)).rejects.toThrow(/newer.*9_future/);
    await client.query(`delete from _prisma_migrations where migration_name = '9_future'`);
    await client.query(`update _prisma_migrations set checksum = 'other'`);
    await expect(migrate(client, migrations)).rejects.toThrow(/altered/);
  });

  test('lead to what schema.prisma says: columns, types, NULLs, keys, indexes', async () => {
    await migrate(client, migrations);
    const columns = await client.query(
      `select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull"
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and c.relname not like '\\_%' order by 1, 2`,
    );
    const indexes = await client.query(
      `select tablename as "table", indexname as name, indexdef like 'CREATE UNIQUE%' as "unique" from pg_indexes
        where schemaname = 'public' and tablename not like '\\_%' order by 1, 2`,
    );
    const foreign = await client.query(
      `select conrelid::regclass::text as "table", conname as name, confrelid::regclass::text as target, confdeltype as "onDelete"
         from pg_constraint where contype = 'f' order by 1, 2`,
    );
    const said = readSchema(readFileSync(join(process.cwd(), 'prisma', 'schema.prisma'), 'utf8'));
    expect(said.columns.length).toBeGreaterThan(40);
    expect(columns.rows).toEqual(said.columns);
    expect(indexes.rows).toEqual(said.indexes);
    expect(foreign.rows.map((row) => ({ ...row, table: row.table.replaceAll('"', ''), target: row.target.replaceAll('"', '') }))).toEqual(
      said.foreign,
    );
  });
});

describe('the hold on a store', () => {
  test('is one process at a time, and the refusal names the place', async () => {
    const lost: Error[] = [];
    const hold = await holdStore(server.url(`store${database}`), 'the data folder /x', (error) => lost.push(error));
    await expect(holdStore(server.url(`store${database}`), 'the data folder /x', () => {})).rejects.toThrow(StoreInUse);
    await expect(holdStore(server.url(`store${database}`), 'the data folder /x', () => {})).rejects.toThrow(
      new RegExp(`process ${process.pid}\\) already runs on the data folder /x`),
    );
    await hold.release();
    const next = await holdStore(server.url(`store${database}`), 'the data folder /x', () => {});
    await next.release();
    expect(lost).toEqual([]);
  });

  test('is taken again when its connection breaks', async () => {
    const hold = await holdStore(server.url(`store${database}`), 'x', () => {});
    const name = `opendts ${process.pid}`;
    const { rowCount } = await client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name]);
    expect(rowCount).toBe(1);
    await expect
      .poll(async () => (await client.query(`select from pg_locks where locktype = 'advisory' and granted`)).rowCount, { timeout: 20_000 })
      .toBe(1);
    await hold.release();
  });
});

async function connect(name: string): Promise<pg.Client> {
  const made = new pg.Client({ connectionString: server.url(name) });
  await made.connect();
  return made;
}

const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'boolean',
  Json: 'jsonb',
  BigInt: 'bigint',
  Int: 'integer',
  DateTime: 'timestamp(3) with time zone',
};

/** As `pg_constraint` has them. */
const ON_DELETE: Readonly<Record<string, string>> = { Cascade: 'c', Restrict: 'r' };

/** Reads the part of Prisma's schema language that our schema uses; what it does not know it refuses. */
function readSchema(source: string) {
  const models = [...source.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => {
    const lines = body
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('//'));
    return { name, table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, lines };
  });
  const tableOf = new Map(models.map((model) => [model.name, model.table]));
  const all = models.map(({ table, lines }) => {
    const fields = lines
      .filter((line) => !line.startsWith('@@'))
      .map((line) => {
        const [, name = '', type = '', mark = ''] = /^(\w+)\s+(\w+)(\?|\[\])?/.exec(line) ?? [];
        return { name, type, mark, line, column: /@map\("(\w+)"\)/.exec(line)?.[1] ?? name };
      });
    const columnOf = new Map(fields.map((field) => [field.name, field.column]));
    const scalars = fields.filter((field) => !tableOf.has(field.type));
    const list = (text: string) => text.split(',').map((each) => columnOf.get(each.trim()) ?? each.trim());
    return {
      columns: scalars.map((field) => {
        const type = TYPES[field.type];
        if (type === undefined) throw new Error(`The test does not know the type ${field.type}`);
        if (field.type === 'DateTime') expect(field.line).toContain('@db.Timestamptz(3)');
        return { table, column: field.column, type, notNull: field.mark !== '?' };
      }),
      indexes: [
        ...scalars.filter((field) => /@id\b/.test(field.line)).map(() => ({ table, name: `${table}_pkey`, unique: true })),
        ...scalars
          .filter((field) => /@unique\b/.test(field.line))
          .map((field) => ({ table, name: `${table}_${field.column}_key`, unique: true })),
        ...lines.flatMap((line) => {
          const fieldsOf = /^@@index\(\[(.*)\]\)/.exec(line)?.[1];
          return fieldsOf === undefined ? [] : [{ table, name: `${table}_${list(fieldsOf).join('_')}_idx`, unique: false }];
        }),
      ],
      foreign: fields.flatMap((field) => {
        const [, keys] = /@relation\(fields: \[(.*?)\]/.exec(field.line) ?? [];
        if (keys === undefined) return [];
        const onDelete = ON_DELETE[/onDelete: (\w+)/.exec(field.line)?.[1] ?? ''];
        if (onDelete === undefined) throw new Error(`Nothing known is said of what a deletion does: ${field.line}`);
        return [{ table, name: `${table}_${list(keys).join('_')}_fkey`, target: tableOf.get(field.type) ?? '', onDelete }];
      }),
    };
  });
  const by =
    <T extends { table: string }>(key: (each: T) => string) =>
    (a: T, b: T) =>
      `${a.table} ${key(a)}` < `${b.table} ${key(b)}` ? -1 : 1;
  return {
    columns: all.flatMap((model) => model.columns).sort(by((each) => each.column)),
    indexes: all.flatMap((model) => model.indexes).sort(by((each) => each.name)),
    foreign: all.flatMap((model) => model.foreign).sort(by((each) => each.name)),
  };
}
