import { expect, test } from 'vitest';
import type { Statement, TablePlan } from '../../../plan/plan.ts';
import { largestFirst } from './order.ts';

function statement(kind: Statement['kind'], objectId: string, table: string | null): Statement {
  return { id: objectId, phase: 'after', kind, part: 'make', object: objectId, objectId, table, sql: '', requires: [], locks: [] };
}

test('what is built comes first: large tables before small ones, of one table the key, then constraints', () => {
  const plans = new Map([
    ['small', { bytes: 1 } as TablePlan],
    ['large', { bytes: 9, keyObjects: ['large key'] as readonly string[] } as TablePlan],
  ]);
  const statements = [
    statement('trigger', 'large trigger', 'large'),
    statement('index', 'small index', 'small'),
    statement('constraint', 'small key', 'small'),
    statement('index', 'large index', 'large'),
    statement('constraint', 'large unique', 'large'),
    statement('constraint', 'large key', 'large'),
    statement('foreign-key', 'small foreign key', 'small'),
  ];
  expect(largestFirst(statements, plans).map(({ id }) => id)).toEqual([
    'large key',
    'large unique',
    'large index',
    'small key',
    'small index',
    'large trigger',
    'small foreign key',
  ]);
});
