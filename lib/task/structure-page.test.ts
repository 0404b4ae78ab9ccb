import { describe, expect, test } from 'vitest';
import type { Structure } from '#engine/engine.ts';
import type { Statement } from '#engine/plan/plan.ts';
import type { StructureProgress } from '#engine/progress/progress.ts';
import { text } from '#engine/text.ts';
import { findLeftOut, findPresent, findStatements, NO_FILTER, structureSearch } from './structure-page.ts';
import { filterOf, structureFilter } from './structure-query.ts';

const statement = (init: Pick<Statement, 'phase' | 'kind' | 'object' | 'sql'>): Statement => ({
  id: init.object,
  part: 'make',
  objectId: init.object,
  table: null,
  requires: [],
  locks: [],
  ...init,
});
const present = (object: string, same: boolean) => ({ id: object, kind: 'view', object, wanted: 'select 1', existing: '', same }) as const;

const structure: Structure = {
  statements: [
    statement({ phase: 'before', kind: 'schema', object: 'sales', sql: 'create schema sales' }),
    statement({ phase: 'before', kind: 'table', object: 'sales.Orders', sql: 'create table sales."Orders" (a int)' }),
    statement({ phase: 'before', kind: 'view', object: 'sales.recent', sql: 'create view sales.recent as select from sales."Orders"' }),
    statement({ phase: 'after', kind: 'index', object: 'sales.Orders: by_a', sql: 'create index by_a on sales."Orders" (a)' }),
    statement({ phase: 'after', kind: 'index', object: 'sales.item: 100%.*', sql: 'create index "100%.*" on sales.item (a)' }),
  ],
  present: [present('sales.same', true), present('sales.other', false)],
  leftOut: [
    {
      reason: 'unsupported',
      id: 'x',
      kind: 'cast',
      object: 'text as money',
      table: null,
      cause: text('A C function', 'C 函数'),
      fix: text('f', 'f'),
    },
  ],
};
const progress: StructureProgress = {
  states: 'ddwfs',
  phases: 'bbbaa',
  failed: [],
  running: [{ id: 'sales.recent', kind: 'view', object: 'sales.recent', index: 2, since: 0, percent: null }],
  leftOut: 1,
};
const found = (filter: Partial<typeof NO_FILTER>) => findStatements(structure, progress, { ...NO_FILTER, ...filter });
const objects = (filter: Partial<typeof NO_FILTER>) => found(filter).all.map(({ object }) => object);

describe('statements of a structure', () => {
  test('are all there without a wish, in order, each with its place and state', () => {
    expect(found({}).all.map(({ index, state }) => `${index} ${state}`)).toEqual([
      '0 done',
      '1 done',
      '2 running',
      '3 failed',
      '4 skipped',
    ]);
  });

  test('are searched by name and by SQL, in any case, letter by letter', () => {
    expect(objects({ q: 'ORDERS' })).toEqual(['sales.Orders', 'sales.recent', 'sales.Orders: by_a']);
    expect(objects({ q: ' create INDEX ' })).toEqual(['sales.Orders: by_a', 'sales.item: 100%.*']);
    expect(objects({ q: '%.*' })).toEqual(['sales.item: 100%.*']);
    expect(objects({ q: '-' })).toEqual([]);
    expect(objects({ q: '(a)' })).toEqual(['sales.Orders: by_a', 'sales.item: 100%.*']);
  });

  test('are chosen by kind, phase and state', () => {
    expect(objects({ kinds: ['schema', 'view'] })).toEqual(['sales', 'sales.recent']);
    expect(objects({ phase: 'after', state: 'failed' })).toEqual(['sales.Orders: by_a']);
    expect(objects({ state: 'running' })).toEqual(['sales.recent']);
  });

  test('are counted by kind and phase as if those were not chosen', () => {
    const { matched, kinds, phases } = found({ q: 'orders', kinds: ['index'], phase: 'after' });
    expect([matched, kinds, phases]).toEqual([1, { index: 1 }, { before: 0, after: 1 }]);
    expect(found({ q: 'orders', kinds: ['index'] }).kinds).toEqual({ table: 1, view: 1, index: 1 });
  });
});

test('objects that differ come before those that do not, and can be asked for alone', () => {
  const names = (same: boolean | null) => findPresent(structure, { ...NO_FILTER, same }).all.map(({ object }) => object);
  expect(names(null)).toEqual(['sales.other', 'sales.same']);
  expect(names(false)).toEqual(['sales.other']);
});

test('what is left out is searched by its reason in either language', () => {
  expect(findLeftOut(structure, { ...NO_FILTER, q: 'c 函数' }).matched).toBe(1);
  expect(findLeftOut(structure, { ...NO_FILTER, q: 'view' }).matched).toBe(0);
});

test('a filter goes through an address and comes back', () => {
  const filter = { q: 'a,b & c', kinds: ['index', 'foreign-key'], phase: 'after', state: 'failed', same: false } as const;
  expect(filterOf(structureFilter.parse(Object.fromEntries(new URLSearchParams(structureSearch(filter)))))).toEqual(filter);
  expect(filterOf(structureFilter.parse({}))).toEqual(NO_FILTER);
  expect(structureFilter.safeParse({ kind: 'nonsense' }).success).toBe(false);
});
