import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#e2e/faults/servers.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { openDestination } from '../destination/index.ts';
import { openSelectDbSession } from '../destination/selectdb/session.ts';
import { openSource } from '../source/index.ts';
import { selectdbEndpoint, type TaskConfig, taskConfig } from '../task/config.ts';
import { readDesigns } from '../task/designs.ts';
import type { Finding } from './check.ts';
import { openCheckContext } from './context.ts';
import { runChecks } from './run.ts';

const DATABASE = 'shop';
let dir: string;
let source: PostgresServer;
let emulator: Emulator;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'opendts-selectdb-'));
  [source, emulator] = await Promise.all([
    startServer({ dir: join(dir, 'source'), major: 15, settings: { fsync: 'off', wal_level: 'logical' } }),
    startEmulator({ version: 3 }),
  ]);
  await sql(source.url('postgres'), `create database ${DATABASE}`);
  await sql(
    source.url(DATABASE),
    'create schema app',
    `create type app.mood as enum ('sad', 'happy')`,
    'create domain app.positive as integer check (value > 0)',
    `create table app.orders (note text default 'new', region character varying(10), id bigint generated always as identity, mood app.mood,
       amount app.positive default 1, tags text[], doc jsonb, price numeric, token uuid default gen_random_uuid(), twice int generated always as (1 + 1) stored,
       primary key (region, id))`,
    `comment on table app.orders is 'every "order"'`,
    'create index on app.orders (note)',
    'create table app.log (said text, at timestamptz default now())',
    'create table app.measured (x double precision primary key)',
    'create view app.open as select * from app.orders',
    `create function app.one() returns int language sql as 'select 1'`,
    'create table app."1st" (id int primary key, "客户" text, "__DORIS_x" int)',
    'create table app."ends " (id int primary key)',
  );
});

afterAll(async () => {
  await Promise.all([source.stop('immediate'), emulator[Symbol.asyncDispose]()]);
  rmSync(dir, { recursive: true, force: true });
});

type Edits = Partial<Pick<TaskConfig, 'types' | 'conflictMode' | 'selectdb'>> & {
  readonly destination?: Readonly<Record<string, unknown>>;
};

function configOf(objects: unknown, { destination, ...edits }: Edits = {}): TaskConfig {
  const { host, mysqlPort: port, httpPort } = emulator;
  return taskConfig.parse({
    name: 'to-selectdb',
    source: { type: 'postgresql', host: '127.0.0.1', port: source.port, database: DATABASE, user: 'postgres', password: source.password },
    destination: { type: 'selectdb', host, port, httpPort, user: 'root', ...destination },
    objects,
    ...edits,
  });
}

async function precheck(config: TaskConfig): Promise<ReadonlyMap<string, Finding>> {
  await using context = openCheckContext(config, {
    openSource: () => openSource(config.source, config.name),
    openDestination: () => openDestination(config.destination, config.name, config.selectdb),
  });
  return new Map((await runChecks(context)).map((finding) => [finding.code, finding]));
}

const ONE_REPLICA = { selectdb: { replicationNum: 1 } };
const ORDERS = [{ schema: 'app', tables: [{ name: 'orders' }] }];
const causes = (finding: Finding | undefined) => finding?.problems.map(({ subject, cause }) => `${subject}: ${cause.en}`) ?? ['not listed'];
const fixes = (finding: Finding | undefined) => finding?.problems.map(({ fix, fixSql }) => `${fix.en} ${fixSql ?? ''}`) ?? ['not listed'];

async function ask(...statements: readonly string[]): Promise<void> {
  await using session = await openSelectDbSession(selectdbEndpoint.parse(configOf(ORDERS).destination));
  for (const statement of statements) await session.query(statement);
}

test('a table that fits passes all items of SelectDB but those that tell what changes, and none of PostgreSQL destinations', async () => {
  const found = await precheck(configOf(ORDERS, ONE_REPLICA));
  const notPassed = [...found.values()].filter(({ severity }) => severity !== 'pass').map(({ code, severity }) => [code, severity]);
  expect(notPassed).toEqual([
    ['SELECTDB_TYPE', 'warn'],
    ['SELECTDB_COLUMN', 'warn'],
    ['SELECTDB_OBJECTS', 'warn'],
  ]);
  expect(causes(found.get('SELECTDB_TYPE')).map((each) => each.split(':')[0])).toEqual([
    'app.orders.mood',
    'app.orders.tags',
    'app.orders.doc',
    'app.orders.price',
  ]);
  expect(causes(found.get('SELECTDB_COLUMN')).map((each) => each.split(':')[0])).toEqual(['app.orders.token', 'app.orders.twice']);
  for (const code of ['PG_PRIVILEGE_DEST', 'CHECK_DEST_VERSION', 'CHECK_SAME_OBJ', 'PG_OBJECT_UNSUPPORTED', 'PG_REPLICA_ROLE']) {
    expect([code, found.has(code)]).toEqual([code, false]);
  }
  for (const code of ['CHECK_CONN_DEST', 'SELECTDB_VERSION', 'SELECTDB_HTTP', 'SELECTDB_NODES', 'SELECTDB_PRIVILEGE', 'SELECTDB_NAME']) {
    expect([code, found.get(code)?.severity]).toEqual([code, 'pass']);
  }
});

test('the statements of a plan are taken by the server, and the design says what they make', async () => {
  const objects = [
    {
      schema: 'app',
      as: 'shop',
      tables: [
        { name: 'orders', selectdb: { keys: ['id', 'region'], distribution: ['id'], buckets: 5 } },
        { name: 'log', as: 'logbook' },
      ],
    },
  ];
  const designs = await readDesigns(configOf(objects, ONE_REPLICA), null);
  expect(designs.map(({ destination, model, sourceKey }) => [destination.name, model.engine, model.keys, sourceKey])).toEqual([
    ['logbook', 'duplicate', [], []],
    ['orders', 'unique', ['id', 'region'], ['region', 'id']],
  ]);
  await ask('create database shop', ...designs.map(({ ddl }) => ddl.replace(/;$/, '')));
  await using session = await openSelectDbSession(selectdbEndpoint.parse(configOf(ORDERS).destination));
  const columns = await session.query(
    `select COLUMN_NAME, COLUMN_KEY from information_schema.columns where TABLE_SCHEMA = 'shop' and TABLE_NAME = 'orders' order by ORDINAL_POSITION`,
  );
  expect(columns.map((row) => [row.COLUMN_NAME, row.COLUMN_KEY])).toEqual([
    ['id', 'UNI'],
    ['region', 'UNI'],
    ...['note', 'mood', 'amount', 'tags', 'doc', 'price', 'token'].map((name) => [name, '']),
  ]);
  const [one, ...others] = await readDesigns(configOf(objects, ONE_REPLICA), { schema: 'app', name: 'log' });
  expect(others).toEqual([]);
  expect(one).toMatchObject({ exists: true, destination: { schema: 'shop', name: 'logbook' } });
  const same = await precheck(configOf(objects, ONE_REPLICA));
  expect(same.get('SELECTDB_SAME_TABLE')?.problems.map(({ subject }) => subject)).toEqual(['shop.logbook', 'shop.orders']);
  await ask('drop database shop');
});

test('a whole schema: what cannot be a table is told by kind, what cannot be made by name', async () => {
  const found = await precheck(configOf([{ schema: 'app' }], ONE_REPLICA));
  expect(causes(found.get('SELECTDB_TABLE'))).toEqual([expect.stringMatching(/^app\.measured: .*key column x .*floating point/)]);
  const objects = causes(found.get('SELECTDB_OBJECTS')).join('\n');
  expect(objects).toContain('Left out (view): app.open.');
  expect(objects).toContain('Left out (function): app.one()');
  expect(objects).toContain('Left out (index): app.orders: orders_note_idx');
  expect(causes(found.get('SELECTDB_KEY'))).toEqual([expect.stringMatching(/^app\.log: .*duplicate engine keeps every change as a row/)]);
  const names = found.get('SELECTDB_NAME');
  expect(names?.severity).toBe('fail');
  expect(causes(names)).toEqual([
    expect.stringMatching(/^app\.1st: .*begin with a letter/),
    expect.stringMatching(/^app\.1st\.__DORIS_x: .*reserved/),
    expect.stringMatching(/^app\.ends : .*characters/),
  ]);
  expect(fixes(names)[0]).toContain('for example t_1st.');
});

test('engine unique without a key, and keys nothing makes unique', async () => {
  const table = (name: string, selectdb: unknown) => [{ schema: 'app', tables: [{ name, selectdb }] }];
  const without = await precheck(configOf(table('log', { engine: 'unique' }), ONE_REPLICA));
  expect(causes(without.get('SELECTDB_TABLE'))).toEqual([expect.stringMatching(/app\.log has no primary key/)]);
  const chosen = await precheck(configOf(table('log', { engine: 'unique', keys: ['said'] }), ONE_REPLICA));
  expect(chosen.get('SELECTDB_TABLE')?.severity).toBe('pass');
  expect(causes(chosen.get('SELECTDB_KEY'))).toEqual([
    expect.stringMatching(/^app\.log: .*nothing at the source makes said unique/),
    expect.stringMatching(/^app\.log: .*the log does not tell what said was/),
  ]);
  const wide = await precheck(configOf(table('orders', { keys: ['id', 'region', 'note'] }), ONE_REPLICA));
  expect(causes(wide.get('SELECTDB_KEY'))).toEqual([expect.stringMatching(/^app\.orders: .*the log does not tell what note was/)]);
});

test('replicas that cannot be had, an account that may too little, ports that are others', async () => {
  expect((await precheck(configOf(ORDERS))).get('SELECTDB_REPLICAS')?.severity).toBe('warn');
  const three = await precheck(configOf(ORDERS, { selectdb: { replicationNum: 3 } }));
  expect(three.get('SELECTDB_REPLICAS')).toMatchObject({ severity: 'fail' });
  await ask(`create user 'few'@'%' identified by 'pass'`, `grant select_priv, load_priv on internal.app.* to 'few'@'%'`);
  const few = await precheck(configOf(ORDERS, { ...ONE_REPLICA, destination: { user: 'few', password: 'pass' } }));
  expect(few.get('SELECTDB_PRIVILEGE')?.problems.map(({ subject, fixSql }) => [subject, fixSql])).toEqual([
    ['app', `GRANT ALTER_PRIV, CREATE_PRIV, DROP_PRIV ON \`app\`.* TO 'few'@'%';`],
    ['opendts', `GRANT SELECT_PRIV, LOAD_PRIV, ALTER_PRIV, CREATE_PRIV, DROP_PRIV ON \`opendts\`.* TO 'few'@'%';`],
  ]);
  const mysql = await precheck(configOf(ORDERS, { destination: { httpPort: emulator.mysqlPort } }));
  expect(causes(mysql.get('SELECTDB_HTTP'))).toEqual([expect.stringMatching(/does not answer HTTP: it may be the MySQL port/)]);
});

test('tables that are there: their key must be carried, and what becomes of their rows is told', async () => {
  await ask(
    'create database app',
    `create table app.orders (day int not null, id bigint not null, region varchar(40) not null, extra int not null) unique key (day, id) distributed by hash(id) buckets 1 properties ("replication_num" = "1")`,
    `create table app.log (said string, at datetime(6)) distributed by random buckets 1 properties ("replication_num" = "1", "enable_duplicate_without_keys_by_default" = "true")`,
    `insert into app.log values ('x', '2020-01-01 00:00:00')`,
  );
  const objects = [{ schema: 'app', tables: [{ name: 'orders' }, { name: 'log' }] }];
  const found = await precheck(configOf(objects, { types: ['full', 'incremental'], conflictMode: 'ignore' }));
  expect(causes(found.get('SELECTDB_TABLE'))).toEqual([
    expect.stringMatching(/^app\.log: .*no _is_deleted, _version, _record_id/),
    expect.stringMatching(/^app\.orders: .*unique by day/),
  ]);
  expect(causes(found.get('SELECTDB_TABLE_EMPTY'))).toEqual([expect.stringMatching(/^app\.log: .*rows are added to them/)]);
  expect(causes(found.get('SELECTDB_DEST_COLUMN')).join('\n')).toMatch(/app\.orders: .*wants a value for .*extra/);
  expect(found.has('PG_DEST_COLUMN_MISSING')).toBe(false);
  await ask('drop database app');
});

test('encryption that does not reach the HTTP port is told, and only where it was asked for', async () => {
  const plain = await precheck(configOf(ORDERS, ONE_REPLICA));
  expect(plain.has('SELECTDB_PLAIN_HTTP')).toBe(false);
  const found = (await precheck(configOf(ORDERS, { ...ONE_REPLICA, destination: { tls: { mode: 'require' } } }))).get(
    'SELECTDB_PLAIN_HTTP',
  );
  expect(found?.severity).toBe('warn');
  expect(causes(found)).toEqual([expect.stringContaining('TLS covers the MySQL port only')]);
});

test('values that are longer than the destination takes are told by column and size, and so is what was not looked at', async () => {
  await sql(
    source.url(DATABASE),
    'create schema long; create table long.texts (id text primary key, body text, doc jsonb, raw bytea, short varchar(10))',
    `insert into long.texts values ('é', repeat('é', 600000), to_jsonb(repeat('x', 1048574)), decode(repeat('00', 524288), 'hex'), 'x')`,
    'create table long.fine (id int primary key, body text, raw bytea)',
    `insert into long.fine values (1, repeat('x', 1048576), decode(repeat('00', 524287), 'hex'))`,
    'create function long.slow(text) returns boolean volatile language sql as $$ select pg_sleep(600) is not null $$',
    `create table long.slow as select 1 as id, repeat('y', 3000000) as body`,
  );
  const objects = [{ schema: 'long', tables: [{ name: 'texts' }, { name: 'fine' }] }];
  const found = (await precheck(configOf(objects, ONE_REPLICA))).get('SELECTDB_VALUE_SIZE');
  expect(found?.severity).toBe('warn');
  expect(found?.problems.map(({ subject, cause }) => [subject, /\d+ bytes/.exec(cause.en)?.[0]])).toEqual([
    ['long.texts.body', '1200000 bytes'],
    ['long.texts.raw', '1048578 bytes'],
  ]);
  await ask(
    'create database long',
    `create table long.texts (id varchar(1) not null, body string, doc json, raw string, short varchar(3)) unique key (id) distributed by hash(id) buckets 1 properties ("replication_num" = "1")`,
  );
  const narrow = await precheck(configOf(objects.slice(0, 1), { ...ONE_REPLICA, conflictMode: 'ignore', types: ['full'] }));
  expect(narrow.get('SELECTDB_VALUE_SIZE')?.problems.map(({ subject }) => subject)).toEqual([
    'long.texts.id',
    'long.texts.body',
    'long.texts.raw',
  ]);
  await ask('drop database long');
  const waits = [{ schema: 'long', tables: [{ name: 'slow', where: 'long.slow(body)' }] }];
  const unseen = (await precheck(configOf(waits, ONE_REPLICA))).get('SELECTDB_VALUE_SIZE');
  expect(causes(unseen)).toEqual([expect.stringContaining('long.slow was not looked at')]);
  expect(fixes(unseen).join()).toContain('from only "long"."slow" where (long.slow(body)');
});
