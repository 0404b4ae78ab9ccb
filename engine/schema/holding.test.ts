import { expect, test } from 'vitest';
import { holding, isKin, keepsEquality } from './holding.ts';

test.each([
  ['integer', 'bigint', 'kept'],
  ['integer', 'text', 'kept'],
  ['app.mood', 'text', 'kept'],
  ['integer[]', 'bigint[]', 'kept'],
  ['integer[]', 'text', 'kept'],
  ['json', 'jsonb', 'judged'],
  ['jsonb', 'json', 'kept'],
  ['bigint', 'integer', 'checked'],
  ['numeric', 'integer', 'checked'],
  ['text', 'jsonb', 'judged'],
  ['text', 'character varying(20)', 'checked'],
  ['text', 'character(20)', 'checked'],
  ['text', 'integer', 'checked'],
  ['numeric', 'numeric(10,2)', 'checked'],
  ['double precision', 'real', 'checked'],
  ['timestamp without time zone', 'timestamp with time zone', 'checked'],
  ['timestamp with time zone', 'timestamp without time zone', 'checked'],
  ['timestamp(6) without time zone', 'timestamp(0) without time zone', 'checked'],
  ['app.mood', 'character varying(20)', 'checked'],
  ['cidr', 'inet', 'checked'],
  ['text[]', 'character varying(5)[]', 'checked'],
  ['boolean', 'text', 'kept'],
  ['boolean', 'character varying(5)', 'never'],
  ['character(5)', 'character varying(3)', 'never'],
  ['integer', 'date', 'never'],
  ['integer[]', 'integer', 'never'],
  ['integer', 'integer[]', 'never'],
])('values of %s in %s: %s', (from, to, expected) => {
  expect(holding(from, to)).toBe(expected);
});

test.each([
  ['integer', 'bigint', true],
  ['integer', 'text', true],
  ['character varying(20)', 'text', true],
  ['uuid', 'text', true],
  ['date', 'timestamp without time zone', true],
  // 1.0 and 1.00 are one number and two texts.
  ['numeric', 'text', false],
  ['real', 'text', false],
  // Blanks at the end count in one of them.
  ['character(5)', 'text', false],
  ['bigint', 'integer', true],
  ['text', 'character varying(20)', false],
  ['timestamp without time zone', 'timestamp with time zone', false],
  ['app.mood', 'text', false],
])('what is equal in %s is equal in %s, and nothing else: %s', (from, to, expected) => {
  expect(keepsEquality(from, to)).toBe(expected);
});

test('kin is what checks and indexes are made over alike', () => {
  expect(isKin('integer', 'numeric')).toBe(true);
  expect(isKin('text', 'character varying(10)')).toBe(true);
  expect(isKin('date', 'timestamp with time zone')).toBe(true);
  expect(isKin('integer', 'text')).toBe(false);
  expect(isKin('character(3)', 'text')).toBe(false);
  expect(isKin('jsonb', 'json')).toBe(false);
});
