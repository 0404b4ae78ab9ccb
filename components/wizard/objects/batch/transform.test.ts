import { expect, test } from 'vitest';
import { compile, type Transform } from './transform.ts';

function apply(transform: Exclude<Transform, { kind: 'source' }>, name: string): string {
  const compiled = compile(transform);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.apply(name);
}

const replace = (find: string, to: string, options: { readonly pattern?: boolean; readonly ignoreCase?: boolean } = {}) => ({
  kind: 'replace' as const,
  find,
  with: to,
  pattern: options.pattern ?? false,
  ignoreCase: options.ignoreCase ?? false,
});

test('a pattern puts its groups where the replacement names them', () => {
  const dated = replace('^orders_(\\d{4})_(?<month>\\d\\d)$', '$<month>.$1', { pattern: true });
  expect(apply(dated, 'orders_2025_07')).toBe('07.2025');
  expect(apply(dated, 'customers')).toBe('customers');
  expect(apply(replace('(a)', '[$1]', { pattern: true }), 'banana')).toBe('b[a]n[a]n[a]');
});

test('letters are searched as letters: neither they nor the replacement mean anything else', () => {
  expect(apply(replace('a.b', '$1$&'), 'a.b axb')).toBe('$1$& axb');
  expect(apply(replace('(', '['), 'f(x)')).toBe('f[x)');
  expect(apply(replace('', 'x'), 'name')).toBe('name');
  expect(apply(replace('ORD', 'o', { ignoreCase: true }), 'OrDers')).toBe('oers');
});

test('nothing is left without a name, and a pattern that is none says so', () => {
  expect(apply(replace('.*', '', { pattern: true }), 'orders')).toBe('orders');
  const broken = compile(replace('(', '', { pattern: true }));
  expect(broken.ok).toBe(false);
});

test('prefix, suffix, and case as PostgreSQL folds it', () => {
  expect(apply({ kind: 'affix', prefix: 'ods_', suffix: '_v1' }, 'orders')).toBe('ods_orders_v1');
  expect(apply({ kind: 'upper' }, 'straße_é')).toBe('STRAßE_é');
  expect(apply({ kind: 'lower' }, 'ÉtatCivil')).toBe('Étatcivil');
});
