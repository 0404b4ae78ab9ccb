import { expect, test } from 'vitest';
import { cleared, isFiltered, type ListView, readView, writeView } from './view.ts';

const FULL: ListView = {
  search: 'orders, "eu"&x=1',
  states: ['running', 'failed'],
  sources: ['polardb-postgresql'],
  destinations: ['postgresql', 'selectdb'],
  tags: ['production', '-'],
  groups: ['finance'],
  columns: ['task', 'state', 'lag'],
  sort: { by: 'lag', descending: true },
  selected: ['dtsone', 'dtstwo'],
};

test('a view comes back from its address as it was', () => {
  for (const view of [FULL, readView(new URLSearchParams()), { ...FULL, sort: { by: 'created', descending: false } } as const]) {
    expect(readView(new URLSearchParams(writeView(view)))).toEqual(view);
  }
});

test('the usual view has no address, and what an address makes up is left out', () => {
  expect(writeView(readView(new URLSearchParams()))).toBe('');
  const made = readView(new URLSearchParams('state=running,flying&source=oracle&sort=colour&order=desc&destination=selectdb'));
  expect(made).toMatchObject({ states: ['running'], sources: [], destinations: ['selectdb'], sort: { by: 'created', descending: true } });
});

test('what a task is known by is among the columns of any address', () => {
  expect(readView(new URLSearchParams('columns=lag,colour')).columns).toEqual(['task', 'state', 'lag']);
  expect(readView(new URLSearchParams('columns=colour')).columns).toBeNull();
});

test('clearing takes search and filters away and keeps order and columns', () => {
  expect(isFiltered(FULL)).toBe(true);
  expect(isFiltered(cleared(FULL))).toBe(false);
  expect(cleared(FULL)).toMatchObject({ sort: FULL.sort, columns: FULL.columns });
});

test('a selection that no address has room for is not in it', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `dts${index}`);
  const kept = (selected: readonly string[]) => readView(new URLSearchParams(writeView({ ...FULL, selected }))).selected;
  expect(kept(ids(50))).toEqual(ids(50));
  expect(kept(ids(51))).toEqual([]);
});
