import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { connect } from '../../postgres/connect.ts';
import { asPosition, type ChangeBatch, type Position, type RelationShape, type RowChange, type Value } from '../../schema/row.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { Applier } from './apply.ts';
import { beginCheckpoint, prepareMarks } from './marks.ts';

const TASK = 'ahead';
let servers: TestServers;
let url: string;
let client: pg.Client;
let applier: Applier;

const at = (number: number): Position => asPosition(number.toString(16).toUpperCase().padStart(16, '0'));
const table = plannedTable({
  id: 't',
  source: { schema: 'public', name: 't' },
  columns: Object.entries({ id: 'bigint', code: 'text' }).map(([name, type]) => ({
    source: name,
    destination: name,
    type,
    comparable: true,
  })),
  key: ['id'],
});
const relation: RelationShape = { id: 't', table: table.source, columns: ['id', 'code'], types: [], identity: ['id'] };
const insert = (id: number, code: Value): RowChange => ({ kind: 'insert', relation, next: [String(id), code] });
const update = (id: number, code: Value): RowChange => ({ kind: 'update', relation, previous: null, next: [String(id), code] });
const batch = (position: number | null, ...changes: RowChange[]): ChangeBatch => ({
  changes,
  commit: position === null ? null : { position: at(position), at: 0, transactions: 1 },
});
const rows = () => valuesOf(url, `select concat_ws(' ', id, code) from t order by id`);
const from = (number: number) => new Applier(client, { taskId: TASK, tables: [table], checkpoint: at(number), independentTables: true });
const checkpoint = () => value(url, 'select checkpoint from opendts.task');
const outcomes = async (...given: Promise<unknown>[]) => (await Promise.allSettled(given)).map(({ status }) => status);

beforeAll(async () => {
  servers = await startServers();
  url = servers.destination.url();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

beforeEach(async () => {
  await sql(url, 'drop schema if exists opendts cascade', 'drop table if exists t');
  await sql(url, 'create table t (id bigint primary key, code text unique)');
  client = await connect(servers.destination.endpoint('postgres') as PostgresEndpoint, { side: 'destination', purpose: 'test' });
  await prepareMarks(client, TASK);
  await beginCheckpoint(client, TASK, at(1));
  applier = from(1);
  // What is sent ahead is sent by a connection that has its settings.
  await applier.apply(batch(2, insert(1, 'a'), insert(2, 'b')));
  return () => client.end();
});

describe('batches that are given before those before them are applied', () => {
  test('are applied in order', async () => {
    await Promise.all([
      applier.apply(batch(3, update(1, 'x'))),
      applier.apply(batch(4, update(1, 'y'), insert(3, 'c'))),
      applier.apply(batch(5, update(3, 'z'))),
    ]);
    expect(await rows()).toEqual(['1 y', '2 b', '3 z']);
    expect(await checkpoint()).toBe(at(5));
  });

  test('wait for one that must be written again, and are written again themselves', async () => {
    const handOn = batch(3, update(1, 'x'), update(2, 'a'), update(1, 'b'));
    await Promise.all([applier.apply(handOn), applier.apply(batch(4, insert(3, 'c'))), applier.apply(batch(5, update(3, 'd')))]);
    expect(await rows()).toEqual(['1 b', '2 a', '3 d']);
    expect(await checkpoint()).toBe(at(5));
  });

  test('wait for it inside a transaction of the source too, with what was given meanwhile', async () => {
    const first = applier.apply(batch(null, insert(3, 'c')));
    const handOn = applier.apply(batch(null, update(1, 'x'), update(2, 'a'), update(1, 'b')));
    const end = applier.apply(batch(3, update(3, 'd')));
    await handOn;
    const last = applier.apply(batch(4, update(3, 'e')));
    await Promise.all([first, end, last]);
    expect(await rows()).toEqual(['1 b', '2 a', '3 e']);
    expect(await checkpoint()).toBe(at(4));
  });

  test('fail with one that fails, and come again', async () => {
    const bad = batch(3, insert(3, 'b'));
    const good = batch(4, insert(4, 'd'));
    expect(await outcomes(applier.apply(bad), applier.apply(good), applier.apply(batch(5, insert(5, 'e'))))).toEqual(
      Array.from({ length: 3 }, () => 'rejected'),
    );
    expect(await rows()).toEqual(['1 a', '2 b']);
    expect(await checkpoint()).toBe(at(2));
    await sql(url, 'delete from t where id = 2');
    const again = from(2);
    await Promise.all([again.apply(bad), again.apply(good)]);
    expect(await rows()).toEqual(['1 a', '3 b', '4 d']);
    expect(await checkpoint()).toBe(at(4));
  });

  test('fail with one that failed before they were given', async () => {
    await expect(applier.apply(batch(3, insert(3, 'b')))).rejects.toMatchObject({ code: 'row.refused' });
    await expect(applier.apply(batch(4, insert(4, 'd')))).rejects.toMatchObject({ code: 'row.refused' });
    await expect(applier.flush()).rejects.toMatchObject({ code: 'row.refused' });
    expect(await rows()).toEqual(['1 a', '2 b']);
    expect(await checkpoint()).toBe(at(2));
  });

  test('fail with one that fails before either could be sent', async () => {
    await client.query('deallocate all');
    const first = from(2);
    expect(await outcomes(first.apply(batch(3, insert(3, 'b'))), first.apply(batch(4, insert(4, 'd'))))).toEqual(['rejected', 'rejected']);
    expect(await rows()).toEqual(['1 a', '2 b']);
    expect(await checkpoint()).toBe(at(2));
  });

  test('fail with one of a table that nobody knows', async () => {
    const strange = { ...insert(3, 'c'), relation: { ...relation, id: 'strange' } } as RowChange;
    expect(await outcomes(applier.apply(batch(3, strange)), applier.apply(batch(4, insert(4, 'd'))))).toEqual(['rejected', 'rejected']);
    await expect(applier.apply(batch(5, insert(5, 'e')))).rejects.toThrow('strange');
    expect(await rows()).toEqual(['1 a', '2 b']);
  });

  test('fail with one that fails at its very commit', async () => {
    await sql(url, 'alter table t drop constraint t_code_key, add constraint t_code_key unique (code) deferrable initially deferred');
    const refused = await outcomes(applier.apply(batch(3, insert(3, 'b'))), applier.apply(batch(4, insert(4, 'd'))));
    expect(refused).toEqual(['rejected', 'rejected']);
    expect(await rows()).toEqual(['1 a', '2 b']);
    expect(await checkpoint()).toBe(at(2));
    const parts = from(2);
    await parts.apply(batch(null, insert(3, 'c')));
    const end = parts.apply(batch(3, insert(4, 'b')));
    expect(await outcomes(end, parts.apply(batch(null, insert(5, 'e'))), parts.apply(batch(4)))).toEqual(
      Array.from({ length: 3 }, () => 'rejected'),
    );
    expect(await rows()).toEqual(['1 a', '2 b']);
  });

  test('do not pass a flush by', async () => {
    const [, , seen] = await Promise.all([
      applier.apply(batch(3, insert(3, 'c'))),
      applier.apply(batch(4, insert(4, 'd'))),
      applier.flush().then(rows),
    ]);
    expect(seen).toEqual(['1 a', '2 b', '3 c', '4 d']);
  });
});

test('many rows come by COPY, whatever is in them', async () => {
  const odd = [
    '\t',
    '\n',
    '\r',
    '\\',
    '\\N',
    '\\.',
    '\\t',
    '',
    null,
    ' ',
    'é漢𝄞',
    `long ${'\\ '.repeat(100)}\n`,
    'x'.repeat(3_000_000),
    `${'y'.repeat(100)}\tz`,
  ];
  await sql(url, 'alter table t drop constraint t_code_key', 'delete from t');
  const changes = Array.from({ length: 200 }, (_, index) => insert(index, odd[index % odd.length] ?? null));
  await applier.apply(batch(3, ...changes));
  expect(await valuesOf(url, 'select code from t order by id')).toEqual(changes.map((_, index) => odd[index % odd.length] ?? null));
});
