import { expect, test } from 'vitest';
import { nameFault, proposedName } from './selectdb-names.ts';

const OLD = { version: 30_003, unicodeNames: false, tableNameLimit: 64 };
const OLD_UNICODE = { ...OLD, unicodeNames: true };
const NEW = { version: 40_000, unicodeNames: true, tableNameLimit: 64 };

test('names begin with a letter, unless the server has learnt better', () => {
  expect(nameFault('database', '1st', OLD)).toBe('letter');
  expect(nameFault('database', '1st', NEW)).toBe('letter');
  expect(nameFault('table', '_orders', OLD)).toBe('letter');
  expect(nameFault('table', '_orders', NEW)).toBeNull();
  expect(nameFault('table', 'order-items_2', OLD)).toBeNull();
  expect(nameFault('column', '1st', OLD)).toBeNull();
  expect(nameFault('column', '_id', OLD)).toBeNull();
});

test('Chinese names are taken where the server allows them', () => {
  expect(nameFault('table', '订单', OLD)).toBe('characters');
  expect(nameFault('table', '订单', NEW)).toBeNull();
  expect(nameFault('table', 'a订单', OLD_UNICODE)).toBeNull();
  expect(nameFault('database', '订单', OLD_UNICODE)).toBe('letter');
  expect(nameFault('database', '订单', NEW)).toBeNull();
  expect(nameFault('column', '订单', OLD)).toBe('characters');
  expect(nameFault('column', '订单', OLD_UNICODE)).toBeNull();
});

test('what no server takes', () => {
  expect(nameFault('table', 'x'.repeat(65), NEW)).toBe('length');
  expect(nameFault('table', 'a_#TEMP#_b', NEW)).toBe('reserved');
  expect(nameFault('database', 'MySQL', NEW)).toBe('reserved');
  expect(nameFault('column', '__doris_x', NEW)).toBe('reserved');
  expect(nameFault('column', 'ends ', NEW)).toBe('characters');
  expect(nameFault('table', 'a b', OLD)).toBe('characters');
});

test.each([
  ['database', '1st'],
  ['table', '_orders'],
  ['table', '订单'],
  ['table', `${'长'.repeat(60)}`],
  ['table', 'a b.c"d'],
  ['column', '__DORIS_VERSION_COL__'],
  ['column', '金额'],
  ['column', 'ends '],
  ['database', 'mysql'],
] as const)('a proposal for the %s %s is taken by every server', (kind, name) => {
  const proposal = proposedName(kind, name, OLD);
  expect(nameFault(kind, proposal, OLD)).toBeNull();
  expect(proposal).toMatch(/^[a-zA-Z]\w*$/);
});

test('different names get different proposals', () => {
  expect(proposedName('table', '订单', OLD)).not.toBe(proposedName('table', '客户', OLD));
  expect(proposedName('table', `${'长'.repeat(63)}a`, OLD)).not.toBe(proposedName('table', `${'长'.repeat(63)}b`, OLD));
});
