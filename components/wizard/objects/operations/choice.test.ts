import { expect, test } from 'vitest';
import { describeOperations, operationMessages } from '#components/task/operations.ts';
import { operationsOf } from '#engine/schema/operation.ts';
import { kindBox, withOperations } from './choice.ts';

const describe = (operations: Parameters<typeof describeOperations>[0]) =>
  describeOperations(operations, operationMessages.en, (text) => text.en);

test('operations are taken out of all of them one by one, or by their kind, and stay in their order', () => {
  const noDelete = withOperations(null, ['delete'], false);
  expect(kindBox(noDelete, 'dml')).toBe('mixed');
  expect(kindBox(noDelete, 'ddl')).toBe('on');
  const noDdl = withOperations(noDelete, operationsOf('ddl'), false);
  expect(noDdl).toEqual(['insert', 'update']);
  expect(kindBox(noDdl, 'ddl')).toBe('off');
  expect(withOperations(noDdl, ['addColumn', 'delete'], true)).toEqual(['insert', 'update', 'delete', 'addColumn']);
});

test('a choice is told by what it has of each kind', () => {
  expect(describe(undefined)).toBe('All operations');
  expect(describe(withOperations(null, [], true))).toBe('All operations');
  expect(describe(withOperations(null, ['delete'], false))).toBe('INSERT, UPDATE; all DDL');
  expect(describe(operationsOf('dml'))).toBe('all DML; no DDL');
});
