import type pg from 'pg';
import { TEN } from '../../../postgres/before-10.ts';
import { need, query } from '../../../postgres/query.ts';
import { literal, qualified, quote } from '../../../postgres/quote.ts';
import { readVersion } from '../../../postgres/structure/read.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import { createList, listOf } from '../published-list.ts';

const SCOPE = { side: 'source' } as const;

/** Whoever writes to the table waits behind a lock that waits: soon enough it is given up, and tried again by the task. */
export const LOCK_TIMEOUT = '3s';

/**
 * Gives REPLICA IDENTITY FULL to those of the tables of which the log could not say which row changed, and notes in the comment of
 * the task's publication what they had before. Each table and its note are one transaction, so that a crash leaves nothing that
 * `identityReset` does not know of. Made before the tables are published, for a published one refuses UPDATE and DELETE until then.
 */
export async function completeIdentity(client: pg.Client, name: string, tables: readonly TableName[]): Promise<readonly TableName[]> {
  const lacking = await withoutIdentity(client, tables);
  const version = await readVersion(client, SCOPE);
  for (const table of lacking)
    await query(client, { ...SCOPE, object: displayName(table) }, `do ${literal(setFull(version, name, table))}`);
  return lacking;
}

/** As a person would by hand: nothing is noted, and nothing takes it back. */
export async function setFullIdentity(client: pg.Client, table: TableName): Promise<void> {
  const statement = `perform set_config('lock_timeout', '${LOCK_TIMEOUT}', true); alter table ${qualified(table)} replica identity full;`;
  await query(client, { ...SCOPE, object: displayName(table) }, `do ${literal(`begin ${statement} end`)}`);
}

/** Tables that have no identity, or one whose index is gone; a DEFERRABLE key is none. */
async function withoutIdentity(client: pg.Client, tables: readonly TableName[]): Promise<readonly TableName[]> {
  const rows = await query(
    client,
    SCOPE,
    `select w.schema, w.name from unnest($1::text[], $2::text[]) as w(schema, name)
       join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name
     where c.relkind = 'r' and c.relreplident <> 'f' and not exists (select from pg_index i where i.indrelid = c.oid and i.indisvalid
       and case c.relreplident when 'd' then i.indisprimary and i.indimmediate when 'i' then i.indisreplident else false end)`,
    [tables.map(({ schema }) => schema), tables.map((table) => table.name)],
  );
  return rows.map((row) => ({ schema: need(row.schema), name: need(row.name) }));
}

/** `was` is the letter of pg_class.relreplident. */
function setFull(version: number, name: string, table: TableName): string {
  const id = `to_regclass(${literal(qualified(table))})`;
  return `declare was text; noted jsonb; begin
  perform set_config('lock_timeout', '${LOCK_TIMEOUT}', true);
  lock table ${qualified(table)} in access exclusive mode;
  select relreplident into was from pg_class where oid = ${id} and relreplident <> 'f';
  if was is null then return; end if;
  if not ${isThere(version, name)} then
    ${version >= TEN ? `create publication ${quote(name)}` : createList(name)};
  end if;
  alter table ${qualified(table)} replica identity full;
  ${readNotes(version, name)}
  noted := (select coalesce(jsonb_agg(each), '[]') from jsonb_array_elements(noted) as each where (each ->> 'table')::oid <> ${id})
    || jsonb_build_array(jsonb_build_object('table', ${id}::oid::bigint, 'was', was));
  execute ${writeNotes(version, name)};
end`;
}

/** Condition: what the notes are at is there. */
function isThere(version: number, name: string): string {
  if (version < TEN) return `(to_regclass(${literal(qualified(listOf(name)))}) is not null)`;
  return `exists (select from pg_publication where pubname = ${literal(name)})`;
}

/** Expression: the statement that writes what is `noted` into the comment. */
function writeNotes(version: number, name: string): string {
  const target = version < TEN ? `table ${qualified(listOf(name))}` : `publication ${quote(name)}`;
  return `format('comment on %s is %L', ${literal(target)}, jsonb_build_object('opendts identity', noted)::text)`;
}

/** What the comment says, or nothing; one that people wrote is none of ours. */
function readNotes(version: number, name: string): string {
  const said =
    version < TEN
      ? `select obj_description(to_regclass(${literal(qualified(listOf(name)))}), 'pg_class') as said`
      : `select obj_description(p.oid, 'pg_publication') as said from pg_publication p where p.pubname = ${literal(name)}`;
  return `select coalesce(case when left(said, 20) = '{"opendts identity":' then said::jsonb -> 'opendts identity' end, '[]') into noted
    from (${said}) as comment;`;
}

/**
 * SQL that gives the tables back what they had, where they still have what the task gave them. An index that was the identity and is
 * gone cannot be one again: NOTHING is the same. `only`: SQL of the oid of the one table that is meant; the others stay noted.
 */
export function identityReset(
  version: number,
  name: string,
  only: string | null = null,
): { readonly object: string; readonly sql: string } {
  const meant = only === null ? 'true' : `(each ->> 'table')::oid = ${only}`;
  const body = `declare noted jsonb; kept record; begin
  perform set_config('lock_timeout', '${LOCK_TIMEOUT}', true);
  ${readNotes(version, name)}
  for kept in select format('%I.%I', n.nspname, c.relname) as name, case each ->> 'was' when 'd' then 'default' else 'nothing' end as was
      from jsonb_array_elements(noted) as each join pg_class c on c.oid = (each ->> 'table')::oid and c.relkind = 'r' and c.relreplident = 'f'
        join pg_namespace n on n.oid = c.relnamespace
      where ${meant}
  loop
    execute 'alter table ' || kept.name || ' replica identity ' || kept.was;
  end loop;
  if exists (select from jsonb_array_elements(noted) as each where ${meant}) then
    noted := (select coalesce(jsonb_agg(each), '[]') from jsonb_array_elements(noted) as each where not (${meant}));
    if noted = '[]' then
      comment on ${version < TEN ? `table ${qualified(listOf(name))}` : `publication ${quote(name)}`} is null;
    else
      execute ${writeNotes(version, name)};
    end if;
  end if;
end`;
  return { object: 'replica identity of tables', sql: `do ${literal(body)};` };
}

/** Gives one table back what it had, and notes it no more. */
export async function takeBackIdentity(client: pg.Client, name: string, table: TableName): Promise<void> {
  const { sql } = identityReset(await readVersion(client, SCOPE), name, `to_regclass(${literal(qualified(table))})`);
  await query(client, { ...SCOPE, object: displayName(table) }, sql);
}
