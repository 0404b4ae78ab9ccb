import { expect, test } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { NO_PROGRESS, type Progress, type TableProgress } from '../progress/progress.ts';
import { isMended, mended, mendedTable, mendingOf, mendingOfTable } from './mend.ts';

const PLAN = { statements: [{ id: 'a', sql: 'create a' }], tables: [] } as unknown as Plan;

function tables(states: Readonly<Record<string, TableProgress['state']>>): Progress['tables'] {
  return Object.fromEntries(
    Object.entries(states).map(([id, state]) => [id, { id, state, source: { schema: 'app', name: id } } as TableProgress]),
  );
}

const failedStatement = { index: 3, id: 'a' } as Progress['structure']['failed'][number];
const failed: Progress = {
  ...NO_PROGRESS,
  structure: { ...NO_PROGRESS.structure, failed: [failedStatement] },
  tables: tables({ one: 'failed', two: 'copied', three: 'skipped' }),
};

test('tables that a person does without are noted in the plan once, and a retry takes them back', () => {
  const skipped = mendedTable(PLAN, { action: 'skip', table: 'one' });
  expect(skipped.skippedTables).toEqual(['one']);
  expect(mendedTable(skipped, { action: 'skip', table: 'one' })).toBe(skipped);
  expect(mendedTable(skipped, { action: 'skip', table: 'two' }).skippedTables).toEqual(['one', 'two']);
  expect(mendedTable(skipped, { action: 'retry', table: 'one' }).skippedTables).toEqual([]);
  expect(mendedTable(PLAN, { action: 'retry', table: 'one' })).toBe(PLAN);
});

test('a statement is put in other words, or passed over', () => {
  expect(mended(PLAN, { action: 'retry', statement: 'a', sql: 'create b' }).statements[0]?.sql).toBe('create b');
  expect(mended(PLAN, { action: 'skip', statements: ['a', 'a'] }).skipped).toEqual(['a']);
});

test('only a table that failed can be mended, and is named otherwise', () => {
  const skip = mendingOfTable({ action: 'skip', table: 'one' });
  expect(skip.event(failed)).toMatchObject({ kind: 'table', id: 'one', state: 'skipped' });
  expect(skip.message).toEqual({ kind: 'mend-table', mend: { action: 'skip', table: 'one' } });
  expect(mendingOfTable({ action: 'retry', table: 'one' }).event(failed)).toMatchObject({ id: 'one', state: 'waiting' });
  for (const table of ['two', 'three', 'none']) {
    const mending = mendingOfTable({ action: 'retry', table });
    expect(mending.event(failed)).toBeNull();
    expect(mending.refusal(failed)).toMatchObject({ code: 'table.not-failed', object: table === 'none' ? 'none' : `app.${table}` });
  }
});

test('only a statement that failed can be mended', () => {
  expect(mendingOf({ action: 'retry', statement: 'a' }).event(failed)).toMatchObject({ indexes: [3], state: 'waiting' });
  const mending = mendingOf({ action: 'skip', statements: ['a', 'b'] });
  expect(mending.event(failed)).toBeNull();
  expect(mending.refusal(failed)).toMatchObject({ code: 'statement.not-failed' });
});

test('all is mended when neither a table nor a statement is left', () => {
  expect(isMended(failed)).toBe(false);
  expect(isMended({ ...failed, tables: tables({ one: 'skipped' }) })).toBe(false);
  expect(isMended({ ...failed, structure: NO_PROGRESS.structure })).toBe(false);
  expect(isMended({ ...NO_PROGRESS, tables: tables({ one: 'skipped', two: 'waiting' }) })).toBe(true);
});
