import type { Scenario, Theme } from './scenario.ts';

/** Values that a row may hold in one column: each comes, takes the next one's place, and goes, with and without a key. */
function zoo(
  schema: string,
  says: string,
  type: string,
  values: readonly string[],
  init: { since?: number; setup?: readonly string[] } = {},
): Scenario {
  const all = values.map((value, n) => `(${n}, ${value})`).join(', ');
  const count = values.length;
  return {
    schema,
    says,
    ...(init.since === undefined ? {} : { since: init.since }),
    setup: [
      ...(init.setup ?? []),
      `create table keyed (id int primary key, v ${type})`,
      `create table bare (id int, v ${type})`,
      'alter table bare replica identity full',
      `create table source_of (id int primary key, v ${type})`,
      `insert into source_of values ${all}`,
      'insert into keyed select id + 1000, v from source_of',
      'insert into bare select id + 1000, v from source_of',
    ],
    work: [
      'insert into keyed select * from source_of',
      'insert into bare select * from source_of',
      ...['keyed', 'bare'].flatMap((table) => [
        `update ${table} set v = s.v from source_of s where ${table}.id - 1000 = (s.id + 1) % ${count}`,
        `update ${table} set id = id + 5000 where id < 1000 and id % 2 = 1`,
        `delete from ${table} where id >= 1000 and id % 3 = 0`,
      ]),
    ],
    expected: { rows: count + 2 * (2 * count - thirds(count)) },
  };
}

/** How many of 1000 to 1000 + count, and of the odd ones that went 5000 up, three divides. */
function thirds(count: number): number {
  const ids = Array.from({ length: count }, (_, n) => n);
  return ids.filter((n) => (n + 1000) % 3 === 0).length + ids.filter((n) => n % 2 === 1 && (n + 5000) % 3 === 0).length;
}

const texts = (...values: readonly string[]) => [...values.map((value) => `'${value.replaceAll("'", "''")}'`), 'null'];

const scenarios: readonly Scenario[] = [
  zoo(
    'numbers',
    'numerics at their ends',
    'numeric',
    texts('NaN', '0', '-0.000', '1.0', '1.00', `${'9'.repeat(300)}.${'9'.repeat(300)}`, '1e-1000', '1e131071', '-1e-16383'),
  ),
  zoo('infinite_numbers', 'infinite numerics', 'numeric', texts('Infinity', '-Infinity', 'NaN', '1'), { since: 14 }),
  zoo(
    'floats',
    'floats at their ends',
    'float8',
    texts('NaN', 'Infinity', '-Infinity', '-0', '0', '1.7976931348623157e308', '5e-324', '0.1'),
  ),
  zoo('short_floats', 'short floats', 'real', texts('NaN', 'Infinity', '-0', '3.4028235e38', '1e-45', '0.1')),
  zoo('integers', 'integers at their ends', 'bigint', texts('9223372036854775807', '-9223372036854775808', '0')),
  zoo(
    'moments',
    'moments out of the calendar',
    'timestamptz',
    texts(
      'infinity',
      '-infinity',
      '4713-01-02 00:00:00+00 BC',
      '294276-12-31 23:59:59.999999+00',
      '2024-02-29 23:59:59.999999-12',
      '0001-01-01 BC',
    ),
  ),
  zoo(
    'local_moments',
    'moments without a zone',
    'timestamp(3)',
    texts('infinity', '-infinity', '0044-03-15 12:00 BC', '1900-01-01 00:00:00.0015'),
  ),
  zoo('days', 'days', 'date', texts('infinity', '-infinity', '4713-01-01 BC', '5874897-12-31', '2000-02-29')),
  zoo('hours', 'times with a zone', 'timetz', texts('24:00:00+15:59', '00:00:00-15:59', '12:30:00.123456+05:45')),
  zoo(
    'spans',
    'intervals of mixed signs',
    'interval',
    texts('1 year -2 mons 3 days -04:05:06.789', '-178000000 years', '0', '1 day', '24:00', '30 days', '1 mon'),
  ),
  zoo('bytes', 'bytes', 'bytea', texts('', '\\x00', '\\x00ff5c27', '\\xdeadbeef')),
  zoo('bits', 'bits, of length nought too', 'bit varying', texts('', '0', '1', '10110', '1'.repeat(100))),
  zoo(
    'letters',
    'odd text',
    'text',
    texts('', ' ', '\t\n\r', 'é', 'e\u0301', '\\N', '\\.', 'NULL', '{"a"}', "it's", '𝒳🦣', 'ﷺ', '"', '\\'),
  ),
  zoo('padded', 'padded text', 'char(5)', texts('', 'a', 'a    ', 'abcde')),
  zoo(
    'json_texts',
    'JSON as it was written',
    'json',
    texts('{"b":1, "a" : 1,"a":2}', ' [ ] ', '"\\u0000"', '1e400', 'null', '"\\ud83d\\ude00"'),
  ),
  zoo('json_values', 'JSON as values', 'jsonb', texts('{"b":1, "a" : 1,"a":2}', '[]', 'null', '1.10', '{"": {}}', '1e400')),
  zoo(
    'arrays',
    'arrays of any shape and bound',
    'int[]',
    texts('{}', '{1,NULL,3}', '[0:2]={1,2,3}', '[-1:0][5:6]={{1,2},{3,4}}', '{{{1}}}'),
  ),
  zoo('text_arrays', 'arrays of odd text', 'text[]', texts('{}', '{NULL,"NULL","",null}', '{"a,b","{}","\\"","\\\\"}', '{{a},{"é 🦣"}}')),
  zoo('moment_arrays', 'arrays of moments', 'timestamptz[]', texts('{infinity,-infinity,NULL}', '{"0001-01-01 00:00+00 BC"}')),
  zoo('ranges', 'ranges', 'numrange', texts('empty', '(,)', '[1.0,1.00]', '(1,2]', '[,5)')),
  zoo(
    'moment_ranges',
    'ranges of moments',
    'tstzrange',
    texts('empty', '[-infinity,infinity]', '(,"2024-01-01 00:00+00")', '["0001-01-01 BC",]'),
  ),
  zoo('many_ranges', 'multiranges', 'int4multirange', texts('{}', '{[1,3),[5,6)}', '{(,)}'), { since: 14 }),
  zoo('moods', 'enums', 'mood', texts('good', `it's "bad", \\ really`, ''), {
    setup: [`create type mood as enum ('good', 'it''s "bad", \\ really', '')`],
  }),
  zoo('mood_arrays', 'arrays of enums', 'mood[]', texts('{}', '{good,NULL,b d}', '[5:5]={b d}'), {
    setup: [`create type mood as enum ('good', 'b d')`],
  }),
  zoo('pairs', 'composites', 'pair', texts('(,)', '(1,)', '(,"")', '(2,"a,b ""c"" \\\\ )")'), {
    setup: ['create type pair as (a int, b text)'],
  }),
  zoo('pair_arrays', 'arrays of composites', 'pair[]', texts('{}', '{"(1,a)",NULL,"(,)"}'), {
    setup: ['create type pair as (a int, b text)'],
  }),
  zoo('domains', 'domains, over arrays and composites too', 'deep', texts('{1,2}', '{}', '[3:3]={3}'), {
    setup: ['create domain small as int check (value < 100)', 'create domain deep as small[]'],
  }),
  zoo('named_pairs', 'domains over composites', 'named', texts('(1,)', '(1,"")', '(2,"a,b ""c"" \\\\ )")'), {
    setup: ['create type pair as (a int, b text)', 'create domain named as pair check ((value).a > 0)'],
  }),
  zoo('named_pair_arrays', 'arrays of domains over composites', 'named[]', texts('{}', '{"(1,a)",NULL,"(7,)"}'), {
    setup: ['create type pair as (a int, b text)', 'create domain named as pair check ((value).a > 0)'],
  }),
  zoo('money_values', 'money', 'money', texts('-92233720368547758.08', '92233720368547758.07', '0', '12.34')),
  zoo('documents', 'text search', 'tsvector', texts('', "fat:1A,2B cat 'it''s':3", 'a:16383D')),
  zoo('questions', 'text queries', 'tsquery', texts('fat & !cat', "'a b' <2> c:*A", '')),
  zoo('addresses', 'addresses', 'inet', texts('192.168.0.1/24', '::1', '10.0.0.0/8', '::ffff:1.2.3.4/128')),
  zoo('numbers_of_cards', 'MAC addresses', 'macaddr8', texts('08:00:2b:01:02:03:04:05', '00:00:00:00:00:00:00:00')),
  zoo('ids', 'UUIDs', 'uuid', texts('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')),
  zoo('shapes', 'points', 'point', texts('(0,-0)', '(NaN,Infinity)', '(1.5,1e300)')),
  zoo('outlines', 'polygons', 'polygon', texts('((0,0),(1,0),(1,1))', '((5,5))')),
  zoo('markup', 'XML', 'xml', texts('<a/>', '<a b="c">é</a>', 'x<b/>y')),
  zoo('places', 'places in the log', 'pg_lsn', texts('0/0', 'FFFFFFFF/FFFFFFFF')),
  zoo('named', 'names of objects', 'regclass', texts('pg_class', 'pg_catalog.pg_type')),
  zoo('truths', 'truths', 'boolean', texts('t', 'f')),
  zoo('paths', 'JSON paths', 'jsonpath', texts('$', '$.a[*] ? (@ > 1)', 'strict $."b c"')),
  {
    schema: 'Größe "Ü" it\'s $1 名',
    says: 'names of every kind',
    setup: [
      'create table "Ünï ""côdé"" it\'s" ("ID" int primary key, "a""b" text, "select" text, "ñ %s \\ $1" text, "名前" int)',
      `create table "${'x'.repeat(63)}" ("${'y'.repeat(63)}" int primary key)`,
      'create table "order" ("group" int)',
      'alter table "order" replica identity full',
      `insert into "order" values (1)`,
    ],
    work: [
      `insert into "Ünï ""côdé"" it's" values (1, 'a', 'b', 'c', 4), (2, 'a', 'b', 'c', 4)`,
      `update "Ünï ""côdé"" it's" set "a""b" = 'x', "名前" = null where "ID" = 1`,
      `update "Ünï ""côdé"" it's" set "ID" = 3 where "ID" = 2`,
      `insert into "${'x'.repeat(63)}" values (1), (2)`,
      `delete from "${'x'.repeat(63)}" where "${'y'.repeat(63)}" = 1`,
      `update "order" set "group" = 2`,
    ],
    expected: { rows: 4 },
  },
];

export const values: Theme = { name: 'value_forms', scenarios };
