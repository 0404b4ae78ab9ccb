import type { Unsupported } from './unsupported.ts';

const VERSION = 'PG_OBJECT_VERSION';

/** From 15 to 12. */
export const NEWER_THAN_12: readonly Unsupported[] = [
  {
    what: 'NULLS NOT DISTINCT',
    code: VERSION,
    subject: 't_key',
    statements: ['create table t (a integer, constraint t_key unique nulls not distinct (a))'],
  },
  {
    what: 'a unique index with NULLS NOT DISTINCT',
    code: VERSION,
    subject: 't_index',
    statements: ['create table t (a integer)', 'create unique index t_index on t (a) nulls not distinct'],
  },
  {
    what: 'BEGIN ATOMIC',
    code: VERSION,
    subject: 's.f',
    statements: ['create function f(a integer) returns integer begin atomic select a; end'],
  },
  {
    what: 'security_invoker',
    code: VERSION,
    subject: 's.v',
    statements: ['create table t (a integer)', 'create view v with (security_invoker) as select a from t'],
  },
  {
    what: 'a multirange column',
    code: VERSION,
    subject: 's.t',
    statements: ['create table t (id integer primary key, spans int4multirange)'],
  },
  {
    what: 'statistics on an expression',
    code: VERSION,
    subject: 'st',
    statements: ['create table t (a text, b text)', 'create statistics st on lower(a), b from t'],
  },
  {
    what: 'ON DELETE SET NULL of some columns',
    code: VERSION,
    subject: 'some_of_them',
    statements: [
      'create table p (a integer, b integer, primary key (a, b))',
      'create table t (a integer, b integer, constraint some_of_them foreign key (a, b) references p on delete set null (b))',
    ],
  },
  {
    what: 'a procedure with OUT arguments',
    code: VERSION,
    subject: 's.p',
    statements: [`create procedure p(out a integer) language plpgsql as 'begin a := 1; end'`],
  },
  {
    what: 'an unlogged sequence',
    code: VERSION,
    subject: 's.q',
    statements: ['create unlogged sequence q'],
  },
  {
    what: 'options of an operator class',
    code: VERSION,
    subject: 'by_trigram',
    statements: [
      'create extension pg_trgm schema s',
      'create table t (a text)',
      'create index by_trigram on t using gist (a gist_trgm_ops (siglen = 32))',
    ],
  },
  {
    what: 'an extension that the destination does not have',
    code: 'PG_EXTENSION_DEST',
    subject: 'old_snapshot',
    statements: ['create extension old_snapshot schema s'],
  },
];

/** From 18 to 15. */
export const NEWER_THAN_15: readonly Unsupported[] = [
  {
    what: 'a virtual generated column',
    code: VERSION,
    subject: 's.t',
    statements: ['create table t (a integer primary key, b integer generated always as (a * 2) virtual)'],
  },
  {
    what: 'a check that is not enforced',
    code: VERSION,
    subject: 'lax',
    statements: ['create table t (a integer constraint lax check (a > 0) not enforced)'],
  },
  {
    what: 'a foreign key that is not enforced',
    code: VERSION,
    subject: 'lax_key',
    statements: ['create table p (a integer primary key)', 'create table t (a integer constraint lax_key references p not enforced)'],
  },
  {
    what: 'WITHOUT OVERLAPS',
    code: VERSION,
    subject: 'apart',
    statements: [
      'create extension btree_gist schema s',
      'create table t (a integer, during daterange, constraint apart primary key (a, during without overlaps))',
    ],
  },
  {
    what: 'a NOT NULL that was not validated',
    code: VERSION,
    subject: 'later',
    statements: ['create table t (a integer)', 'alter table t add constraint later not null a not valid'],
  },
  {
    what: 'a builtin collation',
    code: VERSION,
    subject: 's.c',
    statements: [`create collation c (provider = builtin, locale = 'C.UTF-8')`],
  },
  {
    what: 'tailored ICU rules',
    code: VERSION,
    subject: 's.c',
    statements: [`create collation c (provider = icu, locale = 'und', rules = '&V << w')`],
  },
];
