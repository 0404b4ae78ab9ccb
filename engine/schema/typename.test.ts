import { beforeAll, expect, test } from 'vitest';
import { loadGrammar, parseSync } from '../postgres/grammar.ts';
import { otherTypes, readType, typeNamed } from './typename.ts';

beforeAll(() => loadGrammar());

const READ: readonly (readonly [string, string])[] = [
  ['int', 'integer'],
  ['INT4', 'integer'],
  [' int8 ', 'bigint'],
  ['pg_catalog.int2', 'smallint'],
  ['decimal', 'numeric'],
  ['Decimal( 12 , 2 )', 'numeric(12,2)'],
  ['numeric(10)', 'numeric(10,0)'],
  ['varchar', 'character varying'],
  ['varchar ( 20 )', 'character varying(20)'],
  ['char', 'character(1)'],
  ['character (3)', 'character(3)'],
  ['float', 'double precision'],
  ['float(24)', 'real'],
  ['float(25)', 'double precision'],
  ['double  precision', 'double precision'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
  ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
  ['TIMESTAMPTZ(0)', 'timestamp(0) with time zone'],
  ['time', 'time without time zone'],
  ['timetz', 'time with time zone'],
  ['bool', 'boolean'],
  ['text[]', 'text[]'],
  ['varchar(5) [ ]', 'character varying(5)[]'],
  ['timestamp(3)[][]', 'timestamp(3) without time zone[]'],
  ['jsonb', 'jsonb'],
];

test.each(READ)('%s is %s', (written, type) => {
  expect(readType(written)).toEqual({ ok: true, type });
  // Its own name is one of its names.
  expect(typeNamed(type)).toBe(type);
});

test.each(READ)('PostgreSQL’s own grammar takes %s for one type', (written, type) => {
  for (const each of [written, type]) expect(JSON.stringify(parseSync(`SELECT NULL::${each}`))).toContain('"TypeCast"');
});

test.each([
  '',
  'serial',
  'mood',
  'sales.mood',
  '"char"',
  'varchar(0)',
  'varchar(10485761)',
  'varchar(-1)',
  'varchar(1,2)',
  'numeric(2,3)',
  'numeric(1001)',
  'numeric()',
  'numeric(1.5)',
  'timestamp(7)',
  'integer(4)',
  'date with time zone',
  'timetz with time zone',
  'int; drop table t',
  'int) , (x text',
  'text collate "C"',
  'int -- note',
  'toString',
])('%s is none', (written) => {
  expect(readType(written).ok).toBe(false);
});

test('who writes serial is told what to write', () => {
  const read = readType('bigserial');
  expect(read.ok ? '' : read.reason.en).toContain('write bigint');
});

test('what is proposed instead of a type is a type, and another one', () => {
  for (const [, type] of READ)
    for (const other of otherTypes(type)) {
      expect(typeNamed(other)).toBe(other);
      expect(other).not.toBe(type);
    }
});
