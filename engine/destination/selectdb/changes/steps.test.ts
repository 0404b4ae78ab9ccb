import { expect, test } from 'vitest';
import type { DdlWork } from '../../../ddl/carriage.ts';
import type { ColumnStructure } from '../../../ddl/structure.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { stepsOf } from './steps.ts';
import { planOf } from './test-commands.ts';

type Altered = Extract<DdlWork, { kind: 'alter' }>;

/** The second column of a table, whose type changes at the source. */
function retyped(before: readonly [string, string], after: readonly [string, string], emptied = false, of: Partial<TablePlan> = {}) {
  const plan = (type: string): TablePlan => {
    const { columns, ...rest } = planOf('t');
    return { ...rest, ...of, columns: columns.map((column) => (column.source === 'v' ? { ...column, type } : column)) };
  };
  const column = (type: string) => ({ name: 'v', type, missing: null }) as ColumnStructure;
  const alteration = { kind: 'type', before: column(before[0]), after: column(after[0]) } as Altered['alterations'][number];
  const structure = {} as Altered['structure'];
  const work = {
    kind: 'alter',
    from: plan(before[1]),
    to: plan(after[1]),
    structure,
    alterations: [alteration],
    emptied,
    waits: false,
  } as const;
  const { steps, refused } = stepsOf({ work: [work] }, null);
  if (refused !== null) return refused.anew === undefined ? 'refused' : 'anew';
  return steps.map(({ kind }) => kind);
}

test('a type that is the same one there is nothing to do, unless the source writes its values otherwise from then on', () => {
  expect(retyped(['text', 'STRING'], ['character varying', 'STRING'])).toEqual([]);
  expect(retyped(['text', 'STRING'], ['json[]', 'STRING'], true)).toEqual([]);
  expect(retyped(['cidr', 'STRING'], ['inet', 'STRING'])).toBe('anew');
  expect(retyped(['numeric(40,4)', 'STRING'], ['numeric(40,2)', 'STRING'])).toBe('anew');
  expect(retyped(['numeric(40,4)', 'STRING'], ['numeric', 'STRING'])).toEqual([]);
  expect(retyped(['real', 'DOUBLE'], ['double precision', 'DOUBLE'])).toBe('anew');
  expect(retyped(['real', 'DOUBLE'], ['double precision', 'DOUBLE'], true)).toEqual([]);
});

test('a type widens, or becomes another column where there are no rows', () => {
  expect(retyped(['integer', 'INT'], ['bigint', 'BIGINT'])).toEqual(['modify']);
  expect(retyped(['bigint', 'BIGINT'], ['integer', 'INT'])).toBe('anew');
  expect(retyped(['smallint', 'SMALLINT'], ['numeric', 'STRING'])).toEqual(['modify']);
  expect(retyped(['smallint', 'SMALLINT'], ['numeric(40,2)', 'STRING'])).toBe('anew');
  expect(retyped(['bigint', 'BIGINT'], ['integer', 'INT'], true)).toEqual(['drop-column', 'add-column']);
});

test('rows that could not be copied again keep the column as it is', () => {
  const narrowed = (of: Partial<TablePlan>) => retyped(['bigint', 'BIGINT'], ['integer', 'INT'], false, of);
  expect(narrowed({ origin: 'existing' })).toBe('refused');
  expect(narrowed({ operations: ['insert', 'update', 'alterColumn'] })).toBe('refused');
  expect(narrowed({ model: { engine: 'duplicate', keys: [], distribution: [], buckets: 1 } })).toBe('refused');
  expect(narrowed({ hasRows: false, operations: ['insert', 'alterColumn'] })).toBe('anew');
});
