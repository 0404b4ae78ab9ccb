import { expect, test } from 'vitest';
import { plannedTable } from '../../plan/test-table.ts';
import { tableId } from '../../schema/table.ts';
import type { TargetTable } from './statements.ts';
import { truncateStatements } from './truncate.ts';

/** A table to which tables refer, each given with what it is a partition of. */
function table(name: string, by: readonly (readonly string[])[] = [], isQuiet = true): TargetTable {
  const own = { schema: 's', name };
  const referred = {
    by: by.map((from) => ({ from: from.map((each) => tableId({ schema: 's', name: each })), isQuiet })),
    sequences: [{ schema: 's', name: `${name}_q` }],
  };
  return { ...plannedTable({ id: `s.${name}`, source: own, destination: own }), ...(by.length === 0 ? {} : { referred }) };
}

test('tables that refer to each other go together', () => {
  const tables = [table('a', [['b'], ['c', 'root']]), table('b'), table('root')];
  expect(truncateStatements(tables, true)).toEqual(['truncate "s"."a", "s"."b", "s"."root" restart identity']);
});

test('one that another refers to has its rows deleted, and so has what that one refers to', () => {
  const tables = [table('a', [['b']]), { ...table('b', [['x']]), alone: true as const }, table('c')];
  expect(truncateStatements(tables, false)).toEqual(['truncate "s"."c"', 'delete from "s"."a"', 'delete from only "s"."b"']);
  expect(truncateStatements([table('a', [['b']])], true)).toEqual(['delete from "s"."a"', 'alter sequence "s"."a_q" restart']);
});

test('no row is deleted where a foreign key would do something about it: the server refuses', () => {
  const tables = [table('a', [['x']], false), table('b', [['x']])];
  expect(truncateStatements(tables, false)).toEqual(['truncate "s"."a", "s"."b"']);
});
