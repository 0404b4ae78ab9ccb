import { expect, test } from 'vitest';
import { assignment } from './assignment.ts';

test.each([
  ['integer', 'bigint', 'kept'],
  ['bigint', 'integer', 'refused'],
  ['integer', 'numeric', 'kept'],
  ['bigint', 'numeric(19,0)', 'kept'],
  ['bigint', 'numeric(19,2)', 'refused'],
  ['bigint', 'double precision', 'changed'],
  ['integer', 'double precision', 'kept'],
  ['numeric(10,2)', 'numeric(12,2)', 'kept'],
  ['numeric(10,2)', 'numeric(10,3)', 'refused'],
  ['numeric(10,4)', 'numeric(10,2)', 'changed'],
  ['numeric', 'numeric(10,2)', 'changed'],
  ['numeric(10,2)', 'integer', 'refused'],
  ['double precision', 'real', 'changed'],
  ['character varying(10)', 'character varying(20)', 'kept'],
  ['text', 'character varying(20)', 'refused'],
  ['text', 'integer', 'refused'],
  ['integer', 'text', 'kept'],
  ['character(3)', 'character(5)', 'kept'],
  ['text', 'character(5)', 'changed'],
  ['timestamp without time zone', 'timestamp(3) without time zone', 'changed'],
  ['timestamp with time zone', 'timestamp without time zone', 'changed'],
  ['timestamp without time zone', 'date', 'changed'],
  ['date', 'timestamp without time zone', 'kept'],
  ['json', 'jsonb', 'kept'],
  ['boolean', 'integer', 'never'],
  ['uuid', 'bigint', 'never'],
  ['uuid', 'bytea', 'never'],
  ['app.mood', 'integer', 'kept'],
  ['text', 'app.mood', 'refused'],
  ['character varying(20)', 'inet[]', 'refused'],
  ['text', 'public.citext', 'kept'],
] as const)('values of %s in a column of %s are %s', (from, to, verdict) => {
  expect(assignment(from, to)).toBe(verdict);
});
