import { describe, expect, test } from 'vitest';
import type { ExistingColumn, ExistingTable } from '../destination/destination.ts';
import type { ColumnPlan, TablePlan } from '../plan/plan.ts';
import { plannedTable } from '../plan/test-table.ts';
import { tableId } from '../schema/table.ts';
import { BARE_COLUMN_STRUCTURE, BARE_TABLE_STRUCTURE } from './bare.ts';
import { settleTable } from './settle.ts';
import type { TableStructure } from './structure.ts';

const SOURCE = { schema: 's', name: 't' };

const planned = (source: string, type: string, destination = source): ColumnPlan => ({ source, destination, type, comparable: true });

const there = (name: string, type: string, more: Partial<ExistingColumn> = {}): ExistingColumn => ({
  name,
  type,
  binary: null,
  notNull: false,
  hasDefault: false,
  generated: false,
  identity: 'no',
  ...more,
});

const table = (columns: readonly ColumnPlan[], more: Partial<TablePlan> = {}) =>
  plannedTable({ id: tableId(SOURCE), source: SOURCE, columns, key: ['id'], ...more });

const existing = (columns: readonly ExistingColumn[], more: Partial<ExistingTable> = {}) =>
  new Map([[tableId(SOURCE), { ...SOURCE, columns, empty: true, kind: 'table' as const, writable: true, ...more }]]);

const structure = (...names: readonly string[]): TableStructure => ({
  ...BARE_TABLE_STRUCTURE,
  ...SOURCE,
  columns: names.map((name, index) => ({ ...BARE_COLUMN_STRUCTURE, number: index + 1, name, type: 'integer' })),
});

const ID = planned('id', 'integer');

describe('a table whose command was not carried', () => {
  test('keeps columns that take each value or refuse it, and leaves out those that would cut or round it', () => {
    const kept = [
      ['bigint', 'integer'],
      ['integer', 'numeric'],
      ['text', 'character varying(9)'],
      ['jsonb', 'text'],
    ] as const;
    const lost = [
      ['numeric(6,2)', 'integer'],
      ['numeric(8,4)', 'numeric(8,2)'],
      ['double precision', 'real'],
      ['timestamp without time zone', 'date'],
      ['text', 'character(9)'],
    ] as const;
    const all = [...kept, ...lost];
    const evolved = table([ID, ...all.map(([type], index) => planned(`c${index}`, type))]);
    const columns = [there('id', 'integer'), ...all.map(([, type], index) => there(`c${index}`, type))];
    const { plan, lacking } = settleTable({ evolved, before: evolved, step: null, there: existing(columns) });
    expect(lacking).toEqual(lost.map((_, index) => `c${kept.length + index}`));
    expect(plan?.columns.map(({ source }) => source)).toEqual(['id', ...kept.map((_, index) => `c${index}`)]);
    expect(plan).toMatchObject({ leftOut: lacking, takesLater: true, copy: { format: 'text' } });
  });

  test('goes by the new name of a column where the destination has it, else by the one it had', () => {
    const before = table([ID, planned('a', 'integer'), planned('b', 'integer')]);
    const evolved = table([ID, planned('x', 'integer'), planned('y', 'integer')]);
    const step = { before: structure('id', 'a', 'b'), after: structure('id', 'x', 'y'), rewritten: false };
    const columns = [there('id', 'integer'), there('x', 'integer'), there('b', 'integer')];
    const { plan } = settleTable({ evolved, before, step, there: existing(columns) });
    expect(plan?.columns.map(({ source, destination }) => `${source}=${destination}`)).toEqual(['id=id', 'x=x', 'y=b']);
  });

  test('a column that was left out by choice keeps later ones from being taken', () => {
    const evolved = table([ID, planned('n', 'integer')], { leftOut: ['secret'] });
    const { plan } = settleTable({ evolved, before: evolved, step: null, there: existing([there('id', 'integer')]) });
    expect(plan?.leftOut).toEqual(['secret', 'n']);
    expect(plan?.takesLater).toBeUndefined();
  });

  test.each([
    ['the key is not there', [there('n', 'integer')], {}, true],
    ['the key has another type', [there('id', 'date')], {}, true],
    ['a column wants a value that nobody gives', [there('id', 'integer'), there('must', 'text', { notNull: true })], {}, true],
    ['it came with rows of others', [there('id', 'integer')], { empty: false }, false],
  ] as const)('is refused where %s', (_, columns, more, wasThere) => {
    const evolved = table([ID]);
    const settle = () => settleTable({ evolved, before: wasThere ? evolved : null, step: null, there: existing(columns, more) });
    expect(settle).toThrow(expect.objectContaining({ code: 'ddl.not-fit' }));
  });

  test('is none where the destination does not have it', () => {
    const evolved = table([ID]);
    expect(settleTable({ evolved, before: evolved, step: null, there: new Map() })).toEqual({ plan: null, lacking: [] });
  });
});
