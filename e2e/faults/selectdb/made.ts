import type { TestClient } from '../servers.ts';
import type { Made } from './ddl.ts';
import { becomes } from './fault.ts';
import type { Ground } from './ground.ts';
import { hereRows, type Rows } from './rows.ts';
import { SCHEMA } from './tables.ts';

/** A table that was dropped goes once the checkpoint is past that. */
const GONE_MS = 60_000;
/** Rows of a difference that are told. */
const SHOWN = 5;
/** Of a table that keeps every change, what the destination adds. */
const OWN_COLUMNS = ['_is_deleted', '_record_id', '_version'];

const MADE = `select c.relname as name,
    exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary) as keyed,
    array(select a.attname::text from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname like 'c%' order by a.attnum) as columns
  from pg_catalog.pg_class c where c.relnamespace = '${SCHEMA}'::regnamespace and c.relkind = 'r' and c.relname like 'made%' order by 1`;

export async function madeTables(client: TestClient): Promise<readonly Made[]> {
  const { rows } = await client.query<{ name: string; keyed: boolean; columns: string[] }>(MADE);
  return rows;
}

const TABLES = `select relname from pg_catalog.pg_class where relnamespace = '${SCHEMA}'::regnamespace and relkind = 'r' order by relname`;
const TABLES_THERE = `select \`TABLE_NAME\` from \`information_schema\`.\`tables\` where \`TABLE_SCHEMA\` = '${SCHEMA}'`;

/** The tables of both sides by name, and of each that comes, goes or changes its columns, columns, types and rows. */
export async function changedTables(ground: Ground): Promise<{ readonly rows: number; readonly differences: readonly string[] }> {
  const here = (await hereRows(ground, TABLES)).map(([name]) => name ?? '');
  const there = async () => (await ground.client.rows(TABLES_THERE)).map(([name]) => name ?? '').sort();
  await becomes(async () => (await there()).join() === [...here].sort().join(), GONE_MS);
  const found = await there();
  const differences = [
    ...here.filter((name) => !found.includes(name)).map((name) => `${name}: the table is not there`),
    ...found.filter((name) => !here.includes(name)).map((name) => `${name}: the table is still there`),
  ];
  let rows = 0;
  for (const name of here.filter((each) => found.includes(each) && /^(made|shape)/.test(each))) {
    const one = await changedTable(ground, name);
    rows += one.rows;
    if (one.difference !== null) differences.push(`${name}: ${one.difference}`);
  }
  return { rows, differences };
}

async function changedTable(ground: Ground, name: string): Promise<{ readonly rows: number; readonly difference: string | null }> {
  const columns = await hereRows(
    ground,
    `select attname, format_type(atttypid, atttypmod) from pg_catalog.pg_attribute
     where attrelid = '${SCHEMA}.${name}'::regclass and attnum > 0 and not attisdropped`,
  );
  const found = await ground.client.rows(
    `select \`COLUMN_NAME\`, \`COLUMN_TYPE\` from \`information_schema\`.\`columns\` where \`TABLE_SCHEMA\` = '${SCHEMA}' and \`TABLE_NAME\` = '${name}'`,
  );
  const named = (list: Rows) => list.map(([column = null, type = null]) => `${column} ${typeOf(type ?? '')}`).sort();
  const [ours, theirs] = [named(columns), named(found.filter(([column]) => !OWN_COLUMNS.includes(column ?? '')))];
  if (ours.join() !== theirs.join()) return { rows: 0, difference: `columns ${ours.join(', ')} here and ${theirs.join(', ')} there` };
  const names = columns.map(([column]) => column ?? '').sort();
  const here = sorted(await hereRows(ground, `select ${names.join(', ')} from ${SCHEMA}.${name}`));
  const there = sorted(await ground.client.rows(`select ${names.map((column) => `\`${column}\``).join(', ')} from ${SCHEMA}.${name}`));
  const [only, other] = [without(here, there), without(there, here)];
  if (only.length === 0 && other.length === 0) return { rows: here.length, difference: null };
  const shown = (list: readonly string[]) => `${list.length} (${list.slice(0, SHOWN).join(' ')})`;
  return { rows: here.length, difference: `of (${names.join(', ')}) only here ${shown(only)} and only there ${shown(other)}` };
}

/** What the one has more often than the other. */
function without(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const row of other) left.set(row, (left.get(row) ?? 0) + 1);
  return one.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

/** In one word for both sides; only of types that these tables have. */
function typeOf(type: string): string {
  const length = /^character varying\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return `varchar(${4 * Number(length)})`;
  return type
    .replace(/^integer$/, 'int')
    .replace(/^string$/i, 'text')
    .replace(/^((?:big)?int)\(\d+\)$/, '$1')
    .toLowerCase();
}

function sorted(rows: Rows): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
