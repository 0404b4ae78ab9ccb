import type pg from 'pg';
import type { Key } from '../schema/row.ts';
import type { TableName } from '../schema/table.ts';
import type { ErrorScope } from './errors.ts';
import { need, query } from './query.ts';
import { qualified, quote } from './quote.ts';

/** Types of key columns, and where their `=` is. */
type KeyTypes = ReadonlyMap<string, { readonly type: string; readonly space: string }>;

/**
 * With their lengths, for `character` alone is one character; and where their `=` is, for it is looked for in pg_catalog only. None
 * when the table is gone.
 */
export async function keyTypes(
  client: pg.ClientBase,
  scope: ErrorScope,
  { schema, name }: TableName,
  columns: readonly string[],
): Promise<KeyTypes> {
  const rows = await query(
    client,
    scope,
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, coalesce((select quote_ident(n.nspname) from pg_type t
       join pg_operator o on o.oprname = '=' and o.oprleft = coalesce(nullif(t.typbasetype, 0), t.oid) and o.oprright = o.oprleft
       join pg_namespace n on n.oid = o.oprnamespace where t.oid = a.atttypid limit 1), 'pg_catalog') as space
     from pg_attribute a where a.attrelid = to_regclass(format('%I.%I', $1::text, $2::text)) and a.attname = any ($3::text[])`,
    [schema, name, columns],
  );
  return new Map(rows.map((row) => [need(row.name), { type: need(row.type), space: need(row.space) }]));
}

/** Keys of so many columns as a table `w`: each column is one parameter, an array of text; `place` counts the keys from 1. */
export function wantedKeys(columns: number): string {
  const numbers = Array.from({ length: columns }, (_, index) => index);
  const parameters = numbers.map((index) => `$${index + 1}::text[]`).join(', ');
  return `unnest(${parameters}) with ordinality as w(${numbers.map((index) => `k${index}`).join(', ')}, place)`;
}

/** Whether a row has the key that `w` has. */
export function isWanted(columns: readonly string[], types: KeyTypes, prefix = ''): string {
  const match = columns.map((column, index) => {
    const { type = 'text', space = 'pg_catalog' } = types.get(column) ?? {};
    return `${prefix}${quote(column)} operator(${space}.=) w.k${index}::${type}`;
  });
  return match.join(' and ');
}

/** Where keys are looked for: in a table with all below it, or in it alone and as far as a filter lets rows through. */
interface Searched {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly alone?: { readonly where: string | null };
}

/** Those of the keys that rows have. Null: there is no such table any more, or it lacks one of the columns. */
export async function foundKeys(
  client: pg.ClientBase,
  scope: ErrorScope,
  { table, columns, alone }: Searched,
  keys: readonly Key[],
): Promise<readonly Key[] | null> {
  const types = await keyTypes(client, scope, table, columns);
  if (types.size < columns.length) return null;
  const where = alone === undefined || alone.where === null ? '' : ` and (${alone.where}\n)`;
  const rows = await query(
    client,
    scope,
    `select w.place from ${wantedKeys(columns.length)}
     where exists (select from ${alone === undefined ? '' : 'only '}${qualified(table)} where ${isWanted(columns, types)}${where})`,
    columns.map((_, index) => keys.map((key) => key[index] ?? null)),
  );
  const found = new Set(rows.map(({ place }) => Number(place)));
  return keys.filter((_, index) => found.has(index + 1));
}
