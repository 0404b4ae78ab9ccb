import pg from 'pg';
import type { Client } from '#e2e/selectdb/client.ts';
import type { Verdict } from '../verdict.ts';
import { sameAs, written } from './values.ts';

/** Where a schema of the source is to be found: its database. */
export type Databases = Readonly<Record<string, string>>;

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Written by OpenDTS for a table that keeps every change as a row. */
const CHANGE_COLUMNS = ['_is_deleted', '_version', '_record_id'] as const;

/**
 * Compares every row of the source with what a client of MySQL's protocol reads at SelectDB; shares no code with what wrote it. Ends at
 * the first difference. Nobody writes meanwhile.
 */
export async function compareWithSelectDb(sourceUrl: string, there: Client, databases: Databases): Promise<Verdict> {
  const source = new pg.Client({ connectionString: sourceUrl, application_name: 'opendts-compare' });
  await source.connect();
  try {
    await source.query(`set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 3;
      set bytea_output = 'hex'; set search_path = ''; begin isolation level repeatable read read only`);
    const tables = await tablesOf(source, Object.keys(databases));
    let rows = 0;
    for (const table of tables) {
      const { count, difference } = await compareTable(source, there, { table, database: databases[table.schema] ?? table.schema });
      rows += count;
      if (difference !== null) return { tables: tables.length, rows, difference: `${table.schema}.${table.name}: ${difference}` };
    }
    return { tables: tables.length, rows, difference: await extraTable(there, tables, databases) };
  } finally {
    await source.end();
  }
}

/** Without what the source computes, which the precheck says is not carried. Partitioned tables too, which hold no rows of their own: their partitions do, here as there. */
async function tablesOf(source: pg.Client, schemas: readonly string[]): Promise<readonly Table[]> {
  const { rows } = await source.query<Table>(
    `select n.nspname as schema, c.relname as name,
       (select pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, null)) order by a.attnum)
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname = any ($1) order by 1, 2`,
    [schemas],
  );
  return rows;
}

async function extraTable(there: Client, tables: readonly Table[], databases: Databases): Promise<string | null> {
  for (const [schema, database] of Object.entries(databases)) {
    const known = new Set(tables.filter((table) => table.schema === schema).map(({ name }) => name));
    const [extra] = (await there.rows(`show tables from ${quote(database)}`))
      .map(([name]) => name ?? '')
      .filter((name) => !known.has(name));
    if (extra !== undefined) return `${database}.${extra}: there is no such table at the source`;
  }
  return null;
}

interface Compared {
  readonly count: number;
  readonly difference: string | null;
}

async function compareTable(
  source: pg.Client,
  there: Client,
  { table, database }: { readonly table: Table; readonly database: string },
): Promise<Compared> {
  const at = `${quote(database)}.${quote(table.name)}`;
  const names = (await there.rows(`show full columns from ${at}`)).map(([name]) => name ?? '');
  const lost = table.columns.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  if (lost.length > 0) return { count: 0, difference: `the columns ${lost.join(', ')} are missing` };
  const keepsAll = CHANGE_COLUMNS.every((name) => names.includes(name));
  const columns = table.columns.map(({ name }) => quote(name)).join(', ');
  const wanted = await wantedRows(source, table);
  const count = sizeOf(wanted);
  if (!keepsAll) return { count, difference: unequal(wanted, bagOf(table, await there.rows(`select ${columns} from ${at}`))) };
  const [last = '0', distinct = '0'] = (
    await there.rows(`select max(\`_record_id\`), count(distinct \`_record_id\`) from ${at} where \`_record_id\` > 0`)
  )[0] ?? ['0', '0'];
  const [changes = '0'] = (await there.rows(`select count(*) from ${at} where \`_record_id\` > 0`))[0] ?? ['0'];
  // Changes are numbered from one on: one that is missing, or there twice, shows.
  if ((last ?? '0') !== changes || distinct !== changes) {
    return { count, difference: `${changes} changes are there, ${distinct} of them different, and the last has number ${last}` };
  }
  const put = bagOf(table, await there.rows(`select ${columns} from ${at} where \`_is_deleted\` = 0`));
  const gone = bagOf(table, await there.rows(`select ${columns} from ${at} where \`_is_deleted\` = 1`));
  return { count, difference: lacking(put, [wanted, gone]) };
}

/** Rows as text, with how many there are of each. */
type Bag = Map<string, number>;

async function wantedRows(source: pg.Client, table: Table): Promise<Bag> {
  const list = table.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  const { rows } = await source.query<(string | null)[]>({
    text: `select ${list} from only ${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string | Buffer) => String(text) },
  });
  return bagOf(
    table,
    rows.map((row) => row.map((value, index) => (value === null ? null : written(table.columns[index]?.type ?? '', value)))),
  );
}

function bagOf(table: Table, rows: readonly (readonly (string | null)[])[]): Bag {
  const bag: Bag = new Map();
  for (const row of rows) {
    const text = JSON.stringify(row.map((value, index) => (value === null ? null : sameAs(table.columns[index]?.type ?? '', value))));
    bag.set(text, (bag.get(text) ?? 0) + 1);
  }
  return bag;
}

function sizeOf(bag: Bag): number {
  return [...bag.values()].reduce((sum, count) => sum + count, 0);
}

function unequal(wanted: Bag, found: Bag): string | null {
  const lost = [...wanted].find(([row, count]) => (found.get(row) ?? 0) < count);
  if (lost !== undefined) return `only at the source: ${clip(lost[0])}${near(lost[0], found)}`;
  const extra = [...found].find(([row, count]) => (wanted.get(row) ?? 0) < count);
  return extra === undefined ? null : `only at the destination, or once too often: ${clip(extra[0])}`;
}

/** Every row that is at the source, or was deleted there, was once written. */
function lacking(put: Bag, wanted: readonly Bag[]): string | null {
  const needed: Bag = new Map();
  for (const bag of wanted) for (const [row, count] of bag) needed.set(row, (needed.get(row) ?? 0) + count);
  const lost = [...needed].find(([row, count]) => (put.get(row) ?? 0) < count);
  return lost === undefined ? null : `only at the source: ${clip(lost[0])}`;
}

/** The row that begins alike, which tells a wrong value from a lost row. */
function near(row: string, found: Bag): string {
  const begin = row.slice(0, row.indexOf(',') + 1);
  const other = [...found.keys()].find((each) => each.startsWith(begin));
  return other === undefined ? '' : `\n  and at the destination: ${clip(other)}`;
}

function clip(row: string): string {
  return row.length <= 600 ? row : `${row.slice(0, 600)}… (${row.length} characters)`;
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
