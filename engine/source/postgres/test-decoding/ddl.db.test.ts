import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparable, type DecodingBench, readUntil, startDecodingBench } from '#e2e/decoding.ts';
import { sql } from '#e2e/faults/servers.ts';
import { type ChangeEvent, valuesOf } from '../../../schema/row.ts';

let bench: DecodingBench;
beforeAll(async () => {
  bench = await startDecodingBench();
}, 300_000);
afterAll(() => bench[Symbol.asyncDispose]());

const DDL = [
  `insert into t values (1, 'a')`,
  'alter table t add extra numeric(5, 2) default 1.5',
  `insert into t values (2, 'b', 2.5)`,
  'begin; alter table t drop column note; update t set extra = 3; alter table t add other int; insert into t values (3, 1, 7); commit',
  `insert into r values (1, 'a')`,
  'alter table r rename id to number',
  'insert into r values (2, null)',
  'update r set number = 3 where number = 2',
  'delete from r where number = 3',
  `insert into w values (1, 'a')`,
  'delete from w where id = 1',
  'alter table w add more int',
  'update w set more = 2',
  `insert into w values (2, 'b', 3)`,
  'delete from w',
  `insert into f values (1, 'a'), (2, 'b'), (3, 'c')`,
  'delete from f where id = 1',
  'alter table f replica identity full',
  'delete from f where id in (2, 3)',
];
const tables = (note: string) => [
  `create table t (id int primary key, note ${note})`,
  'create table r (id int primary key, note text)',
  'create table w (id int, note text)',
  'alter table w replica identity full',
  'create table f (id int primary key, note text not null default 1)',
  'alter table f alter note drop not null',
];
const SHAPES = [
  'id,note',
  'id,note,extra',
  'id,extra,other',
  'id,note',
  'number,note',
  'id,note',
  'id,note,more',
  ...Array(3).fill('id,note'),
];
const shapesIn = (events: readonly unknown[]) =>
  (events as ChangeEvent[]).flatMap((event) => (event.kind === 'insert' ? [event.relation.columns.join()] : []));

test('DDL as it comes: each change has the columns of its time', async () => {
  const it = await bench.database([...tables('varchar(20)')]);
  const events: ChangeEvent[] = [];
  await using stream = await it.open();
  for (const statement of DDL) {
    await sql(it.url, statement);
    events.push(...(await readUntil(stream, await it.end())));
  }
  expect(comparable(events)).toEqual(await it.expected());
  expect(shapesIn(events)).toEqual(SHAPES);
});

test('a length that is another one is seen with the next change, though the text tells none', async () => {
  const it = await bench.database(['create table t (id int primary key, note varchar(5), amount numeric(6, 2))']);
  await using stream = await it.open();
  const types: (readonly string[])[] = [];
  for (const statements of [
    [`insert into t values (1, 'a', 1.5)`],
    ['alter table t alter note type varchar(9), alter amount type numeric(8, 4)', `insert into t values (2, 'b', 1.2345)`],
    [`begin; alter table t alter note type varchar(20); update t set note = 'longer than nine' where id = 1; commit`],
    [`insert into t values (3, 'c', 1)`],
  ]) {
    await sql(it.url, ...statements);
    for (const event of await readUntil(stream, await it.end())) if ('relation' in event) types.push(event.relation.types);
  }
  const [note, amount] = [
    (length: number) => `1043 ${length + 4}`,
    (digits: number, scale: number) => `1700 ${(digits << 16) + scale + 4}`,
  ];
  expect(types.map((all) => all.slice(1))).toEqual([
    [note(5), amount(6, 2)],
    [note(9), amount(8, 4)],
    [note(20), amount(8, 4)],
    [note(20), amount(8, 4)],
  ]);
});

test('DDL that was there before the log is read: the columns are told by the log, their key by what the table became', async () => {
  // The modifier of a type that is gone is nowhere.
  const it = await bench.database([...tables('text')]);
  await sql(it.url, ...DDL.slice(0, 15));
  expect(shapesIn(await it.compared())).toEqual(SHAPES.slice(0, 7));
  // A key that was logged before the whole row was asked for is no row whose other columns are NULL.
  await sql(it.url, ...DDL.slice(15), 'insert into f values (4, null)', 'delete from f where id = 4');
  await using stream = await it.open();
  const deleted = (await readUntil(stream, await it.end())).flatMap((event) =>
    event.kind === 'delete' && event.relation.table.name === 'f' ? [[event.previous.form, ...valuesOf(event.previous.tuple)]] : [],
  );
  expect(deleted).toEqual([
    ['key', '1', null],
    ['row', '2', 'b'],
    ['row', '3', 'c'],
    ['key', '4', null],
  ]);
});
