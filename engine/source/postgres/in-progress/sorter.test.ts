import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBigInt } from '../../../postgres/lsn.ts';
import { type ChangeEvent, valuesOf } from '../../../schema/row.ts';
import { PgoutputDecoder } from '../pgoutput.ts';
import { Sorter } from './sorter.ts';
import { TransactionStore } from './transaction-store.ts';

const TABLE = 77;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'opendts-sorter-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const u8 = (value: number) => Buffer.from([value]);
const text = (value: string) => Buffer.from(`${value}\0`);
function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
const message = (type: string, ...parts: readonly Buffer[]) => Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
const numbered = (number: number | null) => (number === null ? [] : [u32(number)]);

const relation = (columns: readonly string[], number: number | null = null) =>
  message(
    'R',
    ...numbered(number),
    u32(TABLE),
    text('public'),
    text('t'),
    Buffer.from('d'),
    u16(columns.length),
    ...columns.flatMap((name, index) => [u8(index === 0 ? 1 : 0), text(name), u32(25), u32(0xffffffff)]),
  );
const insert = (values: readonly string[], number: number | null = null) =>
  message(
    'I',
    ...numbered(number),
    u32(TABLE),
    Buffer.from('N'),
    u16(values.length),
    ...values.flatMap((value) => [Buffer.from('t'), u32(value.length), Buffer.from(value)]),
  );
const begin = (number: number) => message('B', u64(100), u64(0), u32(number));
const commit = (end: number) => message('C', u8(0), u64(end - 1), u64(end), u64(0));
const start = (number: number, first: boolean) => message('S', u32(number), u8(first ? 1 : 0));
const STOP = message('E');
const streamCommit = (number: number, end: number) => message('c', u32(number), u8(0), u64(end - 1), u64(end), u64(0));
const abort = (number: number, subtransaction: number) => message('A', u32(number), u32(subtransaction));
const beginPrepare = (number: number, name: string, at: number) => message('b', u64(at), u64(at + 1), u64(0), u32(number), text(name));
const prepare = (number: number, name: string, at: number, type = 'P') =>
  message(type, u8(0), u64(at), u64(at + 1), u64(0), u32(number), text(name));
const commitPrepared = (number: number, name: string, end: number) =>
  message('K', u8(0), u64(end - 1), u64(end), u64(0), u32(number), text(name));
const rollbackPrepared = (number: number, name: string) => message('r', u8(0), u64(1), u64(2), u64(0), u64(0), u32(number), text(name));

/** What the ordinary decoder is told in the end, rows by column. */
async function told(messages: readonly Buffer[]): Promise<unknown[]> {
  await using store = await TransactionStore.open({ folder, memoryBytes: 0 });
  const sorter = new Sorter(store);
  const decoder = new PgoutputDecoder();
  const events: unknown[] = [];
  const tell = (event: ChangeEvent | null) => {
    if (event?.kind === 'insert') {
      const row = event.next;
      events.push(Object.fromEntries(event.relation.columns.map((name, index) => [name, valuesOf(row)[index]])));
    } else if (event !== null) events.push(event.kind);
  };
  for (const each of messages) {
    const result = sorter.take(each);
    if (Buffer.isBuffer(result)) tell(decoder.decode(result));
    else if (result !== null) for await (const piece of result) for (const kept of piece) tell(decoder.decode(kept));
  }
  return events;
}

test('a shape told in a transaction that commits late does not replace a newer one', async () => {
  const events = await told([
    ...[start(9, true), relation(['id', 'old'], 9), insert(['1', 'a'], 9), STOP],
    ...[begin(10), relation(['id', 'new']), insert(['2', 'b']), commit(200)],
    streamCommit(9, 300),
    // The source takes it for known.
    ...[begin(11), insert(['3', 'c']), commit(400)],
  ]);
  expect(events).toEqual([
    'begin',
    { id: '2', new: 'b' },
    'commit',
    'begin',
    { id: '1', old: 'a' },
    'commit',
    'begin',
    { id: '3', new: 'c' },
    'commit',
  ]);
});

test('a shape told in a transaction holds after its commit, but not after its abort', async () => {
  const after = [begin(11), insert(['3', 'c']), commit(400)];
  const before = [begin(8), relation(['id', 'old']), insert(['0', '-']), commit(100)];
  const streamed = [start(9, true), relation(['id', 'new'], 9), insert(['1', 'a'], 9), STOP];
  expect((await told([...before, ...streamed, streamCommit(9, 300), ...after])).at(-2)).toEqual({ id: '3', new: 'c' });
  expect((await told([...before, ...streamed, abort(9, 9), ...after])).at(-2)).toEqual({ id: '3', old: 'c' });
});

test('a shape told in a subtransaction that was rolled back is not heard of again', async () => {
  const events = await told([
    ...[begin(8), relation(['id', 'old']), insert(['0', '-']), commit(100)],
    ...[start(9, true), relation(['id', 'new'], 19), insert(['1', 'a'], 19), STOP],
    abort(9, 19),
    ...[start(9, false), relation(['id', 'old'], 9), insert(['2', 'b'], 9), STOP],
    ...[start(9, false), relation(['id', 'newer'], 29), insert(['3', 'c'], 29), STOP],
    abort(9, 29),
    streamCommit(9, 300),
    ...[begin(11), insert(['4', 'd']), commit(400)],
  ]);
  expect(events.slice(3)).toEqual(['begin', { id: '2', old: 'b' }, 'commit', 'begin', { id: '4', old: 'd' }, 'commit']);
});

test('a prepared transaction is read by the shapes of its time', async () => {
  const events = await told([
    ...[begin(8), relation(['id', 'old']), insert(['0', '-']), commit(100)],
    ...[beginPrepare(9, 'gid', 110), insert(['1', 'a']), prepare(9, 'gid', 110)],
    ...[begin(10), relation(['id', 'new']), insert(['2', 'b']), commit(200)],
    commitPrepared(9, 'gid', 300),
    ...[begin(11), insert(['3', 'c']), commit(400)],
  ]);
  expect(events.slice(3)).toEqual([
    ...['begin', { id: '2', new: 'b' }, 'commit'],
    ...['begin', { id: '1', old: 'a' }, 'commit'],
    ...['begin', { id: '3', new: 'c' }, 'commit'],
  ]);
});

test('a shape told in a prepared transaction holds at once', async () => {
  const events = await told([
    ...[beginPrepare(9, 'gid', 110), relation(['id', 'it']), insert(['1', 'a']), prepare(9, 'gid', 110)],
    ...[begin(10), insert(['2', 'b']), commit(200)],
    rollbackPrepared(9, 'gid'),
    ...[begin(11), insert(['3', 'c']), commit(400)],
  ]);
  expect(events).toEqual(['begin', { id: '2', it: 'b' }, 'commit', 'begin', { id: '3', it: 'c' }, 'commit']);
});

test('nothing is acknowledged past the place where a prepared transaction is told, until it is durable', async () => {
  await using store = await TransactionStore.open({ folder });
  const sorter = new Sorter(store);
  const at = (value: number) => fromBigInt(BigInt(value));
  const take = (...messages: readonly Buffer[]) => messages.map((each) => sorter.take(each));
  take(beginPrepare(9, 'first', 110), prepare(9, 'first', 110));
  take(start(8, true), STOP, prepare(8, 'second', 150, 'p'));
  expect(sorter.acknowledgeable(at(100))).toBe(at(100));
  expect(sorter.acknowledgeable(at(200))).toBe(at(110));
  take(commitPrepared(9, 'first', 300));
  // Told, but what is durable ends before it.
  expect(sorter.acknowledgeable(at(299))).toBe(at(110));
  expect(sorter.acknowledgeable(at(300))).toBe(at(150));
  take(rollbackPrepared(8, 'second'));
  expect(sorter.acknowledgeable(at(300))).toBe(at(300));
});

test('a part of a transaction whose first part was not told is a fault', async () => {
  await expect(told([start(9, false)])).rejects.toThrow('transaction 9, which did not begin');
  await expect(told([streamCommit(9, 300)])).rejects.toThrow('transaction 9, which did not begin');
  await expect(told([commitPrepared(9, 'gid', 300)])).rejects.toThrow('gid');
  // What was given up before it could be told is no loss.
  expect(await told([abort(9, 9), rollbackPrepared(9, 'gid')])).toEqual([]);
});
