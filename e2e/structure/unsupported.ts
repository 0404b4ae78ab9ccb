import type { SchemaSelection, TaskConfig } from '#engine/task/config.ts';

/** One construct in a schema `s`, and the finding that must tell of it. */
export interface Unsupported {
  readonly what: string;
  readonly code: string;
  /** Part of the subject of the problem. */
  readonly subject: string;
  readonly statements: readonly string[];
  /** Run at the destination. */
  readonly destination?: readonly string[];
  readonly config?: Partial<Pick<TaskConfig, 'types' | 'structure'>> & { readonly objects?: readonly SchemaSelection[] };
}

const UNSUPPORTED = 'PG_OBJECT_UNSUPPORTED';
const BASE_TYPE = [
  'create type base',
  `create function base_in(cstring) returns base language internal immutable strict as 'int4in'`,
  `create function base_out(base) returns cstring language internal immutable strict as 'int4out'`,
  'create type base (input = base_in, output = base_out, internallength = 4, passedbyvalue, alignment = int4)',
];

/** Between two servers of 15. */
export const NOWHERE: readonly Unsupported[] = [
  {
    what: 'a function written in C',
    code: UNSUPPORTED,
    subject: 's.raw_uuid',
    statements: [`create function raw_uuid() returns uuid language c as '$libdir/pgcrypto', 'pg_random_uuid'`],
  },
  {
    what: 'a foreign table',
    code: UNSUPPORTED,
    subject: 's.far',
    statements: [
      'create extension file_fdw',
      'create server files foreign data wrapper file_fdw',
      `create foreign table far (line text) server files options (filename '/dev/null')`,
    ],
  },
  {
    what: 'an invalid index',
    code: UNSUPPORTED,
    subject: 'broken',
    statements: [
      'create table t (a integer)',
      'create index broken on t (a)',
      `update pg_catalog.pg_index set indisvalid = false where indexrelid = 's.broken'::regclass`,
    ],
  },
  { what: 'a base type', code: UNSUPPORTED, subject: 's.base', statements: BASE_TYPE },
  {
    what: 'a text search parser',
    code: UNSUPPORTED,
    subject: 's.words',
    statements: [
      `create text search parser words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)`,
    ],
  },
  {
    what: 'a conversion',
    code: UNSUPPORTED,
    subject: 's.latin',
    statements: [`create conversion latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8`],
  },
  {
    what: 'a table with a column of a type that is not carried',
    code: 'PG_OBJECT_DEPENDS',
    subject: 's.holds_base',
    statements: [...BASE_TYPE, 'create table holds_base (id integer primary key, b base)'],
  },
  {
    what: 'a view over a function that is not carried',
    code: 'PG_OBJECT_DEPENDS',
    subject: 's.uses_raw',
    statements: [
      `create function raw_uuid() returns uuid language c as '$libdir/pgcrypto', 'pg_random_uuid'`,
      'create view uses_raw as select raw_uuid() as id',
    ],
  },
  {
    what: 'an owner that the destination does not know',
    code: 'PG_ROLE_MISSING',
    subject: 'only_at_source',
    statements: [
      `do $$ begin if not exists (select from pg_roles where rolname = 'only_at_source') then create role only_at_source; end if; end $$`,
      'create table t (id integer primary key)',
      'alter table t owner to only_at_source',
    ],
    config: { structure: { ownership: true, grants: false, eventTriggers: [] } },
  },
  {
    what: 'a function whose text names a table that is renamed',
    code: 'PG_RENAME_OPAQUE',
    subject: 's.how_many',
    statements: [
      'create table orders (id integer primary key)',
      `create function how_many() returns bigint language sql as 'select count(*) from s.orders'`,
    ],
    config: { objects: [{ schema: 's', as: 'renamed' }] },
  },
  {
    what: 'a full join USING a column renamed at one side only',
    code: 'PG_RENAME_OPAQUE',
    subject: 's.joined',
    statements: [
      'create table orders (id integer primary key)',
      'create view joined as select id, n from orders full join (select 1 as id, 2 as n) x using (id)',
    ],
    config: {
      objects: [
        {
          schema: 's',
          tables: [{ name: 'orders', columns: [{ name: 'id', as: 'no' }] }],
          others: [{ kind: 'view', name: 'joined' }],
        },
      ],
    },
  },
  {
    what: 'a trigger that fires while changes are applied',
    code: 'PG_TRIGGER_FIRES',
    subject: 'always_there',
    statements: [
      'create table t (id integer primary key)',
      `create function f() returns trigger language plpgsql as 'begin return new; end'`,
      'create trigger always_there before insert on t for each row execute function f()',
      'alter table t enable always trigger always_there',
    ],
    config: { types: ['schema', 'full', 'incremental'] },
  },
];
