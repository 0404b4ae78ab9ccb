import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { fixtureStatements, roleStatements } from '#e2e/structure/fixture/index.ts';
import { installedMajors } from '#lib/postgres/server.ts';
import type { ObjectSummary } from '../../engine.ts';
import { connect } from '../../postgres/connect.ts';
import { readObjects } from '../../postgres/structure/read.ts';
import { OTHER_KINDS, objectId, objectLabel } from '../../schema/object.ts';
import { listSchemas, listTables } from './browse.ts';
import { findObjects, listEventTriggers, listObjects } from './objects.ts';

const SHOP = [
  'create schema shop; create schema other; create extension citext schema shop',
  `create type shop.mood as enum ('a'); create type shop.pair as (a int, b text); create domain shop.positive as int check (value > 0)`,
  'create type shop.span as range (subtype = numeric)',
  'create table other.customer (id bigserial primary key)',
  'create sequence shop.free; create sequence shop.numbers',
  `create table shop.orders (id serial primary key, no int default nextval('shop.numbers'), fixed int generated always as identity,
     customer bigint references other.customer, before int references shop.orders)`,
  'create table shop.events (id int, at date, primary key (id, at)) partition by range (at)',
  `create table shop.events_1 partition of shop.events for values from ('2020-01-01') to ('2021-01-01') partition by range (id)`,
  'create table shop.events_1_1 partition of shop.events_1 for values from (0) to (10)',
  'create table shop.alone (id int)',
  'create table shop.heir () inherits (shop.alone)',
  'create view shop.names as select o.id, c.id as customer from shop.orders o join other.customer c on c.id = o.customer',
  'create view shop."Names again" as select *, (select last_value from shop.free) from shop.names',
  'create materialized view shop.stored as select count(*) from shop.events',
  `create function shop.touch() returns trigger language plpgsql as 'begin return new; end'`,
  `create function shop.touch(a int, inout b text, out c int, variadic d numeric[]) language plpgsql as 'begin end'`,
  `create function shop.measure(shop.mood, date default now()) returns int language sql as 'select 1'`,
  `create function shop.written_in_c(int, int) returns int language c strict as '$libdir/citext', 'citext_cmp'`,
  `create procedure shop.run(int) language sql as ''`,
  `create aggregate shop.total(numeric) (sfunc = numeric_add, stype = numeric);
   create aggregate shop.every_one(*) (sfunc = int8inc, stype = int8, initcond = '0')`,
  `create function shop.less(int, int) returns boolean language sql immutable as 'select $1 < $2'`,
  'create operator shop.<<< (procedure = shop.less, leftarg = int, rightarg = int, commutator = operator(shop.>>>))',
  'create operator family shop.kin using btree',
  'create collation shop.bytes from "C"',
  'create text search dictionary shop.words (template = simple); create text search configuration shop.search (copy = pg_catalog.simple)',
  'create trigger touches before update on shop.orders for each row execute procedure shop.touch()',
  'create trigger touches after insert on shop.events for each row execute procedure shop.touch()',
  'create rule keep as on delete to shop.alone do instead insert into shop.orders (no) values (1)',
  `create function other.told() returns event_trigger language plpgsql as 'begin end'`,
  'create event trigger "Tell me" on ddl_command_end execute procedure other.told()',
];

const KINDS: ReadonlySet<string> = new Set(OTHER_KINDS);

describe.each([11, 18].filter((major) => installedMajors().includes(major)))('PostgreSQL %i', (major) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major, destinationMajor: major });
  }, 300_000);

  afterAll(() => servers?.[Symbol.asyncDispose]());

  async function database(name: string, statements: readonly string[]) {
    const [url] = await servers.databases(name);
    await sql(url, ...statements);
    return connect(servers.source.endpoint(name), { side: 'source', purpose: 'control' });
  }

  test('every kind is listed by its name, without what an extension or another object brings along, and what belongs with it', async () => {
    const client = await database('shop', SHOP);
    try {
      const objects = await listObjects(client, 'shop');
      expect(objects.map(describeObject).sort()).toEqual(EXPECTED);
      expect(objects.filter(({ refused }) => refused !== null).map(objectLabel)).toEqual(['shop.written_in_c(integer, integer)']);
      expect(await listEventTriggers(client)).toEqual(['Tell me']);
      expect(await listObjects(client, 'pg_catalog')).toEqual([]);
    } finally {
      await client.end();
    }
  });

  test('a search finds what a listing has, schema by schema', async () => {
    const client = await database('searched', [...SHOP, 'create table other."ORDERS old" (id int)', 'create table other."Été" (id int)']);
    try {
      expect(await findObjects(client, 'orders')).toEqual([
        { schema: 'other', found: 1 },
        { schema: 'shop', found: 2 },
      ]);
      expect(await findObjects(client, 'Touch')).toEqual([{ schema: 'shop', found: 4 }]);
      expect(await findObjects(client, 'shop.names')).toEqual([{ schema: 'shop', found: 2 }]);
      expect(await findObjects(client, 'Été')).toEqual([{ schema: 'other', found: 1 }]);
      expect(await findObjects(client, 'variadic_%')).toEqual([]);
      for (const wanted of ['a', 'e', 'integer']) {
        const listed = [...(await listObjects(client, 'shop'))].filter(
          ({ kind, name }) => kind !== 'table' && name.toLowerCase().includes(wanted),
        );
        const tables = (await listTables(client, 'shop')).filter(({ name }) => name.includes(wanted));
        expect((await findObjects(client, wanted)).find(({ schema }) => schema === 'shop')?.found).toBe(listed.length + tables.length);
      }
    } finally {
      await client.end();
    }
  });

  test('a database with everything in it: names and refusals are those of the objects the structure is made of', async () => {
    const client = await database('everything', [...roleStatements(), ...fixtureStatements(major)]);
    try {
      const made = (await readObjects(client, 'source', { tables: null })).filter(({ kind }) => KINDS.has(kind));
      const schemas = await listSchemas(client);
      const listed: ObjectSummary[] = [];
      for (const { name } of schemas) listed.push(...(await listObjects(client, name)));
      const lines = (all: readonly Pick<ObjectSummary, 'kind' | 'schema' | 'name' | 'table' | 'refused'>[]) =>
        all.map((object) => `${objectId(object)}${object.refused === null ? '' : ' refused'}`).sort();
      expect(made.length).toBeGreaterThan(150);
      expect(lines(listed.filter(({ kind }) => KINDS.has(kind)))).toEqual(lines(made));
    } finally {
      await client.end();
    }
  });
});

/** `kind name: kind name, kind name` */
function describeObject(object: ObjectSummary): string {
  const proposed = object.proposes.map((each) => `${each.kind} ${objectLabel(each)}`);
  return `${object.kind} ${objectLabel(object)}${proposed.length === 0 ? '' : ` with ${proposed.join(', ')}`}`;
}

const EXPECTED: readonly string[] = [
  'aggregate shop.every_one(*)',
  'aggregate shop.total(numeric)',
  'collation shop.bytes',
  'domain shop.positive',
  'function shop.less(integer, integer)',
  'function shop.measure(shop.mood, date)',
  'function shop.touch()',
  'function shop.touch(integer, text, numeric[])',
  'function shop.written_in_c(integer, integer)',
  'materialized-view shop.stored with table shop.events',
  'operator shop.<<<(integer, integer)',
  'operator-family shop.kin USING btree',
  'procedure shop.run(integer)',
  'rule shop.alone: keep with table shop.alone, table shop.orders',
  'sequence shop.free',
  'sequence shop.numbers',
  'sequence shop.orders_id_seq',
  'table shop.alone with table shop.heir',
  'table shop.events with table shop.events_1',
  'table shop.events_1 with table shop.events, table shop.events_1_1',
  'table shop.events_1_1 with table shop.events, table shop.events_1',
  'table shop.heir with table shop.alone',
  'table shop.orders with sequence shop.numbers, sequence shop.orders_id_seq, table other.customer',
  'text-search-configuration shop.search',
  'text-search-dictionary shop.words',
  'trigger shop.events: touches with function shop.touch(), table shop.events',
  'trigger shop.orders: touches with function shop.touch(), table shop.orders',
  'type shop.mood',
  'type shop.pair',
  'type shop.span',
  'view shop.Names again with sequence shop.free, view shop.names',
  'view shop.names with table other.customer, table shop.orders',
].sort();
