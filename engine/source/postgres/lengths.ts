import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { withinTime } from '../../postgres/within-time.ts';
import { displayName } from '../../schema/table.ts';
import type { LongestValues, LookedAtColumn } from '../source.ts';

/** What a row holds by itself, in bytes as they are stored. */
const IN_ROW = 8160;
/** How many bytes one stored byte may stand for at most: a match of pglz is 273 bytes in 3, and lz4 says 255 with each further byte. */
const GROWTH = { pglz: 91, lz4: 255 } as const;

/**
 * The longest values of a table's columns, in bytes of their text form. A column that no value can be long enough in, because nothing of
 * the table is stored outside its rows, is not looked at. The length of a text is told without unpacking it.
 */
export async function longestValues(
  client: pg.Client,
  { source, where }: Pick<TablePlan, 'source' | 'where'>,
  columns: readonly LookedAtColumn[],
  forMs: number,
): Promise<LongestValues> {
  const scope = { side: 'source', object: displayName(source) } as const;
  const most = await mostBytes(client, scope, qualified(source));
  const asked = columns.filter(({ limit }) => most === null || limit < most);
  if (asked.length === 0) return { bytes: new Map(), unseen: null };
  const lengths = asked.map(({ name, type }) => `max(${lengthSql(name, type)}) as ${quote(name)}`);
  const sql = `select ${lengths.join(', ')} from only ${qualified(source)}${where === null ? '' : ` where (${where}\n)`}`;
  const row = await withinTime(client, scope, { forMs }, async () => (await query(client, scope, sql))[0] ?? {});
  if (row === null) return { bytes: new Map(), unseen: sql };
  return { bytes: new Map(asked.map(({ name }) => [name, Number(row[name] ?? 0)])), unseen: null };
}

/** Null where values are stored outside of rows: they may be as long as they like. */
async function mostBytes(
  client: pg.Client,
  scope: { readonly side: 'source'; readonly object: string },
  name: string,
): Promise<number | null> {
  const [row] = await query(
    client,
    scope,
    // Compression is told by column from version 14 on; JSON lets one statement serve all versions.
    `select pg_relation_size(nullif(c.reltoastrelid, 0)) > 0 as outside,
       current_setting('default_toast_compression', true) = 'lz4'
         or exists (select from pg_attribute a where a.attrelid = c.oid and to_jsonb(a) ->> 'attcompression' = 'l') as lz4
     from pg_class c where c.oid = $1::regclass`,
    [name],
  );
  if (row?.outside === 't') return null;
  return IN_ROW * (row?.lz4 === 't' ? GROWTH.lz4 : GROWTH.pglz);
}

/** Of what is no text the text form is made, but for bytes, which become two digits each behind `\x`. */
function lengthSql(name: string, type: string): string {
  return type === 'bytea' ? `octet_length(${quote(name)}) * 2 + 2` : `octet_length(${quote(name)}::text)`;
}
