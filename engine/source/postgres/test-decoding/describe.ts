import type pg from 'pg';
import { need, query } from '../../../postgres/query.ts';
import { displayName, type TableName } from '../../../schema/table.ts';

const SCOPE = { side: 'source' } as const;

export interface DescribedColumn {
  readonly name: string;
  /** As the log's text names it. */
  readonly type: string;
  /** As `RelationShape.types` has it. */
  readonly number: string;
  readonly notNull: boolean;
  /** Computed by the source: not carried. */
  readonly generated: boolean;
}

/** What the catalog says now of a table that the log's text does not: it may be behind the log, or ahead of it. */
export interface DescribedTable {
  readonly columns: readonly DescribedColumn[];
  /** What the old row carries. */
  readonly identity: readonly string[];
  /** REPLICA IDENTITY FULL: the old row is whole, but for columns that are NULL. */
  readonly full: boolean;
  readonly primaryKey: readonly string[];
}

/** What the decoder asks of the source's catalog. */
export interface Lookup {
  /** Null when there is no such table any more. */
  describe(table: TableName): Promise<DescribedTable | null>;
  /** Numbers of types that the text names, as `RelationShape.types` has them. */
  numbers(types: readonly string[]): Promise<readonly string[]>;
}

/** Statements that every version from 9.4 on understands. */
export function catalogLookup(client: pg.Client): Lookup {
  return {
    describe: (table) => describe(client, table),
    numbers: (types) => numbers(client, types),
  };
}

interface TableJson {
  readonly columns: readonly DescribedColumn[] | null;
  readonly replident: string;
  readonly indexes:
    | readonly { readonly primary: boolean; readonly immediate: boolean; readonly identity: boolean; readonly columns: string[] }[]
    | null;
}

async function describe(client: pg.Client, table: TableName): Promise<DescribedTable | null> {
  const [row] = await query(
    client,
    { ...SCOPE, object: displayName(table) },
    `select json_build_object(
       'replident', c.relreplident,
       'columns', (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
           'number', a.atttypid || ' ' || a.atttypmod, 'notNull', a.attnotnull,
           'generated', coalesce(to_json(a) ->> 'attgenerated', '') <> '') order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
       'indexes', (select json_agg(json_build_object('primary', i.indisprimary, 'immediate', i.indimmediate, 'identity', i.indisreplident,
           'columns', (select json_agg(a.attname order by a.attnum) from unnest(i.indkey::int2[]) with ordinality as k(number, n)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
             where k.n <= coalesce((to_json(i) ->> 'indnkeyatts')::int, i.indnatts))))
         from pg_index i where i.indrelid = c.oid and (i.indisprimary or i.indisreplident))) as table
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2`,
    [table.schema, table.name],
  );
  if (row === undefined) return null;
  const { columns, replident, indexes } = JSON.parse(need(row.table)) as TableJson;
  const primary = indexes?.find((index) => index.primary);
  const byIndex = { d: primary?.immediate === true ? primary : undefined, i: indexes?.find(({ identity }) => identity) };
  const full = replident === 'f';
  const carried = (columns ?? []).filter(({ generated }) => !generated).map(({ name }) => name);
  return {
    columns: columns ?? [],
    full,
    identity: full ? carried : replident === 'd' || replident === 'i' ? (byIndex[replident]?.columns ?? []) : [],
    primaryKey: primary?.columns ?? [],
  };
}

async function numbers(client: pg.Client, types: readonly string[]): Promise<readonly string[]> {
  if (types.length === 0) return [];
  // One that was dropped since has no number; the text tells no modifiers.
  const rows = await query(
    client,
    SCOPE,
    `select coalesce(t.oid, 0) || ' -2' as number from unnest($1::text[]) with ordinality as w(name, n)
     left join pg_type t on format_type(t.oid, null) = w.name order by w.n`,
    [types],
  );
  return rows.map((row) => need(row.number));
}
