import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DecodingBench, readUntil, startDecodingBench } from '#e2e/decoding.ts';
import { connected, sql, value } from '#e2e/faults/servers.ts';
import { fromLsn } from '../../../postgres/lsn.ts';
import { type Position, valuesOf } from '../../../schema/row.ts';

let bench: DecodingBench;
beforeAll(async () => {
  bench = await startDecodingBench();
}, 300_000);
afterAll(() => bench[Symbol.asyncDispose]());

test('a stream that is ended and opened again loses nothing and repeats nothing', async () => {
  const it = await bench.database(['create table t (id serial primary key, by text)']);
  await using first = await connected(it.url);
  await using second = await connected(it.url);
  const insert = (by: string) => `insert into t (by) values ('${by}')`;
  let adjacent = 0;
  const told: (string | null | undefined)[] = [];
  let from: Position | null = null;
  for (let round = 0; round < 12; round += 1) {
    // Begins first and commits second: its change lies before the other's commit record, its own commit record right behind it.
    await first.query(`begin; ${insert(`first ${round}`)}`);
    await second.query(`begin; ${insert(`second ${round}`)}; commit`);
    const end = await it.end();
    {
      await using stream = await it.open(from);
      const events = await readUntil(stream, end);
      from = events.flatMap((event) => (event.kind === 'commit' ? [event.end] : [])).at(-1) ?? from;
      for (const event of events) if (event.kind === 'insert') told.push(valuesOf(event.next)[1]);
      // Whoever was killed has told the source, or has not.
      if (from !== null && round % 2 === 0) stream.acknowledge(from);
    }
    const next = fromLsn((await value(it.url, 'select pg_current_wal_insert_lsn()')) ?? '');
    if (next === from) adjacent += 1;
    await first.query('commit');
    await it.idle();
  }
  await using stream = await it.open(from);
  for (const event of await readUntil(stream, await it.end())) if (event.kind === 'insert') told.push(valuesOf(event.next)[1]);
  const expected = Array.from({ length: 12 }, (_, round) => [`second ${round}`, `first ${round}`]).flat();
  expect(told).toEqual(expected);
  expect(adjacent).toBeGreaterThan(0);
});

test('whoever waits for something else beside it has nothing once that is over', async () => {
  const it = await bench.database(['create table t (id int primary key)']);
  await using stream = await it.open(null);
  await readUntil(stream, await it.end());
  expect(await stream.next(AbortSignal.timeout(2_000), Promise.resolve())).toEqual([]);
  expect(await stream.next(AbortSignal.timeout(2_000), Promise.reject(new Error('refused')))).toEqual([]);
});

test('a transaction larger than memory comes whole, one that is not over holds everything back', async () => {
  const it = await bench.database(['create table t (id int primary key, filler text)', 'create table other (id int)']);
  await using open1 = await connected(it.url);
  await open1.query(`begin; insert into t select n, repeat('x', 1000) from generate_series(1, 120000) n`);
  await sql(it.url, 'insert into t values (0)');
  await using stream = await it.open(null, ({ name }) => name !== 'other');
  const before = await readUntil(stream, await it.end());
  expect(before.map(({ kind }) => kind)).toEqual(['begin', 'insert', 'commit']);
  await sql(it.url, 'insert into other values (1)');
  await open1.query('commit');
  const ids: number[] = [];
  const kinds: string[] = [];
  const end = await it.end();
  do {
    const events = await stream.next(AbortSignal.timeout(120_000));
    // Nothing of it may be acknowledged before its end.
    const committed = events.some(({ kind }) => kind === 'commit');
    for (const event of events) {
      if (event.kind === 'insert') ids.push(Number(valuesOf(event.next)[0]));
      else kinds.push(event.kind);
    }
    if (!committed && ids.length < 120_000) expect(stream.heard() < end).toBe(true);
  } while (stream.heard() < end);
  expect(kinds).toEqual(['begin', 'commit', 'begin', 'commit']);
  expect(ids).toEqual(Array.from({ length: 120_000 }, (_, at) => at + 1));
  // The socket is read again.
  await sql(it.url, 'insert into t values (-1)');
  expect((await readUntil(stream, await it.end())).map(({ kind }) => kind)).toEqual(['begin', 'insert', 'commit']);
});

test('a row that nothing identifies is told, and only where the table is followed', async () => {
  const it = await bench.database(['create table bare (id int)', 'create table t (id int primary key)']);
  // A publication would have the source refuse.
  await sql(
    it.url,
    `do $$ begin execute 'drop publication ' || current_database(); end $$`,
    'insert into bare values (1)',
    'update bare set id = 2',
    'delete from bare',
    'insert into t values (1)',
    'drop table t',
  );
  const end = await it.end();
  {
    await using stream = await it.open(null, ({ name }) => name !== 'bare');
    const kinds = (await readUntil(stream, end)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'begin' && kind !== 'commit')).toEqual(['insert']);
    expect(kinds.filter((kind) => kind === 'begin')).toHaveLength(4);
  }
  await it.idle();
  await using stream = await it.open();
  await expect(readUntil(stream, end)).rejects.toMatchObject({ code: 'source.no-identity', object: 'public.bare' });
  // Nothing after it is told either.
  await expect(stream.next(AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: 'source.no-identity' });
});

test('a slot that is not there is refused with its name', async () => {
  const it = await bench.database([]);
  await expect(it.open(null, undefined, 'not there')).rejects.toThrow('not there');
});
