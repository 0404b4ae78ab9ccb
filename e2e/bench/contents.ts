import { valuesOf } from '../faults/servers.ts';

/** `rows` counts them; `content` adds up a hash of every row as well, so that a copy that is quick and wrong is found out. */
export type Depth = 'rows' | 'content';

/** One statement must not have too many tables in it, or planning takes longer than reading. */
const TABLES_AT_ONCE = 200;

/** A line a table: its rows, and how many indexes that can be used and constraints it has. Only of the named ones, if any are named. */
export async function contents(url: string, depth: Depth, tables: readonly string[] | null = null): Promise<readonly string[]> {
  const selects = await valuesOf(
    url,
    `select format('select concat_ws('' '', %L, count(*), ${depth === 'rows' ? '' : 'sum(hashtextextended(t::text, 0)),'} %L) from only %I.%I t',
       n.nspname || '.' || c.relname,
       (select count(*) from pg_index i where i.indrelid = c.oid and i.indisvalid) || ' indexes '
         || (select count(*) from pg_constraint o where o.conrelid = c.oid) || ' constraints',
       n.nspname, c.relname)
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'opendts')
       and ${tables === null ? 'true' : `c.relname in (${tables.map((name) => `'${name}'`).join(', ')})`}
     order by n.nspname, c.relname`,
  );
  const lines: string[] = [];
  for (let at = 0; at < selects.length; at += TABLES_AT_ONCE) {
    const some = await valuesOf(url, selects.slice(at, at + TABLES_AT_ONCE).join(' union all '));
    lines.push(...some.map(String));
  }
  return lines.sort();
}

/** @throws Error naming the first tables that differ */
export function requireSame(who: string, there: readonly string[], wanted: readonly string[]): void {
  const lost = wanted.filter((line) => !there.includes(line)).slice(0, 5);
  const extra = there.filter((line) => !wanted.includes(line)).slice(0, 5);
  if (lost.length + extra.length === 0 && there.length === wanted.length) return;
  throw new Error(`${who} is not what it should be. Wanted:\n${lost.join('\n')}\nthere is:\n${extra.join('\n')}`);
}
