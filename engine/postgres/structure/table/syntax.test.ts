import { expect, test } from 'vitest';
import { syntaxNeeds } from './syntax.ts';

const versions = (query: string) => syntaxNeeds(query).map(({ version }) => version);

test('finds what only newer servers understand', () => {
  expect(versions('SELECT id FROM s.t ORDER BY id FETCH FIRST 3 ROWS WITH TIES')).toEqual([130000]);
  expect(versions('SELECT j.a FROM (s.t JOIN s.u USING (a) AS j)')).toEqual([140000]);
  expect(versions("SELECT JSON_OBJECT('a' : id RETURNING json) AS o, JSON_VALUE(b, '$.a') AS v FROM s.t")).toEqual([160000, 170000]);
});

test('does not take names and strings for it', () => {
  expect(versions(`SELECT 'WITH TIES'::text AS "AS MATERIALIZED (", 'it''s JSON(' AS b, json_object(c) AS o FROM s."AT LOCAL"`)).toEqual(
    [],
  );
});
