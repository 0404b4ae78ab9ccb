import { expect, test } from 'vitest';
import { draftConfig } from './config.ts';

function problems(objects: unknown, operations?: unknown): readonly string[] {
  const { error } = draftConfig.safeParse({ name: 't', objects, ...(operations === undefined ? {} : { operations }) });
  return error?.issues.map(({ path }) => path.join('.')) ?? [];
}

test('operations are refused by path when they are unknown, none, or said twice', () => {
  expect(problems([{ schema: 's', operations: ['insert', 'upsert'] }])).toEqual(['objects.0.operations.1']);
  expect(problems([{ schema: 's', tables: [{ name: 't', operations: [] }] }])).toEqual(['objects.0.tables.0.operations']);
  expect(problems([], ['insert', 'truncate', 'insert'])).toEqual(['operations.2']);
  expect(problems([{ schema: 's', tables: [{ name: 't', operations: ['delete', 'addColumn'] }] }], ['insert'])).toEqual([]);
});
