import type pg from 'pg';
import type { FilterVerdict } from '../precheck/filter.ts';
import { displayName, type TableName } from '../schema/table.ts';
import { text } from '../text.ts';
import { type ErrorScope, translate } from './errors.ts';
import { fromCharacters } from './filter/offset.ts';
import { parseFilter } from './filter/parse.ts';
import { refusalOf } from './filter/refusal.ts';
import { type Refusal, refuse } from './filter/verdict.ts';
import { findVolatile } from './filter/volatile.ts';
import { query } from './query.ts';
import { qualified } from './quote.ts';

/** A filter is judged while a person waits: neither a lock on the table nor a slow function may hold the answer up. */
const LIMITS = "set local statement_timeout = '10s'; set local lock_timeout = '5s'";

/**
 * Judges a WHERE filter: by the grammar first, then by the server, which knows types and functions. Nothing is run but EXPLAIN,
 * in a read-only transaction; `client` must be the caller's alone for the time of the call.
 * @throws EngineError when the server cannot be asked
 */
export async function verifyFilter(client: pg.ClientBase, table: TableName, where: string): Promise<FilterVerdict> {
  const scope: ErrorScope = { side: 'source', object: displayName(table) };
  const columns = await readColumns(client, scope, table);
  if (columns.length === 0) return noTable(table);
  const parsed = await parseFilter(where, { name: table, columns: columns.map(({ name }) => name) });
  if (!parsed.ok) return parsed;
  const generated = columns.find((column) => column.generated && parsed.columns.includes(column.name));
  if (generated !== undefined) return generatedColumn(generated.name);
  const unsteady = await findVolatile(client, scope, parsed.calls);
  return unsteady ?? explain(client, { scope, table, where });
}

async function readColumns(
  client: pg.ClientBase,
  scope: ErrorScope,
  table: TableName,
): Promise<readonly { readonly name: string; readonly generated: boolean }[]> {
  const rows = await query(
    client,
    scope,
    // Generated columns are there from version 12 on; JSON lets one statement serve all versions.
    `select a.attname as name, coalesce(to_jsonb(a) ->> 'attgenerated', '') as generated
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table.schema, table.name],
  );
  return rows.map((row) => ({ name: row.name ?? '', generated: row.generated !== '' }));
}

async function explain(
  client: pg.ClientBase,
  filter: { readonly scope: ErrorScope; readonly table: TableName; readonly where: string },
): Promise<FilterVerdict> {
  const { scope, table, where } = filter;
  const prefix = `explain select 1 from only ${qualified(table)} where (`;
  await query(client, scope, 'begin read only');
  try {
    await query(client, scope, LIMITS);
    // A trailing comment is refused before; the newline keeps the parenthesis out of any other.
    await client.query(`${prefix}${where}\n)`);
    return { ok: true };
  } catch (error) {
    const at = positionOf(error);
    const offset = at === null ? null : fromCharacters(`${prefix}${where}`, at - 1) - prefix.length;
    const refusal = refusalOf(error, { table, at: offset === null ? null : Math.min(Math.max(offset, 0), where.length) });
    if (refusal === null) throw translate(error, scope);
    return refusal;
  } finally {
    await client.query('rollback').catch(() => {});
  }
}

function positionOf(error: unknown): number | null {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  return Number.isInteger(position) && position > 0 ? position : null;
}

function noTable(table: TableName): Refusal {
  return refuse({
    code: 'object.missing',
    message: text(`The source has no table ${displayName(table)}`, `源库中不存在表 ${displayName(table)}`),
    hint: text('Refresh the source objects and choose the table again.', '请刷新源库对象后重新选择该表。'),
    at: null,
  });
}

function generatedColumn(name: string): Refusal {
  return refuse({
    code: 'filter.generated',
    message: text(`${name} is a generated column, whose value changes do not carry`, `${name} 是生成列，增量数据中不包含其取值`),
    hint: text('Write the condition with the columns it is computed from.', '请改用计算该列所依据的列书写条件。'),
    at: null,
  });
}
