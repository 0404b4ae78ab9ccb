import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { withinTime } from '../../postgres/within-time.ts';
import type { Key } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';

/** So many pages are read at most, anywhere in the table: 4 MB as servers are built. */
const PAGES = 512;

/** Rows as a key tells them: `key` is in the order that is wanted. */
export type Keyed = Pick<TablePlan, 'source' | 'key' | 'where'>;

export function someKeys(client: pg.ClientBase, table: Keyed, most: number, forMs: number): Promise<readonly Key[] | null> {
  return withinTime(client, scopeOf(table), { forMs }, () => drawKeys(client, table, most));
}

/** Pages are drawn by chance, and of the rows in them every so many-th is taken; a table of few pages is read whole. */
export async function drawKeys(client: pg.ClientBase, table: Keyed, most: number): Promise<readonly Key[]> {
  const scope = scopeOf(table);
  const name = qualified(table.source);
  const [size] = await query(client, scope, `select pg_relation_size($1::regclass) / current_setting('block_size')::int as pages`, [name]);
  const percent = Math.min(100, (100 * PAGES) / Math.max(1, Number(size?.pages ?? 0)));
  const named = table.key.map((column, index) => `${quote(column)} as k${index}`).join(', ');
  const there = table.key.map((column) => `${quote(column)} is not null`).join(' and ');
  const filter = table.where === null ? '' : ` and (${table.where}\n)`;
  const rows = await query(
    client,
    scope,
    `select * from (select ${named}, row_number() over () as place, count(*) over () as total
       from only ${name} tablesample system (${percent}) where ${there}${filter}) as drawn
     where (place - 1) % ((total + ${most} - 1) / ${most}) = 0`,
  );
  return rows.map((row) => table.key.map((_, index) => need(row[`k${index}`])));
}

export function scopeOf({ source }: Pick<Keyed, 'source'>) {
  return { side: 'source', object: displayName(source) } as const;
}
