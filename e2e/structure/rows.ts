import { connected, type TestClient } from '../faults/servers.ts';
import { quote } from './mapping.ts';
import { USER_SCHEMA, userObject } from './oracle/spec.ts';

/**
 * Rows of every table, view and materialized view, as text: a table's own (not its children's), a view's as the query gives them.
 * A query that fails is told by its code: one whose function names what was renamed must fail at both sides.
 */
export async function describeRows(url: string): Promise<readonly string[]> {
  await using client = await connected(url);
  await client.query(`set search_path = ''; set timezone = 'UTC'; set extra_float_digits = 3; set intervalstyle = 'postgres'`);
  const { rows } = await client.query<{ schema: string; name: string; kind: string }>(
    `select n.nspname as schema, c.relname as name, c.relkind as kind from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm') and ${USER_SCHEMA('n.oid')} and ${userObject('pg_class', 'c.oid')} order by 1, 2`,
  );
  const lines: string[] = [];
  for (const { schema, name, kind } of rows) {
    const relation = `${quote(schema)}.${quote(name)}`;
    lines.push(...(await rowsOf(client, relation, `${kind === 'r' ? 'only ' : ''}${relation}`)));
  }
  return lines;
}

async function rowsOf(client: TestClient, relation: string, from: string): Promise<readonly string[]> {
  try {
    // Columns in their own order; `x::text` of a row that has none is "()".
    const { rows } = await client.query<{ line: string }>(`select x::text as line from (select * from ${from}) x order by 1`);
    return [`${relation} ${rows.length}`, ...rows.map(({ line }) => `${relation} ${line}`)];
  } catch (error) {
    return [`${relation} fails with ${(error as { code?: string }).code}`];
  }
}
