import type pg from 'pg';
import { TEN } from '../../postgres/before-10.ts';
import { query } from '../../postgres/query.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import { PUBLISHED_LIST } from '../../schema/helper.ts';
import { displayName, type TableName } from '../../schema/table.ts';

const SCOPE = { side: 'source' } as const;

/**
 * The second publication of a task, for tables followed for new rows alone. A published UPDATE or DELETE needs a replica identity, and
 * without one the source refuses those of applications too: in this one neither is published, so none is needed.
 */
export const insertsName = (name: string): string => `${name}_i`;

/** A server before version 10 knows no publications: there a table of the task's own, of the same name, lists what would be in both. */
export const listOf = (name: string): TableName => ({ schema: 'public', name });

/** By their numbers, as a publication has them: a table that is made again is another one. */
export const createList = (name: string): string =>
  `create table ${qualified(listOf(name))} (relation oid primary key, inserts boolean not null)`;

/** FROM item: `publication` and `relation` (an oid) of all that the task's two publications have. */
export async function publishedSql(client: pg.Client, name: string): Promise<string> {
  if ((await readVersion(client, SCOPE)) >= TEN)
    return `(select p.pubname::text as publication, r.prrelid as relation from pg_publication p join pg_publication_rel r on r.prpubid = p.oid
      where p.pubname in (${literal(name)}, ${literal(insertsName(name))}))`;
  if (!(await hasList(client, name))) return '(select null::text as publication, null::oid as relation where false)';
  return `(select case when inserts then ${literal(insertsName(name))} else ${literal(name)} end as publication, relation from ${qualified(listOf(name))})`;
}

/** One of the name that another account made is none: it might be a view, which is read with the rights of whoever asks. */
export async function hasList(client: pg.Client, name: string): Promise<boolean> {
  const sql = `select from pg_class where oid = to_regclass(${literal(qualified(listOf(name)))}) and relkind = 'r' and pg_has_role(relowner, 'USAGE')`;
  return (await query(client, SCOPE, sql)).length > 0;
}

/** Tables of which all is followed, and those of which new rows alone are. */
interface Listed {
  readonly whole: readonly TableName[];
  readonly alone: readonly TableName[];
}

/** Makes the list where there is none, and has it say this and nothing else. */
export async function fillList(client: pg.Client, name: string, listed: Listed): Promise<void> {
  const scope = { ...SCOPE, object: displayName(listOf(name)) };
  if (!(await hasList(client, name))) await query(client, scope, createList(name));
  const [tables] = valuesOf(listed);
  await query(client, scope, `delete from ${qualified(listOf(name))} where not relation = any ($1::regclass[]::oid[])`, [tables]);
  await listMore(client, name, listed);
}

export async function listMore(client: pg.Client, name: string, listed: Listed): Promise<void> {
  await query(
    client,
    { ...SCOPE, object: displayName(listOf(name)) },
    `insert into ${qualified(listOf(name))} as l select w.relation::regclass, w.inserts from unnest($1::text[], $2::boolean[]) as w(relation, inserts)
     on conflict (relation) do update set inserts = l.inserts and excluded.inserts`,
    valuesOf(listed),
  );
}

function valuesOf({ whole, alone }: Listed): readonly [tables: readonly string[], inserts: readonly boolean[]] {
  const tables = [...whole, ...alone];
  return [tables.map(qualified), tables.map((_, index) => index >= whole.length)];
}

/** Condition: another task than this has a publication in which the relation of the oid `id` is, or might be: lists are read by their owners. */
export function isOfAnother(version: number, name: string, id: string): string {
  if (version >= TEN)
    return `exists (select from pg_publication p join pg_publication_rel r on r.prpubid = p.oid
      where left(p.pubname, 9) = 'dts_sync_' and p.pubname <> ${literal(name)} and r.prrelid = ${id})`;
  return `exists (select from pg_class o join pg_namespace s on s.oid = o.relnamespace
      where s.nspname = 'public' and o.relkind = 'r' and o.relname ~ ${literal(PUBLISHED_LIST)} and o.relname <> ${literal(name)})`;
}

/** Statement of a DO body: puts our own table into the publication, where it is not in it. */
export function joinSql(version: number, name: string, table: TableName): string {
  const id = `to_regclass(${literal(qualified(table))})`;
  if (version < TEN) return `insert into ${qualified(listOf(name))} values (${id}, false) on conflict do nothing;`;
  return `if not exists (select from pg_publication p join pg_publication_rel r on r.prpubid = p.oid
      where p.pubname = ${literal(name)} and r.prrelid = ${id}) then
    alter publication ${quote(name)} add table ${qualified(table)};
  end if;`;
}
