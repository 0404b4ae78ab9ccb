import { expect, test } from 'vitest';
import { OPERATION_NAMES } from '../schema/operation.ts';
import { operationsFor } from './operations.ts';

const name = (schema: string, table: string) => ({ schema, name: table });

test('a table’s own operations go before its schema’s, and those before the task’s', () => {
  const objects = [
    { schema: 'a', tables: [{ name: 't', operations: ['insert' as const] }, { name: 'u' }], operations: ['update' as const] },
    { schema: 'b' },
  ];
  const config = { objects, operations: ['delete' as const] };
  expect(operationsFor(config, [name('a', 't')])).toEqual(['insert']);
  expect(operationsFor(config, [name('a', 'u')])).toEqual(['update']);
  expect(operationsFor(config, [name('b', 'any')])).toEqual(['delete']);
  expect(operationsFor({ objects }, [name('b', 'any')])).toBeNull();
  expect(operationsFor({ objects, operations: [...OPERATION_NAMES] }, [name('b', 'any')])).toBeNull();
});

test('a partition has those of the nearest table above it, and of the schema that one is chosen in', () => {
  const objects = [
    { schema: 'a', tables: [{ name: 'p', operations: ['insert' as const] }, { name: 'q' }], operations: ['update' as const] },
    { schema: 'b', tables: [{ name: 'other' }], operations: ['delete' as const] },
  ];
  expect(operationsFor({ objects }, [name('b', 'leaf'), name('b', 'middle'), name('a', 'p')])).toEqual(['insert']);
  expect(operationsFor({ objects }, [name('b', 'leaf'), name('a', 'q')])).toEqual(['update']);
});
