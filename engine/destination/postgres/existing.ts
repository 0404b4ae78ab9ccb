import type pg from 'pg';
import { need, query } from '../../postgres/query.ts';
import { binaryTypes } from '../../postgres/structure/table/binary.ts';
import { type TableId, type TableName, tableId } from '../../schema/table.ts';
import type { ExistingColumn, ExistingRule, ExistingTable } from '../destination.ts';
import { readWriters } from './targets.ts';

const SCOPE = { side: 'destination' } as const;

/** Tables that one statement looks into: each takes a lock until it ends. */
const LOOKS = 100;

/** What is called like one of the names (`taken`), and of tables the columns; `attgenerated` came with version 12. */
const TAKEN = `with recursive w as (select * from unnest($1::text[], $2::text[]) as w(schema, name)),
taken as (
  select c.oid, n.oid as space, n.nspname as schema, c.relname as name, c.relkind::text as kind
  from w join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name
),
${binaryTypes('select k.atttypid from taken join pg_attribute k on k.attrelid = taken.oid where k.attnum > 0')},
held as (
  select a.attrelid, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'binary', bin.name,
      'notNull', a.attnotnull or t.typnotnull, 'hasDefault', a.atthasdef or t.typdefault is not null,
      'generated', coalesce(to_jsonb(a)->>'attgenerated', '') <> '',
      'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by-default' else 'no' end) order by a.attnum) as columns
  from taken join pg_attribute a on a.attrelid = taken.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid join binary_type bin on bin.root = a.atttypid
  where taken.kind in ('r', 'p') group by a.attrelid
)
select taken.schema, taken.name, taken.kind, held.columns,
  case when taken.kind in ('r', 'p') then
    has_schema_privilege(taken.space, 'USAGE') and has_table_privilege(taken.oid, 'SELECT') and has_table_privilege(taken.oid, 'INSERT')
    and has_table_privilege(taken.oid, 'UPDATE') and has_table_privilege(taken.oid, 'DELETE') and has_table_privilege(taken.oid, 'TRUNCATE')
    else false end as writable,
  format('%I.%I', taken.schema, taken.name) as qualified,
  (select json_agg(cols.names) from pg_index i cross join lateral (select json_agg(a.attname order by a.attname) as names
     from unnest(i.indkey) with ordinality as k(number, place) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
     where k.place <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)) as cols
   where i.indrelid = taken.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null) as keys,
  (select json_agg(json_build_object('name', r.rulename, 'event', case r.ev_type when '2' then 'UPDATE' when '3' then 'INSERT' else 'DELETE' end,
     'enabled', r.ev_enabled) order by r.rulename) from pg_rewrite r where r.ev_class = taken.oid and r.rulename <> '_RETURN') as rules,
  exists (select from pg_inherits i where taken.oid in (i.inhrelid, i.inhparent)) as family
from taken left join held on held.attrelid = taken.oid
union all
-- An enum or domain takes the name of a type, and with it that of a table.
select n.nspname, t.typname, 'y', null, false, format('%I.%I', n.nspname, t.typname), null, null, false
from w join pg_namespace n on n.nspname = w.schema join pg_type t on t.typnamespace = n.oid and t.typname = w.name and t.typtype in ('e', 'd', 'r')`;

/** Which of the names are taken, by what, and whether it holds rows; in a number of statements that hardly grows with theirs. */
export async function readExisting(client: pg.ClientBase, tables: readonly TableName[], taskId: string): Promise<readonly ExistingTable[]> {
  const rows = await query(client, SCOPE, TAKEN, [tables.map(({ schema }) => schema), tables.map(({ name }) => name)]);
  const found = rows.map((row) => ({
    schema: need(row.schema),
    name: need(row.name),
    columns: JSON.parse(row.columns ?? '[]') as ExistingColumn[],
    kind: kindOf(row.kind),
    ...(row.keys == null ? {} : { keys: JSON.parse(row.keys) as readonly string[][] }),
    ...(row.rules == null ? {} : { rules: JSON.parse(row.rules) as ExistingRule[] }),
    writable: row.writable === 't',
    ...(row.family === 't' ? { family: true as const } : {}),
    qualified: need(row.qualified),
  }));
  const filled = await readFilled(
    client,
    found.filter(({ kind, writable }) => kind !== 'other' && writable),
  );
  const writers = await readWriters(client, taskId);
  return found.map(({ qualified: _, ...table }) => {
    const tasks = writers.get(tableId(table));
    return { ...table, empty: !filled.has(tableId(table)), ...(tasks === undefined ? {} : { tasks }) };
  });
}

function kindOf(relkind: string | null | undefined): ExistingTable['kind'] {
  return relkind === 'r' ? 'table' : relkind === 'p' ? 'partitioned' : 'other';
}

interface Look extends TableName {
  readonly kind: ExistingTable['kind'];
  readonly qualified: string;
}

/** Those that hold rows. A partitioned one may lock thousands of partitions, which is enough for one statement. */
async function readFilled(client: pg.ClientBase, looks: readonly Look[]): Promise<ReadonlySet<TableId>> {
  const filled = new Set<TableId>();
  const plain = looks.filter(({ kind }) => kind === 'table');
  const groups = [
    ...Array.from({ length: Math.ceil(plain.length / LOOKS) }, (_, index) => plain.slice(index * LOOKS, (index + 1) * LOOKS)),
    ...looks.filter(({ kind }) => kind === 'partitioned').map((look) => [look]),
  ];
  for (const group of groups) {
    const sql = group.map(({ qualified }, index) => `select ${index} as at where exists (select from ${qualified})`).join(' union all ');
    for (const { at } of await query(client, SCOPE, sql)) {
      const look = group[Number(at)];
      if (look !== undefined) filled.add(tableId(look));
    }
  }
  return filled;
}
