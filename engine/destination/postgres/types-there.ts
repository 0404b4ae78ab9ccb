import type pg from 'pg';
import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import { need, query } from '../../postgres/query.ts';
import type { TableId } from '../../schema/table.ts';

/**
 * Columns that take no value of the type they are planned with (`text` into an enum, a uuid, a number), each with the type that it has:
 * values travel as text, and text is what COPY writes there. So are all that are of a kind of text: a cast to text writes some values
 * otherwise than COPY does (`true` for `t`, no blanks of `character`). Without lengths, by which a cast would cut what an assignment
 * refuses, and of a domain the type below it, for the same reason. What the server assigns by itself stays as it is.
 */
const OTHERS = `with recursive wanted as (
  select w.place, a.atttypid as there, to_regtype(w.type)::oid as planned
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as w(schema, name, attr, type, place)
    join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name
    join pg_attribute a on a.attrelid = c.oid and a.attname = w.attr and a.attnum > 0 and not a.attisdropped
),
bare(type, at) as (
  select t.oid, t.oid from pg_type t where t.oid in (select there from wanted union select planned from wanted)
  union all select bare.type, t.typbasetype from bare join pg_type t on t.oid = bare.at where t.typtype = 'd'
),
plain as (select bare.type, t.* from bare join pg_type t on t.oid = bare.at and t.typtype <> 'd')
select w.place, case s.nspname when 'pg_catalog' then format_type(i.oid, -1) else format('%I.%I', s.nspname, i.typname) end as type,
  i.typtype = 'e' or exists (select from pg_operator o where o.oprname = '=' and o.oprleft = i.oid and o.oprright = i.oid) as comparable
from wanted w join plain i on i.type = w.there join pg_namespace s on s.oid = i.typnamespace left join plain p on p.type = w.planned
where i.oid is distinct from p.oid and (i.typcategory = 'S' or not exists
  (select from pg_cast k where k.castsource = p.oid and k.casttarget = i.oid and k.castcontext <> 'e'))`;

/** Tables that were there before the task, with the types by which their columns take the values. */
export async function typedAsThere(
  client: pg.ClientBase,
  tables: readonly TablePlan[],
  columnType: (type: string) => string,
): Promise<readonly TablePlan[]> {
  const asked = tables.filter(isOfOthers).flatMap((table) => table.columns.map((column) => ({ table, column })));
  if (asked.length === 0) return tables;
  const rows = await query(client, { side: 'destination' }, OTHERS, [
    asked.map(({ table }) => table.destination.schema),
    asked.map(({ table }) => table.destination.name),
    asked.map(({ column }) => column.destination),
    asked.map(({ column }) => column.type),
  ]);
  const found = new Map<TableId, Map<ColumnPlan, Pick<ColumnPlan, 'type' | 'comparable'>>>();
  for (const row of rows) {
    const of = asked[Number(row.place) - 1];
    if (of === undefined) continue;
    const types = found.get(of.table.id) ?? new Map();
    types.set(of.column, { type: columnType(need(row.type)), comparable: row.comparable === 't' });
    found.set(of.table.id, types);
  }
  return tables.map((table) => {
    const types = found.get(table.id);
    return types === undefined ? table : { ...table, columns: table.columns.map((column) => ({ ...column, ...types.get(column) })) };
  });
}

/** One that the task made, and no other table of it fills, has the types that were planned. */
function isOfOthers({ origin, merged }: TablePlan): boolean {
  return origin === 'existing' || merged === true;
}
