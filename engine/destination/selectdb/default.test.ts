import { beforeAll, expect, test } from 'vitest';
import { loadGrammar } from '../../postgres/grammar.ts';
import { defaultClause } from './default.ts';

beforeAll(loadGrammar);

function clause(expression: string | null, type: string, source = ''): string {
  const found = defaultClause(expression, { type, source });
  return found.kind === 'carried' ? found.sql : found.kind;
}

test.each([
  ['0', 'INT', `DEFAULT '0'`],
  [`'-1'::integer`, 'INT', `DEFAULT '-1'`],
  ['(5)::bigint', 'BIGINT', `DEFAULT '5'`],
  ['2147483648', 'INT', 'lost'],
  ['1.5', 'INT', 'lost'],
  ['1.5', 'DECIMAL(4,1)', `DEFAULT '1.5'`],
  ['1.55', 'DECIMAL(4,1)', 'lost'],
  ['12345', 'DECIMAL(4,1)', 'lost'],
  ['1.5', 'DOUBLE', `DEFAULT '1.5'`],
  [`'NaN'::double precision`, 'DOUBLE', 'lost'],
  ['true', 'BOOLEAN', `DEFAULT 'true'`],
  [`'f'::boolean`, 'BOOLEAN', `DEFAULT 'false'`],
  [`'new'::text`, 'STRING', `DEFAULT 'new'`],
  [`''::character varying`, 'VARCHAR(20)', `DEFAULT ''`],
  [`'ééé'::character varying`, 'VARCHAR(4)', 'lost'],
  [`'it''s'::text`, 'STRING', `DEFAULT "it's"`],
  [`'say "it''s"'::text`, 'STRING', 'lost'],
  [`'a\\'::text`, 'STRING', 'lost'],
  [`'{}'::jsonb`, 'JSON', 'lost'],
  [`B'101'::"bit"`, 'VARCHAR(3)', `DEFAULT '101'`],
  ['NULL::character varying', 'VARCHAR(20)', 'none'],
  [null, 'INT', 'none'],
  [`nextval('app.t_id_seq'::regclass)`, 'BIGINT', 'numbered'],
  ['gen_random_uuid()', 'VARCHAR(36)', 'lost'],
  ['(1 + 1)', 'INT', 'lost'],
  [`'2020-01-31'::date`, 'DATEV2', `DEFAULT '2020-01-31'`],
  [`'infinity'::date`, 'DATEV2', 'lost'],
  ['CURRENT_DATE', 'DATEV2', 'DEFAULT CURRENT_DATE'],
  ['CURRENT_DATE', 'DATETIMEV2(6)', 'lost'],
  [`'2020-01-31 10:00:00'::timestamp without time zone`, 'DATETIMEV2(6)', `DEFAULT '2020-01-31 10:00:00'`],
  [`'2020-01-31 10:00:00+00'::timestamp with time zone`, 'DATETIMEV2(6)', `DEFAULT '2020-01-31 10:00:00'`],
  [`'2020-01-31 10:00:00+08'::timestamp with time zone`, 'DATETIMEV2(6)', 'lost'],
])('%s of %s', (expression, type, wanted) => {
  expect(clause(expression, type)).toBe(wanted);
});

test('the moment is that of the session, which a column in UTC does not want', () => {
  expect(clause('now()', 'DATETIMEV2(6)', 'timestamp without time zone')).toBe('DEFAULT CURRENT_TIMESTAMP(6)');
  expect(clause('CURRENT_TIMESTAMP(3)', 'DATETIMEV2(6)', 'timestamp without time zone')).toBe('DEFAULT CURRENT_TIMESTAMP(3)');
  expect(clause('LOCALTIMESTAMP', 'DATETIMEV2(0)', 'timestamp(0) without time zone')).toBe('DEFAULT CURRENT_TIMESTAMP');
  expect(clause('now()', 'DATETIMEV2(6)', 'timestamp with time zone')).toBe('lost');
  expect(clause('now()', 'STRING', 'text')).toBe('lost');
});
