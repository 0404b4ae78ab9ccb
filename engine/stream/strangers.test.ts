import { expect, test } from 'vitest';
import type { TablePlan } from '../plan/plan.ts';
import type { ChangeEvent, RelationShape } from '../schema/row.ts';
import { tableId } from '../schema/table.ts';
import { Familiar } from './strangers.ts';

const name = { schema: 's', name: 'orders' };
const plan: TablePlan = {
  id: tableId(name),
  source: name,
  destination: name,
  columns: ['id', 'note'].map((column) => ({ source: column, destination: column, type: 'text', comparable: true })),
  key: ['id'],
  where: null,
  whereColumns: [],
  origin: 'create',
  hasRows: true,
  identityAlways: false,
  estimatedRows: 0,
  bytes: 0,
};
const shape = (table: typeof name, columns: readonly string[]): RelationShape => ({ id: tableId(table), table, columns });
const insert = (relation: RelationShape): ChangeEvent => ({ kind: 'insert', relation, next: ['1', 'x', 'y'] });
const familiar = new Familiar(new Map([[plan.id, plan]]));

test('a table that only gained columns is as it was planned', () => {
  familiar.check([insert(shape(name, ['note', 'later', 'id']))]);
});

test('changes of a table under another name are not left out without a word', () => {
  const renamed = shape({ schema: 's', name: 'orders_old' }, ['id', 'note']);
  expect(() => familiar.check([insert(renamed)])).toThrow('s.orders_old, which is not a table of this task');
  expect(() => familiar.check([{ kind: 'truncate', relations: [renamed], restartIdentity: false }])).toThrow('renamed');
});

test('nor are values of a column that is gone', () => {
  expect(() => familiar.check([insert(shape(name, ['id', 'remark']))])).toThrow('has no column note any more');
});
