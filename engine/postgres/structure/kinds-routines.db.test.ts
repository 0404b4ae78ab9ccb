import type pg from 'pg';
import { expect, test } from 'vitest';
import { sql, startServers, type TestServer } from '#e2e/faults/servers.ts';
import { installedMajors } from '#lib/postgres/server.ts';
import { connect } from '../connect.ts';
import type { Described, KindReader } from './kind.ts';
import { aggregate } from './kinds/aggregate.ts';
import { baseType } from './kinds/base-type.ts';
import { cast } from './kinds/cast.ts';
import { collation } from './kinds/collation.ts';
import { compositeType } from './kinds/composite-type.ts';
import { defaultPrivileges } from './kinds/default-privileges.ts';
import { domain } from './kinds/domain.ts';
import { enumType } from './kinds/enum-type.ts';
import { extension } from './kinds/extension.ts';
import { operator } from './kinds/operator.ts';
import { operatorClass } from './kinds/operator-class.ts';
import { operatorFamily } from './kinds/operator-family.ts';
import { rangeType } from './kinds/range-type.ts';
import { routine } from './kinds/routine.ts';
import { schema } from './kinds/schema.ts';
import { textSearchConfiguration } from './kinds/text-search-configuration.ts';
import { textSearchDictionary } from './kinds/text-search-dictionary.ts';
import { unmodelled } from './kinds/unmodelled.ts';

const READERS: readonly KindReader[] = [
  ...[schema, extension, collation, enumType, compositeType, rangeType, baseType, domain, routine, aggregate, operator, operatorFamily],
  ...[operatorClass, cast, textSearchDictionary, textSearchConfiguration, ...unmodelled, defaultPrivileges],
];

const ROLES = ['create role app_owner', 'create role reader', 'create role "Odd Role"'];

/** Objects of every kind, with the options that their version knows. */
function objects(major: number): readonly string[] {
  const from = (version: number, ...statements: readonly string[]) => (major >= version ? statements : []);
  return [
    'create schema app authorization app_owner; create schema "Odd ""Schema"',
    `comment on schema app is E'It''s \\\\ odd'`,
    'grant usage on schema app to reader with grant option; set role reader; grant usage on schema app to "Odd Role"; reset role',
    'revoke create on schema app from app_owner; grant create on schema public to reader; create extension hstore with schema app',
    'create extension btree_gist with schema "Odd ""Schema"; create collation app.german from "C"',
    `create collation app.mixed (lc_collate = 'C', lc_ctype = 'POSIX')`,
    `create collation app.icu (provider = icu, locale = 'de-u-co-phonebk'); comment on collation app.icu is 'phone book'`,
    ...from(12, `create collation app.ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`),
    ...from(16, `create collation app.ruled (provider = icu, locale = 'und', rules = '& V << w <<< W')`),
    ...from(17, `create collation app.builtin (provider = builtin, locale = 'C.UTF-8')`),
    `create type app.mood as enum ('sad', 'it''s', E'back\\\\slash')`,
    `alter type app.mood add value 'ok' before 'it''s'`,
    `create type app.nothing as enum (); comment on type app.mood is 'feelings'`,
    'revoke usage on type app.mood from public; grant usage on type app.mood to reader; alter type app.mood owner to app_owner',
    'create type app.pair as (a integer, gone text, "B b" varchar(10) collate "C", m app.mood[])',
    `alter type app.pair drop attribute gone; comment on column app.pair."B b" is 'second'; create type app.shell`,
    'create function app.text_distance(a text, b text) returns double precision language sql immutable as $$ select 1.0::float8 $$',
    'create type app.textrange as range (subtype = text, subtype_opclass = text_pattern_ops, collation = "POSIX", subtype_diff = app.text_distance)',
    'create type app.span as range (subtype = integer); create type app.stepped',
    "create function app.step(app.stepped) returns app.stepped language internal immutable strict as 'int4range_canonical'",
    'create type app.stepped as range (subtype = integer, canonical = app.step)',
    ...from(14, 'create type app.period as range (subtype = date, multirange_type_name = app.periods)'),
    `create domain app.positive as integer default 1 constraint above check (value > 0) constraint below check (value < 100)`,
    'alter domain app.positive add constraint even check (value % 2 = 0) not valid',
    `comment on constraint above on domain app.positive is 'more than nothing'; comment on domain app.positive is 'a number'`,
    "create domain app.word as varchar(20) collate \"C\" not null default 'it''s'",
    `create domain app.circle as text; create function app.is_circle(app.circle) returns boolean language sql as 'select true'`,
    'alter domain app.circle add constraint round check (app.is_circle(value)); create domain app.ring as integer',
    `create type app.rings as (a app.ring, b app.ring[]); create function app.is_ring(app.rings) returns boolean language sql as 'select true'`,
    'alter domain app.ring add constraint round check (app.is_ring(null::app.rings) and value > 0)',
    `comment on constraint round on domain app.circle is 'asks itself'; grant usage on type app.positive to reader`,
    // Routines.
    `create function app.f(a integer, b text default 'x', out c integer, inout d app.mood default 'sad', variadic e integer[] default '{}')
       returns record language plpgsql stable strict security definer parallel safe cost 7 set search_path to app, 'odd path' set work_mem to '1MB'
       as $body$ begin c := a; end $body$`,
    'create function app.rows(n integer) returns table (i integer, t text) language sql rows 10 as $$ select 1, null::text $$',
    'create function app."Odd name"() returns trigger language plpgsql leakproof as $$ begin return new; end $$',
    'revoke execute on function app.f from public; grant execute on function app.f to reader with grant option',
    `alter function app.f owner to app_owner; comment on function app.rows(integer) is 'two'`,
    `alter function app.rows(integer) depends on extension hstore; create procedure app.p(a integer, inout b text) language sql as 'select b';
     grant execute on procedure app.p(integer, text) to "Odd Role"`,
    ...from(14, `create procedure app.p_out(a text, out b text) language sql as 'select a'; comment on procedure app.p_out is 'out'`),
    ...from(14, "create function app.atomic(a integer) returns integer begin atomic select app.text_distance('a', 'b')::integer + a; end"),
    ...from(13, 'create function app.any_of(anycompatible, anycompatible) returns boolean language sql as $$ select true $$'),
    ...from(12, 'create function app.helped(integer) returns integer language sql support generate_series_int4_support as $$ select 1 $$'),
    // Aggregates.
    'create function app.add(integer, integer) returns integer language sql immutable as $$ select $1 + $2 $$',
    'create function app.finish(integer) returns integer language sql immutable as $$ select $1 $$',
    "create aggregate app.total(integer) (sfunc = app.add, stype = integer, sspace = 64, initcond = '0', finalfunc = app.finish, combinefunc = app.add, parallel = safe)",
    "create aggregate app.moving_total(integer) (sfunc = int4_sum, stype = bigint, msfunc = int4_avg_accum, minvfunc = int4_avg_accum_inv, mstype = bigint[], msspace = 8, mfinalfunc = int2int4_sum, minitcond = '{0,0}')",
    'create aggregate app.shared(integer) (sfunc = app.add, stype = integer, finalfunc = app.finish, finalfunc_modify = read_write)',
    'create aggregate app.least(integer) (sfunc = int4smaller, stype = integer, sortop = <)',
    'create function app.tick(integer) returns integer language sql immutable as $$ select $1 + 1 $$',
    'create aggregate app.ticks(*) (sfunc = app.tick, stype = integer, initcond = 0, parallel = restricted)',
    'create aggregate app.percentile(fraction double precision order by value double precision) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_cont_float8_final)',
    'create aggregate app.ranked(variadic "any" order by variadic "any") (sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical)',
    'create aggregate app.average(numeric) (sfunc = numeric_avg_accum, stype = internal, finalfunc = numeric_avg, combinefunc = numeric_avg_combine, serialfunc = numeric_avg_serialize, deserialfunc = numeric_avg_deserialize, parallel = safe)',
    `comment on aggregate app.percentile(double precision order by double precision) is 'in between'`,
    'revoke execute on function app.ticks() from public; alter aggregate app.ticks(*) owner to app_owner',
    'grant execute on function app.percentile(double precision, double precision) to reader',
    // Operators, their families and classes.
    'create function app.same(app.pair, app.pair) returns boolean language sql immutable as $$ select ($1).a = ($2).a $$',
    'create function app.other(app.pair, app.pair) returns boolean language sql immutable as $$ select ($1).a <> ($2).a $$',
    'create function app.compare(app.pair, app.pair) returns integer language sql immutable as $$ select ($1).a - ($2).a $$',
    'create function app.compare(app.pair, integer) returns integer language sql immutable as $$ select ($1).a - $2 $$',
    'create function app.same(app.pair, integer) returns boolean language sql immutable as $$ select ($1).a = $2 $$',
    'create operator app.=== (procedure = app.same, leftarg = app.pair, rightarg = app.pair, commutator = operator(app.===), negator = operator("Odd ""Schema".<<>>), restrict = eqsel, join = eqjoinsel, hashes, merges)',
    'create operator "Odd ""Schema".<<>> (procedure = app.other, leftarg = app.pair, rightarg = app.pair, negator = operator(app.===))',
    'create operator app.=== (procedure = app.same, leftarg = app.pair, rightarg = integer)',
    `create operator app.@@@ (procedure = app.tick, rightarg = integer); comment on operator app.@@@ (none, integer) is 'next'`,
    'alter operator app.=== (app.pair, app.pair) owner to app_owner; create operator family app.pairs using btree',
    'create operator class app.pair_ops default for type app.pair using btree family app.pairs as operator 3 app.===, function 1 app.compare(app.pair, app.pair)',
    'alter operator family app.pairs using btree add operator 3 app.=== (app.pair, integer), function 1 (app.pair, integer) app.compare(app.pair, integer)',
    `comment on operator family app.pairs using btree is 'two'; comment on operator class app.pair_ops using btree is 'first'`,
    'create operator class app.ints for type integer using gist as storage "Odd ""Schema".gbtreekey8',
    // Before 14 the server kept operators of such an index in the class, since then in the family.
    ...from(
      14,
      'create operator class app.distance for type integer using gist as operator 1 <, operator 15 "Odd ""Schema".<-> (integer, integer) for order by pg_catalog.integer_ops, function 1 "Odd ""Schema".gbt_int4_consistent(internal, integer, smallint, oid, internal)',
    ),
    // Casts.
    'create function app.to_pair(integer) returns app.pair language sql as $$ select null::app.pair $$',
    'create cast (integer as app.pair) with function app.to_pair(integer) as implicit',
    'create cast (app.mood as json) with inout as assignment; create cast (app.pair as app.span) with inout',
    `comment on cast (integer as app.pair) is 'makes two'`,
    // Text search.
    `create text search dictionary app.dict (template = simple, stopwords = 'english', accept = false)`,
    'create text search configuration app.conf (copy = english)',
    'alter text search configuration app.conf alter mapping for word, asciiword with app.dict, english_stem',
    `alter text search configuration app.conf drop mapping for url; comment on text search configuration app.conf is 'ours'`,
    `comment on text search dictionary app.dict is 'plain'; alter text search configuration app.conf owner to app_owner`,
    // Default privileges.
    'alter default privileges for role app_owner revoke execute on functions from public',
    'alter default privileges for role app_owner in schema app grant select, update on tables to reader with grant option',
    `alter default privileges for role app_owner grant usage on sequences to reader;
     alter default privileges for role app_owner grant usage on schemas to public`,
  ];
}

/** What is listed and refused. */
const REFUSED = [
  `create function app.in_c() returns integer language c as '$libdir/hstore', 'hstore_in'`,
  'create foreign data wrapper fdw; create server remote foreign data wrapper fdw',
  `create type app.base; create function app.base_in(cstring) returns app.base language internal immutable strict as 'int4in'`,
  `create function app.base_out(app.base) returns cstring language internal immutable strict as 'int4out'`,
  'create type app.base (input = app.base_in, output = app.base_out, like = integer)',
  'create foreign table app.far (a integer) server remote',
  'create user mapping for reader server remote',
  `create conversion app.conv for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1`,
  'create trusted language odd_language handler plpgsql_call_handler',
  'create access method heap_again type index handler bthandler',
  'create text search parser app.parser (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)',
  'create text search template app.template (lexize = dsimple_lexize)',
];

test.each([11, 12, 15, 18].filter((major) => installedMajors().includes(major)))(
  'objects of a %i server are made again as they were',
  async (major) => {
    await using servers = await startServers({ sourceMajor: major });
    const { source, destination } = servers;
    for (const server of [source, destination]) await sql(server.url(), ...ROLES);
    await servers.databases('made');
    await sql(source.url('made'), ...objects(major));
    const before = await read(source);
    expect(before.filter(({ refused }) => refused)).toEqual([]);
    await make(destination, before);
    expect((await read(destination)).map(comparable)).toEqual(before.map(comparable));

    await sql(source.url('made'), ...REFUSED);
    const refused = (await read(source)).filter(({ refused: why }) => why);
    expect(refused.map(({ kind, schema: place, name }) => `${kind}: ${place ?? ''} ${name}`)).toEqual([
      'type: app base',
      'function: app in_c()',
      'unmodelled: app far (foreign table)',
      'unmodelled:  fdw (foreign-data wrapper)',
      'unmodelled:  remote (foreign server)',
      'unmodelled:  reader on remote (user mapping)',
      'unmodelled:  odd_language (language)',
      'unmodelled: app conv (conversion)',
      'unmodelled:  heap_again (access method)',
      'unmodelled: app parser (text search parser)',
      'unmodelled: app template (text search template)',
    ]);
  },
  120_000,
);

async function session(server: TestServer): Promise<pg.Client> {
  const client = await connect(server.endpoint('made'), { side: 'source', purpose: 'test' });
  await client.query("set search_path to ''");
  return client;
}

async function read(server: TestServer): Promise<readonly Described[]> {
  const client = await session(server);
  try {
    const [row] = (await client.query<{ v: string }>("select current_setting('server_version_num') as v")).rows;
    const found: Described[] = [];
    for (const reader of READERS) found.push(...(await reader.read({ client, version: Number(row?.v) }, { tables: null })));
    return found;
  } finally {
    await client.end();
  }
}

/** Whatever can be made is made, until all is: the order is not what is tested here. */
async function make(server: TestServer, all: readonly Described[]): Promise<void> {
  const client = await session(server);
  const attempt = async (statements: readonly string[]): Promise<unknown> => {
    try {
      await client.query('begin');
      for (const statement of statements) await client.query(statement);
      await client.query('commit');
      return null;
    } catch (error) {
      await client.query('rollback');
      return error;
    }
  };
  const untilDone = async (work: readonly (readonly string[])[]): Promise<void> => {
    const left: (readonly string[])[] = [];
    const errors: unknown[] = [];
    for (const statements of work) {
      const error = await attempt(statements);
      if (error === null) continue;
      left.push(statements);
      errors.push(String(error), statements);
    }
    if (left.length === work.length && left.length > 0) expect(errors).toEqual([]);
    if (left.length > 0) await untilDone(left);
  };
  try {
    await untilDone(all.filter(({ kind }) => kind === 'schema').map((object) => object.sql));
    await untilDone(all.map(({ standIn }) => standIn ?? []));
    await untilDone(all.filter(({ kind }) => kind !== 'schema').map((object) => object.sql));
    await untilDone(all.map(({ later }) => later ?? []));
    await untilDone(all.map(({ ownership }) => ownership ?? []));
    await untilDone(all.map(({ grants }) => grants ?? []));
  } finally {
    await client.end();
  }
}

/** Without oids. NOT NULL of a domain has a name since 17, arguments of procedures have IN before them since 14. */
function comparable({ oid: _, requires, laterRequires, ...object }: Described) {
  const same = (statement: string) => statement.replace(/ constraint "\w+_not_null" not null/, ' not null').replace(/\(IN /, '(');
  return {
    ...object,
    sql: object.sql.map(same),
    ownership: object.ownership?.map(same),
    grants: object.grants?.map(same),
    related: [requires?.length, laterRequires?.length],
  };
}
