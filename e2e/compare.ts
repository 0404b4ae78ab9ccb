import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Destination's name of a source table; absent: the same. */
export interface TableMapping {
  /** `schema.table` of the source. */
  readonly from: string;
  readonly to: string;
  /** Source column name to the destination's, for renamed columns; a column not listed keeps its name. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Only these source rows are expected at the destination. */
  readonly where?: string;
}

export interface Comparison {
  readonly tables: number;
  readonly rows: number;
  readonly difference: null | { readonly table: string; readonly detail: string };
}

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** The function that gives the bytes of those that hold floats. */
  readonly bytes: Readonly<Record<string, string>>;
}

/** One table as both sides know it. */
interface Pair {
  readonly label: string;
  readonly source: string;
  readonly destination: string;
}

const SYSTEM_SCHEMAS = `n.nspname not in ('information_schema', 'opendts') and n.nspname !~ '^pg_'`;

/** What OpenDTS itself keeps at a source, which is no one's data. */
const OUR_TABLES = `'dts_postgres_heartbeat', 'dts_ddl_command', 'dts_pg_class'`;

/**
 * Compares two databases row by row, table by table, duplicates counted: every table of the source must be at the destination
 * and no table there may be without a counterpart. Ends at the first difference.
 *
 * The servers sort the rows' text by bytes and both sides are read side by side, so that neither database need fit in memory.
 */
export async function compareDatabases(
  sourceUrl: string,
  destinationUrl: string,
  schemas?: readonly string[],
  mappings: readonly TableMapping[] = [],
): Promise<Comparison> {
  const source = await open(sourceUrl);
  const destination = await open(destinationUrl).catch(async (error: unknown) => {
    await source.end();
    throw error;
  });
  try {
    const tables = await listTables(source, schemas ?? null);
    const there = await listTables(destination, schemas === undefined ? null : destinationSchemas(schemas, mappings));
    const known = new Map(there.map((table) => [fullName(table), table]));
    let rows = 0;
    for (const [at, table] of tables.entries()) {
      const mapping = mappings.find(({ from }) => from === fullName(table));
      const target = known.get(mapping?.to ?? fullName(table));
      const result = target === undefined ? missing(table, 'destination') : pairUp(table, target, mapping);
      if ('difference' in result) return { tables: at, rows, difference: result.difference };
      known.delete(mapping?.to ?? fullName(table));
      const { count, detail } = await compareTable(source, destination, result);
      rows += count;
      if (detail !== null) return { tables: at, rows, difference: { table: result.label, detail } };
    }
    const [extra] = known.values();
    return { tables: tables.length, rows, ...(extra === undefined ? { difference: null } : missing(extra, 'source')) };
  } finally {
    await Promise.all([source.end(), destination.end()]);
  }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'opendts-compare' });
  await client.connect();
  // The text of a value depends on these; both sides must write alike, whatever their versions and defaults.
  await client.query(`set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 3;
    set bytea_output = 'hex'; set client_encoding = 'UTF8'; set statement_timeout = 0; set search_path = ''`);
  // One view a side: the comparison is of one moment.
  await client.query('begin isolation level repeatable read read only');
  return client;
}

/** Ordinary tables and partitions: a partitioned table has no rows of its own, and rows must be in the same partition. */
async function listTables(client: pg.Client, schemas: readonly string[] | null): Promise<readonly Table[]> {
  const { rows } = await client.query<{ schema: string; name: string; columns: string[]; bytes: Record<string, string> }>(
    `select n.nspname as schema, c.relname as name,
       array(select a.attname::text from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
       (select coalesce(pg_catalog.json_object_agg(a.attname, t.typsend), '{}') from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (t.oid in (700, 701) or t.typcategory = 'G')) as bytes
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and ${SYSTEM_SCHEMAS}
       and c.relname not in (${OUR_TABLES}) and c.relname !~ '^dts_sync_' and ($1::text[] is null or n.nspname = any($1))
     order by 1, 2`,
    [schemas],
  );
  return rows;
}

function destinationSchemas(schemas: readonly string[], mappings: readonly TableMapping[]): readonly string[] {
  return [...new Set([...schemas, ...mappings.map(({ to }) => to.split('.')[0] ?? to)])];
}

function pairUp(
  source: Table,
  destination: Table,
  mapping: TableMapping | undefined,
): Pair | { readonly difference: Comparison['difference'] } {
  const label = fullName(source);
  const names = source.columns.map((column) => mapping?.columns?.[column] ?? column);
  const lost = names.filter((name) => !destination.columns.includes(name));
  const extra = destination.columns.filter((name) => !names.includes(name));
  if (lost.length + extra.length > 0) {
    const detail = `columns differ: missing at the destination ${lost.join(', ') || 'none'}, extra there ${extra.join(', ') || 'none'}`;
    return { difference: { table: label, detail } };
  }
  return {
    label,
    source: selection(source, source.columns, mapping?.where),
    destination: selection(destination, names, undefined),
  };
}

function missing(table: Table, side: 'source' | 'destination'): { readonly difference: Comparison['difference'] } {
  return { difference: { table: fullName(table), detail: `there is no such table at the ${side}` } };
}

/** Rows in COPY's own text, which no value can break; sorted by bytes, as the collations of two servers may differ. */
function selection(table: Table, columns: readonly string[], where: string | undefined): string {
  // Servers before 12 write floats with other digits than those after: their bytes tell whether they are the same.
  const value = (column: string) => (column in table.bytes ? `pg_catalog.${table.bytes[column]}(${quote(column)})` : quote(column));
  const list = columns.map(value).join(', ');
  const filter = where === undefined ? '' : ` where (${where})`;
  const from = `only ${quote(table.schema)}.${quote(table.name)}`;
  if (columns.length === 0) return `copy (select from ${from}${filter}) to stdout`;
  const order = columns
    .map((column) => (column in table.bytes ? value(column) : `${value(column)}::pg_catalog.text collate "C"`))
    .join(', ');
  return `copy (select ${list} from ${from}${filter} order by ${order}) to stdout`;
}

async function compareTable(source: pg.Client, destination: pg.Client, pair: Pair): Promise<{ count: number; detail: string | null }> {
  const left = lines(source, pair.source);
  const right = lines(destination, pair.destination);
  try {
    for (let count = 0; ; count += 1) {
      const [a, b] = await Promise.all([left.next(), right.next()]);
      if (a.done === true && b.done === true) return { count, detail: null };
      if (a.done === true || b.done === true || a.value !== b.value) {
        return { count, detail: tellDifference(a.done === true ? null : a.value, b.done === true ? null : b.value, count) };
      }
    }
  } finally {
    await Promise.all([left.return(undefined), right.return(undefined)]);
  }
}

function tellDifference(source: string | null, destination: string | null, at: number): string {
  const side = source === null ? 'only at the destination' : destination === null ? 'only at the source' : 'differs';
  return `row ${at + 1} of the sorted rows ${side}\n  source:      ${clip(source)}\n  destination: ${clip(destination)}`;
}

function clip(row: string | null): string {
  if (row === null) return '(no more rows)';
  return row.length <= 300 ? row : `${row.slice(0, 300)}… (${row.length} characters)`;
}

/** COPY's rows as lines. Read to the end even when the reader stops early, so that the connection stays usable. */
async function* lines(client: pg.Client, sql: string): AsyncGenerator<string, undefined> {
  const stream: Readable = client.query(copyTo(sql));
  let rest: Buffer[] = [];
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      const chunk = Buffer.from(piece);
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        const line = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
        rest = [];
        from = end + 1;
        yield line;
      }
      if (from < chunk.length) rest.push(chunk.subarray(from));
    }
  } finally {
    if (!stream.readableEnded && !stream.destroyed) for await (const _ of stream);
  }
  return undefined;
}

function fullName(table: Table): string {
  return `${table.schema}.${table.name}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
