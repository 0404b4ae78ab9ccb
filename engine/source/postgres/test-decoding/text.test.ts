import { expect, test } from 'vitest';
import { parseBegin, parseChange, parseCommit, type TextColumn } from './text.ts';

test('BEGIN and COMMIT', () => {
  expect(parseBegin('BEGIN 734')).toBe(734);
  expect(parseCommit('COMMIT 734 (at 2024-02-29 23:59:59.123987+00)')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59, 123));
  // Trailing zeros are left out, and with them the point.
  expect(parseCommit('COMMIT 734 (at 2024-02-29 23:59:59+00)')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
  expect(parseCommit('COMMIT 734 (at 2024-02-29 23:59:59.5+05:30)')).toBe(Date.UTC(2024, 1, 29, 18, 29, 59, 500));
  expect(() => parseBegin('BEGIN')).toThrow('cannot be read');
  expect(() => parseCommit('COMMIT 734')).toThrow('cannot be read');
});

test('a row of every way to write a value', () => {
  expect(
    parseChange(
      `table public.t: INSERT: a[integer]:-1 b[boolean]:true c[boolean]:false d[numeric]:NaN e[bit varying]:B'101' f[text]:null g[text]:'null' h[text]:unchanged-toast-datum i[text]:'it''s ''''' j[text]:'' k[double precision]:-Infinity`,
    ),
  ).toEqual({
    kind: 'insert',
    table: { schema: 'public', name: 't' },
    next: [
      { name: 'a', type: 'integer', value: '-1' },
      { name: 'b', type: 'boolean', value: 't' },
      { name: 'c', type: 'boolean', value: 'f' },
      { name: 'd', type: 'numeric', value: 'NaN' },
      { name: 'e', type: 'bit varying', value: '101' },
      { name: 'f', type: 'text', value: null },
      { name: 'g', type: 'text', value: 'null' },
      { name: 'h', type: 'text', value: undefined },
      { name: 'i', type: 'text', value: "it's ''" },
      { name: 'j', type: 'text', value: '' },
      { name: 'k', type: 'double precision', value: '-Infinity' },
    ],
  });
});

test('names and types that look like what stands around them', () => {
  const text = `table "a.b: ""c"""."t, u: DELETE": UPDATE: old-key: "new-tuple:"[integer[]]:'{1}' new-tuple: "new-tuple:"[integer[]]:'{2} new-tuple: x[y]:' "]:'"["S"."]: ""'"[]]:'
line'`;
  expect(parseChange(text)).toEqual({
    kind: 'update',
    table: { schema: 'a.b: "c"', name: 't, u: DELETE' },
    old: [{ name: 'new-tuple:', type: 'integer[]', value: '{1}' }],
    next: [
      { name: 'new-tuple:', type: 'integer[]', value: '{2} new-tuple: x[y]:' },
      { name: "]:'", type: `"S"."]: ""'"[]`, value: '\nline' },
    ],
  });
});

test('rows that are not there, rows without columns, and several tables', () => {
  const table = { schema: 'public', name: 't' };
  expect(parseChange('table public.t: DELETE: (no-tuple-data)')).toEqual({ kind: 'delete', table, old: null });
  expect(parseChange('table public.t: DELETE: a[integer]:1')).toMatchObject({ kind: 'delete', old: [{ name: 'a', value: '1' }] });
  expect(parseChange('table public.t: UPDATE: a[integer]:1')).toMatchObject({ kind: 'update', old: null, next: [{ name: 'a' }] });
  expect(parseChange('table public.t: INSERT:')).toEqual({ kind: 'insert', table, next: [] });
  const truncate = { kind: 'truncate', tables: [table, { schema: 'public', name: 'u v' }] };
  expect(parseChange('table public.t, public."u v": TRUNCATE: (no-flags)')).toEqual({ ...truncate, restartIdentity: false });
  expect(parseChange('table public.t, public."u v": TRUNCATE: restart_seqs cascade')).toEqual({ ...truncate, restartIdentity: true });
  expect(parseChange('message: transactional: 1 prefix: p, sz: 5 content:table')).toBeNull();
});

test('what cannot be read is a fault, and its values are not told', () => {
  for (const text of [
    'table public.t: INSERT: (no-tuple-data)',
    'table public.t: INSERT: a[integer:secret',
    "table public.t: INSERT: a[text]:'secret",
    "table public.t: INSERT: a[text]:'secret'b[text]:'secret'",
    "table public.t: UPDATE: old-key: a[text]:'secret'",
    'table public.t: MERGE: secret',
    'table public: INSERT: a[text]:secret',
    'secret',
  ]) {
    expect(() => parseChange(text), text).toThrow('cannot be read');
    expect(() => parseChange(text), text).not.toThrow('secret');
  }
});

/** As the plugin writes them (contrib/test_decoding, tuple_to_stringinfo and print_literal). */
function written(columns: readonly TextColumn[]): string {
  const name = (text: string) => (/^[a-z_][a-z0-9_]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`);
  const literal = ({ type, value }: TextColumn) => {
    if (value === null) return 'null';
    if (value === undefined) return 'unchanged-toast-datum';
    if (type === 'integer') return value;
    if (type === 'boolean') return value === 't' ? 'true' : 'false';
    return type === 'bit varying' ? `B'${value}'` : `'${value.replaceAll("'", "''")}'`;
  };
  return columns.map((column) => ` ${name(column.name)}[${column.type}]:${literal(column)}`).join('');
}

test('what is written by the rules is read by them, whatever is in it', () => {
  let state = 4711;
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return list[(state >> 8) % list.length] as T;
  };
  const pieces = [
    "'",
    '"',
    ']',
    '[',
    ':',
    ' ',
    '\n',
    '\\',
    'a',
    'new-tuple',
    ' new-tuple:',
    'null',
    '(no-tuple-data)',
    "B'",
    '漢',
    '',
    ', ',
    '.',
  ];
  const scramble = (most: number) => Array.from({ length: pick([0, 1, 2, most]) }, () => pick(pieces)).join('');
  const kinds: readonly (() => Omit<TextColumn, 'name'>)[] = [
    () => ({ type: 'integer', value: pick(['0', '-12']) }),
    () => ({ type: 'boolean', value: pick(['t', 'f']) }),
    () => ({ type: 'bit varying', value: pick(['', '10']) }),
    () => ({ type: 'text', value: pick([null, undefined]) }),
    () => ({
      type: pick(['text', 'character varying', 'integer[]', '"char"', `s."${scramble(3).replaceAll('"', '""')}"[]`]),
      value: scramble(9),
    }),
  ];
  const row = () => Array.from({ length: pick([1, 2, 5]) }, (_, at) => ({ name: `${scramble(3)}${at}`, ...pick(kinds)() }));
  for (let round = 0; round < 3000; round += 1) {
    const [old, next] = [row(), row()];
    const text = `table public.t: UPDATE: old-key:${written(old)} new-tuple:${written(next)}`;
    expect(parseChange(text), text).toEqual({ kind: 'update', table: { schema: 'public', name: 't' }, old, next });
    expect(parseChange(`table public.t: DELETE:${written(old)}`)).toMatchObject({ kind: 'delete', old });
  }
});
