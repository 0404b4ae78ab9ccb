import type pg from 'pg';
import type { TablePlan } from '../../../plan/plan.ts';
import { need, query } from '../../../postgres/query.ts';
import { qualified, quote } from '../../../postgres/quote.ts';
import { readVersion } from '../../../postgres/structure/read.ts';
import { type Cut, type TableLoad, WHOLE } from '../../../schema/slice.ts';
import { type TableId, tableId } from '../../../schema/table.ts';

const SCOPE = { side: 'source' } as const;

/** So that neither marks nor commits grow without end with the table. */
const MOST_SLICES = 8_192;

/**
 * CTID ranges are read without the rest of the table from here on (engine.md, known traps). Unlike a whole table they are not read through
 * the small ring of buffers that a sequential scan of a large table has: of data beyond the source's shared buffers each page takes the
 * place of another there (1.5 GB against 1 GB of them: 9.0 s of the source's processor time, 7.0 s for whole tables; within them the same).
 */
const TID_RANGE_SCAN = 140000;

interface Measured {
  readonly table: TablePlan;
  readonly storage: string;
  readonly pages: number;
  readonly bytes: number;
}

/** How the tables may be cut, and what their storage is; those that are not there are left out. */
export async function measure(
  client: pg.ClientBase,
  tables: readonly TablePlan[],
  sliceBytes: number,
): Promise<ReadonlyMap<TableId, Pick<TableLoad, 'cut' | 'storage'>>> {
  const version = await readVersion(client, SCOPE);
  const found = await readSizes(client, tables);
  const cuts = new Map<TableId, Pick<TableLoad, 'cut' | 'storage'>>();
  for (const each of found) {
    const slices = Math.min(Math.ceil(each.bytes / sliceBytes), MOST_SLICES);
    const cut = slices < 2 ? WHOLE : version >= TID_RANGE_SCAN ? byPage(each.pages, slices) : await byKey(client, each.table, slices);
    cuts.set(each.table.id, { cut, storage: each.storage });
  }
  return cuts;
}

async function readSizes(client: pg.ClientBase, tables: readonly TablePlan[]): Promise<readonly Measured[]> {
  const byName = new Map(tables.map((table) => [table.id, table]));
  const rows = await query(
    client,
    SCOPE,
    `select n.nspname as schema, c.relname as name, c.oid || '/' || pg_relation_filenode(c.oid) as storage,
       pg_relation_size(c.oid) / current_setting('block_size')::bigint as pages, pg_table_size(c.oid) as bytes
     from unnest($1::text[], $2::text[]) as w(schema, name)
     join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name and c.relkind = 'r'`,
    [tables.map(({ source }) => source.schema), tables.map(({ source }) => source.name)],
  );
  return rows.flatMap((row) => {
    const table = byName.get(tableId({ schema: need(row.schema), name: need(row.name) }));
    return table === undefined ? [] : [{ table, storage: need(row.storage), pages: Number(row.pages), bytes: Number(row.bytes) }];
  });
}

/** Equal numbers of pages; a small heap with much TOAST has no more slices than pages. */
function byPage(pages: number, slices: number): Cut {
  const count = Math.min(slices, pages);
  const bounds = Array.from({ length: count - 1 }, (_, index) => Math.floor(((index + 1) * pages) / count));
  return count < 2 ? WHOLE : { by: 'page', bounds };
}

/**
 * Ranges of the first key column, which its index finds. Whole numbers are cut evenly between the smallest and the largest, others
 * at the planner's own histogram; a table whose key offers neither is read whole. So is one whose histogram may be in another order
 * than comparing here goes by (operators that are not on the path, another collation before version 12): ranges would overlap.
 */
async function byKey(client: pg.ClientBase, table: TablePlan, slices: number): Promise<Cut> {
  const [column] = table.key;
  if (column === undefined) return WHOLE;
  const [row] = await query(
    client,
    SCOPE,
    `select format_type(a.atttypid, a.atttypmod) as type, a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) as whole,
       (select to_json(s.histogram_bounds::text::text[]) from pg_stats s
        where s.schemaname = $1 and s.tablename = $2 and s.attname = $3 and not s.inherited) as histogram
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = format('%I.%I', $1::text, $2::text)::regclass and a.attname = $3
       and t.typnamespace = 'pg_catalog'::regnamespace and a.attcollation = t.typcollation`,
    [table.source.schema, table.source.name, column],
  );
  if (row === undefined) return WHOLE;
  const bounds =
    row.whole === 't'
      ? await evenBounds(client, { table, column, slices })
      : spread(JSON.parse(row.histogram ?? '[]') as readonly string[], slices);
  return bounds.length === 0 ? WHOLE : { by: 'key', column, type: need(row.type), bounds };
}

async function evenBounds(
  client: pg.ClientBase,
  { table, column, slices }: { readonly table: TablePlan; readonly column: string; readonly slices: number },
): Promise<readonly string[]> {
  const name = quote(column);
  const [row] = await query(client, SCOPE, `select min(${name}) as low, max(${name}) as high from only ${qualified(table.source)}`);
  if (row?.low === null || row?.low === undefined || row.high === null || row.high === undefined) return [];
  const low = BigInt(row.low);
  const width = BigInt(row.high) - low;
  const bounds = Array.from({ length: slices - 1 }, (_, index) => low + (width * BigInt(index + 1)) / BigInt(slices));
  return [...new Set(bounds.map(String))];
}

/** Of the histogram's values as many as there are cuts to make, evenly. Its ends are where the table's own are. */
function spread(values: readonly string[], slices: number): readonly string[] {
  const inner = values.slice(1, -1);
  const count = Math.min(slices - 1, inner.length);
  const picked = Array.from({ length: count }, (_, index) => inner[Math.floor(((index + 1) * inner.length) / (count + 1))]);
  return [...new Set(picked.filter((value) => value !== undefined))];
}
