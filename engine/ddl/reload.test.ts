import { expect, test } from 'vitest';
import { BARE_COLUMN_STRUCTURE, BARE_TABLE_STRUCTURE } from './bare.ts';
import { needsReload } from './reload.ts';
import type { ColumnStructure, DdlCommand, TableStructure } from './structure.ts';

const column = (name: string, type: string, more: Partial<ColumnStructure> = {}): ColumnStructure => ({
  ...BARE_COLUMN_STRUCTURE,
  number: 1,
  name,
  type,
  ...more,
});

const table = (...columns: readonly ColumnStructure[]): TableStructure => ({ ...BARE_TABLE_STRUCTURE, schema: 's', name: 't', columns });

const reloads = (text: string, from: TableStructure, to: TableStructure, rewritten = true) => {
  const command: DdlCommand = { tag: 'ALTER TABLE', text, tables: [], enums: [], failure: null };
  return needsReload(command, { before: from, after: to, rewritten }, []);
};

test('a type that is converted in the same way everywhere is converted at the destination', () => {
  const [from, to] = [table(column('n', 'integer')), table(column('n', 'bigint'))];
  expect(reloads('alter table s.t alter n type bigint', from, to)).toBe(false);
  expect(reloads('ALTER TABLE s.t ALTER n TYPE numeric(10,2)', table(column('n', 'integer')), table(column('n', 'numeric(10,2)')))).toBe(
    false,
  );
  expect(reloads('alter table s.t alter n type bigint using n * 2', from, to)).toBe(true);
});

test('a text that need not be of the command alone tells nothing', () => {
  const [from, to] = [table(column('n', 'integer')), table(column('n', 'bigint'))];
  expect(reloads('select change()', from, to)).toBe(true);
  expect(reloads('alter table s.other add x int', from, to)).toBe(true);
  expect(reloads('alter table s.t alter n type bigint; alter table s.t alter n type bigint', from, to)).toBe(true);
});

test('a conversion by what a session has set is not made twice', () => {
  const [from, to] = [table(column('n', 'timestamp without time zone')), table(column('n', 'timestamp with time zone'))];
  expect(reloads('alter table s.t alter n type timestamptz', from, to)).toBe(true);
  expect(reloads('alter table s.t alter n type timestamptz', from, to, false)).toBe(false);
});

test('rows that became others without a sign of why are copied again', () => {
  const same = table(column('n', 'integer'));
  expect(reloads('alter table s.t alter n type integer using n + 1', same, same)).toBe(true);
  const added = table(column('n', 'integer'), column('r', 'double precision', { number: 2, default: 'random()' }));
  expect(reloads('alter table s.t add r float default random()', same, added)).toBe(true);
  const computed = table(column('n', 'integer'), column('g', 'integer', { number: 2, default: 'n * 2', generated: 'stored' }));
  expect(reloads('alter table s.t add g int generated always as (n * 2) stored', same, computed)).toBe(false);
});

test('what was rewritten under a type that the destination does not take is copied again', () => {
  const [from, to] = [table(column('n', 'integer')), table(column('n', 'bigint'))];
  const command: DdlCommand = { tag: 'ALTER TABLE', text: 'alter table s.t alter n type bigint', tables: [], enums: [], failure: null };
  const step = { before: from, after: to, rewritten: true };
  expect(needsReload(command, step, [], new Set(['n']))).toBe(true);
  expect(needsReload(command, { ...step, rewritten: false }, [], new Set(['n']))).toBe(false);
  expect(needsReload(command, step, [], new Set(['other']))).toBe(false);
});

test('what looks otherwise without being rewritten is copied again into a type that was given', () => {
  const [from, to] = [table(column('n', 'timestamp without time zone')), table(column('n', 'timestamp with time zone'))];
  const command: DdlCommand = {
    tag: 'ALTER TABLE',
    text: 'alter table s.t alter n type timestamptz',
    tables: [],
    enums: [],
    failure: null,
  };
  const step = { before: from, after: to, rewritten: false };
  expect(needsReload(command, step, [], new Set(['n']))).toBe(true);
  expect(needsReload(command, step, [], new Set())).toBe(false);
  const longer = { before: table(column('n', 'character varying(5)')), after: table(column('n', 'text')), rewritten: false };
  expect(needsReload(command, longer, [], new Set(['n']))).toBe(false);
});
