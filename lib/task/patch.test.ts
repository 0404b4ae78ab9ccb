import { describe, expect, test } from 'vitest';
import type { TablePlan } from '#engine/plan/plan.ts';
import type { TaskEvent } from '#engine/progress/event.ts';
import { fold, NO_PROGRESS } from '#engine/progress/progress.ts';
import { applyPatch, diffProgress } from './patch.ts';

const table = (name: string): TablePlan => ({
  id: name,
  source: { schema: 's', name },
  destination: { schema: 's', name },
  columns: [],
  key: [],
  where: null,
  whereColumns: [],
  leftOut: [],
  origin: 'create',
  hasRows: true,
  identityAlways: false,
  estimatedRows: 10,
  bytes: 1,
});

const noChange = { position: '0', sourcePosition: '0', bytesBehind: 0, lagMs: 0, changes: {}, transactions: 1 };
const statement = { id: 'one', phase: 'before', kind: 'table', object: 's.a', table: 'a', sql: 'create table' } as const;
const EVENTS: readonly TaskEvent[] = [
  { kind: 'planned', at: 1, steps: ['schema', 'full', 'incremental'], tables: [table('a'), table('b')], statements: [statement] },
  { kind: 'step', at: 2, step: 'schema', state: 'running' },
  { kind: 'statement', at: 3, id: 'one', error: null },
  { kind: 'step', at: 4, step: 'full', state: 'running' },
  { kind: 'table', at: 5, id: 'a', state: 'copying', rows: 1, bytes: 10 },
  { kind: 'table', at: 1006, id: 'a', state: 'copied', rows: 10, bytes: 100 },
  { kind: 'applied', at: 2000, ...noChange, lagMs: 5, changes: { b: { inserts: 2, updates: 0, deletes: 1, truncates: 0 } } },
  { kind: 'applied', at: 3000, ...noChange, lagMs: 7 },
  {
    kind: 'retry',
    at: 3100,
    attempt: 1,
    since: 3000,
    until: 9000,
    nextAt: 3200,
    error: {
      code: 'connect.refused',
      message: { en: 'm', zh: 'm' },
      hint: { en: 'h', zh: 'h' },
      retry: 'soon',
      side: 'source',
      connection: true,
      object: null,
    },
  },
  { kind: 'recovered', at: 3300 },
  { kind: 'planned', at: 3400, steps: ['schema', 'full', 'incremental'], tables: [table('a'), table('b'), table('c')], statements: [] },
];

describe('patches of a picture', () => {
  const pictures = [NO_PROGRESS];
  for (const event of EVENTS) pictures.push(fold(pictures.at(-1) ?? NO_PROGRESS, event));

  test.each(pictures.flatMap((before, from) => pictures.slice(from).map((after, by) => [from, from + by, before, after] as const)))(
    'lead from picture %i to picture %i',
    (_from, _to, before, after) => {
      const patch = diffProgress(before, after);
      expect(patch === null ? before : applyPatch(before, JSON.parse(JSON.stringify(patch)))).toEqual(after);
    },
  );

  test('carry only what changed', () => {
    const [before, after] = [pictures[6], pictures[7]];
    if (before === undefined || after === undefined) throw new Error('the list of events is shorter than this test thinks');
    expect(Object.keys(diffProgress(before, after) ?? {}).sort()).toEqual(['lag', 'stream', 'tables']);
    expect(Object.keys(diffProgress(before, after)?.tables ?? {})).toEqual(['b']);
  });

  test('nothing changed, nothing sent', () => {
    expect(diffProgress(NO_PROGRESS, NO_PROGRESS)).toBeNull();
  });
});
