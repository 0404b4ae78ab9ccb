import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { connect } from '../../postgres/connect.ts';
import { asPosition, type ChangeBatch, type Position, type RelationShape, type RowChange, type Value } from '../../schema/row.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { Applier } from './apply.ts';
import { beginCheckpoint, prepareMarks } from './marks.ts';

const TASK = 'apply';
let servers: TestServers;
let url: string;
let client: pg.Client;
let applier: Applier;

const at = (number: number): Position => asPosition(number.toString(16).toUpperCase().padStart(16, '0'));
const TYPES = { id: 'bigint', small: 'smallint', code: 'text' } as const;
const table = plannedTable({
  id: 't',
  source: { schema: 'public', name: 't' },
  columns: Object.entries(TYPES).map(([name, type]) => ({ source: name, destination: name, type, comparable: true })),
  key: ['id'],
});
const relation: RelationShape = { id: 't', table: table.source, columns: Object.keys(TYPES), types: [], identity: ['id'] };
const insert = (...next: Value[]): RowChange => ({ kind: 'insert', relation, next });
const update = (...next: Value[]): RowChange => ({ kind: 'update', relation, previous: null, next });
const remove = (id: string): RowChange => ({ kind: 'delete', relation, previous: { form: 'key', tuple: [id, null, null] } });
const batch = (position: number | null, ...changes: RowChange[]): ChangeBatch => ({
  changes,
  commit: position === null ? null : { position: at(position), at: 0, transactions: 1 },
});
const rows = () => valuesOf(url, `select concat_ws(' ', id, small, code) from t order by id`);
/** As whoever tries again has it. */
const anew = () => new Applier(client, { taskId: TASK, tables: [table], checkpoint: at(1), independentTables: true });
const checkpoint = () => value(url, 'select checkpoint from opendts.task');

beforeAll(async () => {
  servers = await startServers();
  url = servers.destination.url();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

beforeEach(async () => {
  await sql(url, 'drop schema if exists opendts cascade', 'drop table if exists t');
  await sql(url, 'create table t (id bigint primary key, small smallint, code text unique)');
  client = await connect(servers.destination.endpoint('postgres') as PostgresEndpoint, { side: 'destination', purpose: 'test' });
  await prepareMarks(client, TASK);
  await beginCheckpoint(client, TASK, at(1));
  applier = anew();
  return () => client.end();
});

test('rows and checkpoint come together, and what was applied is not applied again', async () => {
  await applier.apply(batch(2, insert('1', '7', 'a'), insert('2', null, 'b'), update('1', undefined, 'c')));
  expect(await rows()).toEqual(['1 7 c', '2 b']);
  await applier.apply(batch(2, remove('1')));
  await applier.apply(batch(3, remove('2')));
  expect(await rows()).toEqual(['1 7 c']);
  expect(await checkpoint()).toBe(at(3));
  await applier.flush();
});

test('what takes long is told by table', async () => {
  await sql(
    url,
    'drop table if exists slow',
    'create or replace function takes_long(bigint) returns boolean volatile language plpgsql as $$ begin perform pg_sleep(0.5); return true; end $$',
    'create table slow (id bigint primary key check (takes_long(id)), small smallint, code text)',
  );
  const slow = { ...table, id: 'slow', source: { schema: 'public', name: 'slow' }, destination: { schema: 'public', name: 'slow' } };
  applier.know([table, slow]);
  const late: RowChange = { ...insert('1', '1', 'a'), relation: { ...relation, id: 'slow', table: slow.source } } as RowChange;
  const { spent } = await applier.apply(batch(2, insert('1', '1', 'a'), late));
  expect([...(spent ?? [])].sort(([, a], [, b]) => b - a).map(([id]) => id)).toEqual(['slow', 't']);
});

test('unique values that rows hand on to each other arrive, in the order of the source', async () => {
  await applier.apply(batch(2, insert('1', '1', 'a'), insert('2', '2', 'b')));
  await applier.apply(batch(3, update('1', '1', 'x'), update('2', '2', 'a'), update('1', '1', 'b')));
  expect(await rows()).toEqual(['1 1 b', '2 2 a']);
  // It goes on with statements it knew before.
  await applier.apply(batch(4, insert('3', '3', 'c')));
  expect(await rows()).toHaveLength(3);
});

test('a part that collides is written one by one, and the parts before it stay', async () => {
  await applier.apply(batch(2, insert('1', '1', 'a'), insert('2', '2', 'b')));
  await applier.apply(batch(null, insert('3', '3', 'c')));
  await applier.apply(batch(null, update('1', '1', 'x'), update('2', '2', 'a'), update('1', '1', 'b')));
  expect(await rows()).toEqual(['1 1 a', '2 2 b']);
  await applier.apply(batch(3, insert('4', '4', 'd')));
  expect(await rows()).toEqual(['1 1 b', '2 2 a', '3 3 c', '4 4 d']);
});

test('a value the destination has no room for is refused by the server, by name, and nothing of its batch is there', async () => {
  const refused = applier.apply(batch(2, insert('1', '1', 'a'), insert('2', '40000', 'b')));
  await expect(refused).rejects.toMatchObject({ object: 'public.t', side: 'destination' });
  await expect(refused).rejects.toThrow(/out of range/);
  expect(await rows()).toEqual([]);
  expect(await checkpoint()).toBe(at(1));
  await anew().apply(batch(2, insert('1', '1', 'a')));
  expect(await rows()).toEqual(['1 1 a']);
});

test('a checkpoint that somebody else moved, or took away, keeps rows from being written twice', async () => {
  await sql(url, `update opendts.task set checkpoint = '${at(9)}'`);
  await expect(applier.apply(batch(2, insert('1', '1', 'a')))).rejects.toMatchObject({ code: 'checkpoint.moved' });
  await sql(url, 'delete from opendts.task');
  await expect(anew().apply(batch(2, insert('1', '1', 'a')))).rejects.toMatchObject({ code: 'checkpoint.moved' });
  expect(await rows()).toEqual([]);
});

test('changes that find no row are counted', async () => {
  await applier.apply(batch(2, insert('1', '1', 'a')));
  const { missed } = await applier.apply(batch(3, update('1', '2', 'a'), update('8', '2', 'b'), remove('9')));
  expect([...missed]).toEqual([['t', 2]]);
});

test('many changes of one row are one, and are told of', async () => {
  await applier.apply(batch(2, insert('1', '1', 'a')));
  const changes = Array.from({ length: 500 }, (_, index) => update('1', String(index), `n${index}`));
  const { hot } = await applier.apply(batch(3, ...changes));
  expect(hot).toEqual([{ table: 't', key: '1', count: 500 }]);
  expect(await rows()).toEqual(['1 499 n499']);
});

test('a commit that need not wait for the disk does not, until it is asked to', async () => {
  await sql(url, 'create table seen (how text)');
  await sql(
    url,
    `create function note() returns trigger language plpgsql as $$ begin
      insert into public.seen values (current_setting('synchronous_commit')); return null; end $$`,
    'create trigger note after insert or update on t for each statement execute function note()',
    'create trigger note after update on opendts.task for each statement execute function note()',
  );
  await applier.apply(batch(2, insert('1', '1', 'a')));
  await applier.flush();
  expect(await valuesOf(url, 'select how from seen')).toEqual(['off', 'off', 'on']);
  await sql(url, 'drop function note cascade', 'drop table seen');
});
