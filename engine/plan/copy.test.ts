import { expect, test } from 'vitest';
import type { ExistingColumn, ExistingTable } from '../destination/destination.ts';
import { type CopiedColumn, type CopyTarget, chooseCopy } from './copy.ts';

const POSTGRES: CopyTarget = { formats: ['binary', 'text'], ownTypes: false, version: 180000, keepsTypes: false };

function column(name: string, type: string, binary: string | null): CopiedColumn {
  return { plan: { source: name, destination: name, type, comparable: true }, spec: { type, binary } };
}

function there(...columns: readonly (readonly [name: string, type: string, binary: string | null])[]): ExistingTable {
  const rest = { notNull: false, hasDefault: false, generated: false, identity: 'no' } as const;
  const described = columns.map(([name, type, binary]): ExistingColumn => ({ name, type, binary, ...rest }));
  return { schema: 'app', name: 't', kind: 'table', columns: described, empty: true, writable: true };
}

const ID = column('id', 'integer', 'integer');
const MOOD = column('mood', 'app.mood', 'enum');
const SPAN = column('span', 'interval', 'interval with infinity');
const TAGS = column('tags', 'app.citext[]', null);

function reason(columns: readonly CopiedColumn[], target: Partial<CopyTarget> = {}, table: ExistingTable | null = null): string | null {
  const choice = chooseCopy(columns, { ...POSTGRES, ...target }, table);
  return choice.format === 'binary' ? null : choice.reason.en;
}

test('binary where every type allows it', () => {
  expect(reason([ID, MOOD, SPAN])).toBeNull();
  expect(chooseCopy([ID], POSTGRES, null)).toEqual({ format: 'binary' });
});

test('text names the first column in the way, and its type', () => {
  expect(reason([ID, TAGS, column('row', 'app.pair', null)])).toBe(
    'Copied as text: column tags is of type app.citext[], whose binary form may mean something else on another server',
  );
});

test('text where nothing else is taken, types are others, or nothing is there', () => {
  expect(reason([ID], { formats: ['text'] })).toContain('takes no other form');
  expect(reason([ID], { ownTypes: true })).toContain('compatible with Oracle');
  expect(reason([])).toContain('no column to copy');
});

test('intervals go as text to servers that know no infinity', () => {
  expect(reason([SPAN], { version: 160004 })).toContain('column span is of type interval, which knows infinity at the source');
  expect(reason([column('span', 'interval', 'interval')], { version: 160004 })).toBeNull();
  expect(reason([SPAN], { version: null }, there(['span', 'interval', 'interval']))).not.toBeNull();
  expect(
    reason([column('span', 'interval', 'interval')], { version: null }, there(['span', 'interval', 'interval with infinity'])),
  ).toBeNull();
});

test('into a table that is there: the same type, and the same behind its name', () => {
  expect(reason([ID, MOOD], {}, there(['mood', 'app.mood', 'enum'], ['id', 'integer', 'integer']))).toBeNull();
  expect(reason([ID], {}, there(['id', 'bigint', 'bigint']))).toBe(
    'Copied as text: column id is of type integer, and at the destination of bigint',
  );
  expect(reason([MOOD], {}, there(['mood', 'app.mood', 'integer']))).toContain('of another type of that name');
});

test('where types may be there already, what a name stands for is not known', () => {
  expect(reason([ID, MOOD], { keepsTypes: true })).toContain('column mood');
  expect(reason([ID], { keepsTypes: true })).toBeNull();
});
