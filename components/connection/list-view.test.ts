import { expect, test } from 'vitest';
import type { UsedConnection } from '#lib/connection/connections.ts';
import { arrange, cleared, isFiltered, readView, writeView } from './list-view.ts';

const ALL = readView(new URLSearchParams());

function made(name: string, more: Partial<UsedConnection> = {}): UsedConnection {
  return {
    id: name,
    name,
    instanceId: `pg-${name}`,
    region: null,
    tags: [],
    endpoint: { type: 'postgresql', host: `${name}.example`, port: 5432, database: 'app', user: 'me' },
    secrets: [],
    test: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    tasks: [],
    ...more,
  };
}

const names = (list: readonly UsedConnection[]) => list.map(({ name }) => name);

test('an address brings back the view it was written from', () => {
  const view = {
    search: 'shop db',
    types: ['selectdb'] as const,
    regions: ['eu, central', '-'],
    tags: ['a&b', '生产'],
    modes: ['verify-full'] as const,
    results: ['failed', 'untested'] as const,
    sort: { by: 'tasks', descending: true } as const,
  };
  expect(readView(new URLSearchParams(writeView(view)))).toEqual(view);
  expect(writeView(ALL)).toBe('');
  expect(isFiltered(view)).toBe(true);
  expect(isFiltered(cleared(view))).toBe(false);
  expect(cleared(view).sort).toEqual(view.sort);
  expect(readView(new URLSearchParams('tag=%25')).tags).toEqual(['%']);
  expect(readView(new URLSearchParams('type=oracle&sort=size&test=maybe'))).toEqual(ALL);
});

test('rows pass that have every word and one value of each filter', () => {
  const list = [
    made('shop', { region: 'eu', tags: ['prod', 'shop'], tasks: [{ id: '1', name: 'Nightly', side: 'source', draft: false }] }),
    made('ledger', { region: 'us', tags: ['prod'] }),
    made('bare'),
  ];
  expect(names(arrange(list, { ...ALL, tags: ['prod'] }))).toEqual(['ledger', 'shop']);
  expect(names(arrange(list, { ...ALL, tags: ['-'] }))).toEqual(['bare']);
  expect(names(arrange(list, { ...ALL, regions: ['eu', '-'] }))).toEqual(['bare', 'shop']);
  expect(names(arrange(list, { ...ALL, search: 'night' }))).toEqual(['shop']);
  expect(names(arrange(list, { ...ALL, search: 'prod us' }))).toEqual(['ledger']);
  expect(names(arrange(list, { ...ALL, types: ['selectdb'] }))).toEqual([]);
  expect(names(arrange(list, { ...ALL, sort: { by: 'tasks', descending: true } }))).toEqual(['shop', 'bare', 'ledger']);
  expect(names(arrange(list, { ...ALL, results: ['untested'], sort: { by: 'instance', descending: false } }))).toEqual([
    'bare',
    'shop',
    'ledger',
  ]);
});
