import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DecodingBench, startDecodingBench } from '#e2e/decoding.ts';
import { sql } from '#e2e/faults/servers.ts';

/** Types with a value each. */
const ZOO: readonly (readonly [type: string, literal: string])[] = [
  ...(['true', 'false'] as const).map((value) => ['boolean', value] as const),
  ...[...['smallint', 'int', 'bigint', 'numeric', 'real', 'money'].map((type) => [type, "'-5'"] as const), ['oid', '4294967295'] as const],
  ...["'NaN'", "'-Infinity'", "'-0'", '0.1', '1e300', '1e-300'].map((value) => ['double precision', value] as const),
  ...["'NaN'", "'123456789012345678901234567890.000'"].map((value) => ['numeric', value] as const),
  ['numeric(9,3)', '1.5'],
  ...[['bit(3)', "'101'"] as const, ['varbit', "'0011'"] as const, ['varbit', "''"] as const],
  ...["''", "''''", `'it''s a "test" \\ of'`, `E'two\\nlines\\r\\tand \\\\'`, "'null'", "'unchanged-toast-datum'"].map(
    (v) => ['text', v] as const,
  ),
  ...["' new-tuple: a[integer]:1'", "'(no-tuple-data)'", "'漢字 😀'", "'BEGIN 1'", "'COMMIT'"].map((v) => ['text', v] as const),
  ...['char(5)', 'varchar(9)', 'name', '"char"'].map((type) => [type, "''''"] as const),
  ['bytea', "'\\x00ff27'"],
  ['json', `'{"a": [1, "''"]}'`],
  ['jsonb', `'{"b": null}'`],
  ['xml', "'<a>''</a>'"],
  ['uuid', "'00000000-0000-0000-0000-000000000001'"],
  ['inet', "'10.0.0.1/8'"],
  ['macaddr', "'08:00:2b:01:02:03'"],
  ['interval', "'1 mon -2 days 03:04:05.6'"],
  ...["'infinity'", "'0044-03-15 BC'"].map((value) => ['date', value] as const),
  ['timestamp', "'2024-02-29 12:34:56.789'"],
  ['timestamptz', "'2024-02-29 12:34:56.789+05:30'"],
  ['time', "'24:00'"],
  ['timetz', "'01:02:03+04'"],
  ['point', "'(1,2)'"],
  ['tsvector', "'''a b'':1 c'"],
  ['int4range', "'[1,5)'"],
  ['pg_lsn', "'16/B374D848'"],
  ['int[]', "'{{1,NULL},{3,4}}'"],
  ['text[]', `'{"a,b",NULL,"null","it''s \\"x\\""}'`],
  ['numrange[]', `'{"[1.0,2.0]"}'`],
  ['"Od""d ]:".mood', "'not ''so'' glad'"],
  ['"Od""d ]:".mood[]', "'{sad}'"],
  ['"Od""d ]:"."pair. of"', `'(1,"a ""b"", ''c''")'`],
  ['yes', 'true'],
  ['small', '3'],
  ['words', "'{a,b}'"],
];

describe.each([11, 15])('version %i', (major) => {
  let bench: DecodingBench;
  beforeAll(async () => {
    bench = await startDecodingBench(major);
  }, 300_000);
  afterAll(() => bench[Symbol.asyncDispose]());

  test('a zoo of values is what pgoutput makes of it', async () => {
    const schema = '"Od""d ]:"';
    const columns = ZOO.map(([type], index) => `"c.${index}: [x]" ${type}`);
    const zoo = `${schema}."zoo, ""a"": b"`;
    const it = await bench.database([
      `create schema ${schema}`,
      `create type ${schema}.mood as enum ('sad', 'not ''so'' glad')`,
      `create type ${schema}."pair. of" as (a int, "b" text)`,
      `create domain yes as boolean check (value)`,
      'create domain small as int',
      'create domain words as text[]',
      `create table ${zoo} (id int primary key, "select" text default 'kept', ${columns.join(', ')})`,
      `create table whole (id int, ${columns.join(', ')})`,
      'alter table whole replica identity full',
    ]);
    const values = ZOO.map(([, literal]) => literal).join(', ');
    await sql(
      it.url,
      `insert into ${zoo} values (1, null, ${values})`,
      `insert into ${zoo} (id) values (2)`,
      `insert into whole values (1, ${values})`,
      'insert into whole (id) values (2)',
      'insert into whole default values',
      `update ${zoo} set "select" = 'new-tuple:'`,
      `update ${zoo} set id = id + 10`,
      'update whole set id = 3 where id is null',
      'update whole set id = -id',
      `delete from ${zoo}`,
      'delete from whole',
    );
    const events = await it.compared();
    expect(events).toHaveLength(40);
  });

  const computed = (sql: string) => (major < 12 ? '' : ` generated always as (${sql}) stored`);

  test('keys, whole rows, indexes, generated and dropped columns, unchanged large values, subtransactions, TRUNCATE', async () => {
    const it = await bench.database([
      `create table keyed (gone int, a int, big text, b text, primary key (b, a), total int${computed('a * 2')})`,
      'alter table keyed drop column gone',
      `create table whole (id int, big text, note text, twice text${computed('note || note')})`,
      'alter table whole replica identity full',
      'create table indexed (a int not null, b int not null, big text)',
      'create unique index indexed_key on indexed (b) include (a)',
      'alter table indexed replica identity using index indexed_key',
      'create table nothing (id int primary key, note text)',
      'alter table nothing replica identity nothing',
      'create table no_columns ()',
      'create table parted (id int, part int, primary key (id, part)) partition by list (part)',
      'create table part_1 partition of parted for values in (1)',
      'create table part_2 partition of parted for values in (2)',
      'alter table keyed alter big set storage external',
      'alter table whole alter big set storage external',
      'alter table indexed alter big set storage external',
    ]);
    const big = `repeat('x', 9000)`;
    await sql(
      it.url,
      `insert into keyed select n, ${big}, 'k' from generate_series(1, 3) n`,
      `insert into whole select n, ${big}, nullif(n, 2)::text from generate_series(1, 3) n`,
      `insert into indexed select n, n * 10, ${big} from generate_series(1, 3) n`,
      `insert into nothing values (1, 'x')`,
      'insert into no_columns default values',
      'insert into parted values (1, 1), (2, 2)',
      // Large values unchanged: not sent, or in the old row only.
      'update keyed set a = a where a = 1',
      `update keyed set b = 'l' where a = 2`,
      `update whole set note = 'new' where id < 3`,
      'update indexed set a = a + 1 where a = 1',
      'update indexed set b = b + 1 where a = 3',
      'update parted set part = 2 where id = 1',
      'delete from keyed where a = 1',
      'delete from whole where id = 2',
      'delete from indexed where a = 3',
      'delete from parted where id = 2',
      'begin; savepoint s; insert into nothing values (2); rollback to s; insert into nothing values (3); savepoint t; insert into nothing values (4); commit',
      'begin; insert into nothing values (5); rollback',
      'truncate keyed, whole restart identity',
      'truncate nothing cascade',
      'begin; truncate indexed; insert into indexed values (9, 9, null); commit',
    );
    const events = await it.compared();
    expect(events.length).toBeGreaterThan(60);
  });

  test('texts in the encoding of the database', async () => {
    const it = await bench.database(['create table "表" (id int primary key, "名" text)'], 'EUC_JP');
    await sql(it.url, `insert into "表" values (1, '波ダッシュ～'), (2, 'plain'), (3, null)`);
    expect(await it.compared()).toHaveLength(5);
  });

  // Only these versions have them, and nobody else tells of a column that is none.
  if (major < 12)
    test('tables with numbered rows', async () => {
      const it = await bench.database([
        'create table numbered (id int primary key, note text) with oids',
        'create table full_rows (id int) with oids',
      ]);
      await sql(
        it.url,
        'alter table full_rows replica identity full',
        `insert into numbered values (1, 'a')`,
        'insert into full_rows values (1), (null)',
      );
      await sql(
        it.url,
        'update numbered set id = 2',
        'update full_rows set id = 2 where id is null',
        'delete from numbered',
        'delete from full_rows',
      );
      expect(await it.compared()).toHaveLength(6 * 2 + 8);
    });
});
