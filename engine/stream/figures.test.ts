import { expect, test } from 'vitest';
import { asPosition, type RelationShape, type TableChange } from '../schema/row.ts';
import { Figures } from './figures.ts';

const shape = (id: string): RelationShape => ({ id, table: { schema: 's', name: id }, columns: ['id'], types: [], identity: ['id'] });
const [a, b] = [shape('a'), shape('b')];
const insert = (relation: RelationShape, value: string): TableChange => ({ kind: 'insert', relation, next: [value] });
const changes: readonly TableChange[] = [
  insert(a, '12345'),
  { kind: 'update', relation: a, previous: { form: 'key', tuple: ['1'] }, next: ['12', null] },
  { kind: 'update', relation: b, previous: null, next: ['123', undefined] },
  { kind: 'delete', relation: b, previous: { form: 'row', tuple: ['1234'] } },
  { kind: 'truncate', relations: [a, b], restartIdentity: false },
];
const NONE = { inserts: 0, updates: 0, deletes: 0, truncates: 0, ddl: 0 };
const result = { missed: new Map<string, number>() };
const commit = (transactions: number) => ({ position: asPosition('1'), at: 1, transactions });

test('changes are counted by table, with the bytes they carry', () => {
  const figures = new Figures(1_000);
  figures.wrote(changes, result, commit(2));
  expect(figures.take(2_000)).toEqual({
    since: 1_000,
    changes: { a: { ...NONE, inserts: 1, updates: 1, truncates: 1 }, b: { ...NONE, updates: 1, deletes: 1, truncates: 1 } },
    transactions: 2,
    bytes: 5 + 3 + 3 + 4,
    ddl: 0,
    batches: { count: 1, rows: 4, transactions: 2, last: { rows: 4, transactions: 2 } },
    spent: null,
    hot: [],
  });
});

test('what was told is not told again', () => {
  const figures = new Figures(0);
  figures.wrote(changes, result, commit(1));
  figures.ran([null]);
  figures.take(1_000);
  const empty = { since: 1_000, changes: {}, transactions: 0, bytes: 0, ddl: 0, batches: null, spent: null, hot: [] };
  expect(figures.take(2_000)).toEqual(empty);
});

test('a batch that is written in parts is one batch, told when it is committed', () => {
  const figures = new Figures(0);
  figures.wrote(changes, result, null);
  expect(figures.take(1)).toMatchObject({ batches: null, transactions: 0 });
  figures.wrote([insert(a, 'x')], result, commit(1));
  figures.wrote([insert(a, 'x'), insert(a, 'y')], result, commit(2));
  expect(figures.take(2).batches).toEqual({ count: 2, rows: 7, transactions: 3, last: { rows: 2, transactions: 2 } });
});

test('a position of an idle stream that is made durable is no batch', () => {
  const figures = new Figures(0);
  figures.wrote([], result, commit(0));
  expect(figures.take(1).batches).toBeNull();
});

test('statements of DDL count once for all, and for every table they are of', () => {
  const figures = new Figures(0);
  figures.ran(['a']);
  figures.ran(['a', 'b']);
  figures.ran([null]);
  expect(figures.take(1)).toMatchObject({ ddl: 3, changes: { a: { ...NONE, ddl: 2 }, b: { ...NONE, ddl: 1 } } });
});

test('what the destination tells of slow tables and hot keys is added up, the hottest first', () => {
  const figures = new Figures(0);
  const hot = (key: string, count: number) => ({ table: 'a', key, count });
  figures.wrote([], { ...result, spent: new Map([['a', 3]]), hot: [hot('1', 5), hot('2', 9)] }, commit(1));
  figures.wrote([], { ...result, spent: new Map([['a', 2], ['b', 1]]), hot: [hot('1', 6)] }, commit(1)); // biome-ignore format: pairs read better in one line
  expect(figures.take(1)).toMatchObject({ spent: { a: 5, b: 1 }, hot: [hot('1', 11), hot('2', 9)] });
});
