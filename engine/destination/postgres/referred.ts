import type pg from 'pg';
import { need, query, type TextRow } from '../../postgres/query.ts';
import { type TableId, type TableName, tableId } from '../../schema/table.ts';

const SCOPE = { side: 'destination' } as const;

/** A foreign key of another table. */
export interface Reference {
  /** Whose it is: the table, and what that is a partition of. */
  readonly from: readonly TableId[];
  /** It neither refuses nor takes along anything when rows here are deleted, in a session like this one. */
  readonly isQuiet: boolean;
}

/** What stands against a TRUNCATE of the table alone, and what else TRUNCATE may do to it. */
export interface Referred {
  readonly by: readonly Reference[];
  /** That belong to its columns. */
  readonly sequences: readonly TableName[];
}

/** Each table that has, or is the end of, a foreign key with itself and what it is a partition of: TRUNCATE of that is of its partitions. */
const ABOVE = `with recursive above(relation, at) as (
    select r, r from pg_constraint k, unnest(array[k.conrelid, k.confrelid]) as r where k.contype = 'f'
    union select a.relation, h.inhparent from above a join pg_class c on c.oid = a.at join pg_inherits h on h.inhrelid = a.at where c.relispartition)`;

const REFERENCES = `${ABOVE} select n.nspname as schema, c.relname as name,
    (select json_agg(json_build_object('schema', fn.nspname, 'name', fc.relname))
     from above f join pg_class fc on fc.oid = f.at join pg_namespace fn on fn.oid = fc.relnamespace where f.relation = k.conrelid) as items,
    not exists (select from pg_trigger t where t.tgconstraint = k.oid and t.tgrelid = k.confrelid and t.tgenabled::text in
      ('A', case current_setting('session_replication_role') when 'replica' then 'R' else 'O' end)) as quiet
  from pg_constraint k join above t on t.relation = k.confrelid join pg_class c on c.oid = t.at join pg_namespace n on n.oid = c.relnamespace
  where k.contype = 'f' and not exists (select from above f where f.relation = k.conrelid and f.at = t.at)`;

const SEQUENCES = `${ABOVE} select n.nspname as schema, c.relname as name, json_agg(json_build_object('schema', sn.nspname, 'name', s.relname)) as items
  from above t join pg_class c on c.oid = t.at join pg_namespace n on n.oid = c.relnamespace
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.relation and d.refobjsubid > 0
      and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
    join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace sn on sn.oid = s.relnamespace
  group by 1, 2`;

/** Tables that foreign keys of others refer to. */
export async function readReferred(client: pg.ClientBase): Promise<ReadonlyMap<TableId, Referred>> {
  const by = new Map<TableId, Reference[]>();
  for (const row of await query(client, SCOPE, REFERENCES)) {
    const own = by.get(idOf(row)) ?? [];
    by.set(idOf(row), own);
    own.push({ from: itemsOf(row).map(tableId), isQuiet: row.quiet === 't' });
  }
  if (by.size === 0) return new Map();
  const sequences = new Map((await query(client, SCOPE, SEQUENCES)).map((row) => [idOf(row), itemsOf(row)]));
  return new Map([...by].map(([id, own]) => [id, { by: own, sequences: sequences.get(id) ?? [] }]));
}

function idOf({ schema, name }: TextRow): TableId {
  return tableId({ schema: need(schema), name: need(name) });
}

function itemsOf({ items }: TextRow): readonly TableName[] {
  return JSON.parse(need(items)) as readonly TableName[];
}
