import { expect, test } from 'vitest';
import type { Place, TaskRow } from '#lib/task/view.ts';
import { arrange } from './arrange.ts';
import { type ListView, NO_TAG, readView } from './view.ts';

const place = (type: Place['type'], host: string): Place => ({ connection: null, type, host, port: 5432, database: 'shop', user: 'me' });

function row(id: string, part: Partial<TaskRow>): TaskRow {
  return {
    id,
    name: id,
    kind: 'migration',
    state: { name: 'draft' },
    types: [],
    group: 'default',
    tag: null,
    source: null,
    destination: null,
    percent: null,
    tables: 0,
    rows: 0,
    rate: null,
    lagMs: null,
    error: null,
    stoppedTables: 0,
    failedTables: 0,
    heldBytes: null,
    retry: null,
    createdAt: `2026-11-21T00:00:0${id.length}.000Z`,
    startedAt: null,
    finishedAt: null,
    ...part,
  };
}

const ROWS = [
  row('a10', { state: { name: 'streaming' }, lagMs: 900, source: place('postgresql', 'db-1'), tag: 'production' }),
  row('A9', { state: { name: 'loading' }, source: place('polardb-postgresql', 'db-2'), destination: place('selectdb', 'warehouse') }),
  row('b', { state: { name: 'streaming' }, lagMs: 10, source: place('postgresql', 'db-2'), tag: 'test', group: 'finance' }),
  row('c', { state: { name: 'paused', from: 'loading' } }),
];
const view = (part: Partial<ListView>): ListView => ({ ...readView(new URLSearchParams()), ...part });
const ids = (part: Partial<ListView>) => arrange(ROWS, view(part)).rows.map(({ id }) => id);

test('every word of a search must be there, in ID, name, host or database, in any case', () => {
  expect(ids({ search: 'DB-2 shop' })).toEqual(['A9', 'b']);
  expect(ids({ search: 'warehouse' })).toEqual(['A9']);
  expect(ids({ search: 'nothing' })).toEqual([]);
  const [named] = arrange([row('dts4711', { name: 'orders' })], view({ search: 'DTS47 orders' })).rows;
  expect(named?.id).toBe('dts4711');
});

test('values of one filter add to each other, filters narrow each other', () => {
  expect(ids({ states: ['running', 'paused'] })).toHaveLength(4);
  expect(ids({ states: ['running'], tags: [NO_TAG] })).toEqual(['A9']);
  expect(ids({ destinations: ['selectdb'], groups: ['finance'] })).toEqual([]);
});

test('a count says what a choice would leave, its own filter aside', () => {
  const { counts, all } = arrange(ROWS, view({ states: ['paused'], sources: ['postgresql'] }));
  expect(all).toBe(4);
  // With the source filter, without that of states.
  expect(counts.states).toEqual({ running: 2 });
  expect(counts.sources).toEqual({ '': 1 });
  expect(counts.tags).toEqual({});
});

test('numbers in names count as numbers, and rows without a value come last both ways', () => {
  expect(ids({ sort: { by: 'task', descending: false } })).toEqual(['A9', 'a10', 'b', 'c']);
  expect(ids({ sort: { by: 'lag', descending: false } }).slice(0, 2)).toEqual(['b', 'a10']);
  expect(ids({ sort: { by: 'lag', descending: true } }).slice(0, 2)).toEqual(['a10', 'b']);
  expect(ids({ sort: { by: 'state', descending: false } })).toEqual(['c', 'A9', 'a10', 'b']);
});

test('by when they ended, those that have not come last both ways', () => {
  const ended = (id: string, finishedAt: string | null) =>
    row(id, { finishedAt, state: { name: finishedAt === null ? 'loading' : 'stopped' } });
  const rows = [ended('runs', null), ended('first', '2026-11-21T09:59:59.999Z'), ended('last', '2026-11-21T10:00:00.000Z')];
  const order = (descending: boolean) => arrange(rows, view({ sort: { by: 'finished', descending } })).rows.map(({ id }) => id);
  expect([order(true), order(false)]).toEqual([
    ['last', 'first', 'runs'],
    ['first', 'last', 'runs'],
  ]);
});
