import type pg from 'pg';
import { TEN } from '../../postgres/before-10.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified, quote } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { TableName } from '../../schema/table.ts';
import { LOCK_TIMEOUT, takeBackIdentity } from './care/identity.ts';
import { publicationsOf } from './publications.ts';
import { listOf, publishedSql } from './published-list.ts';

const SCOPE = { side: 'source' } as const;

/**
 * Takes tables out of the task's publications, and gives them back the identity they had. In this order: a published table without one
 * refuses UPDATE and DELETE.
 */
export async function withdraw(client: pg.Client, name: string, tables: readonly TableName[]): Promise<void> {
  const version = await readVersion(client, SCOPE);
  for (const publication of await publicationsOf(client, name)) {
    const there = await publishedOf(client, { name, publication }, tables);
    if (there.length === 0) continue;
    const sql =
      version >= TEN
        ? `alter publication ${quote(publication)} drop table ${there.map(qualified).join(', ')}`
        : `delete from ${qualified(listOf(name))} where relation in (${there.map((table) => `to_regclass(${literal(qualified(table))})`).join(', ')})`;
    const body = `begin perform set_config('lock_timeout', '${LOCK_TIMEOUT}', true); ${sql}; end`;
    await query(client, { ...SCOPE, object: `publication ${publication}` }, `do ${literal(body)}`);
  }
  for (const table of tables) await takeBackIdentity(client, name, table);
}

async function publishedOf(
  client: pg.Client,
  { name, publication }: { readonly name: string; readonly publication: string },
  tables: readonly TableName[],
): Promise<readonly TableName[]> {
  const rows = await query(
    client,
    SCOPE,
    `select w.schema, w.name from unnest($2::text[], $3::text[]) as w(schema, name)
       join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name
       join ${await publishedSql(client, name)} p on p.relation = c.oid and p.publication = $1`,
    [publication, tables.map(({ schema }) => schema), tables.map((table) => table.name)],
  );
  return rows.map((row) => ({ schema: need(row.schema), name: need(row.name) }));
}
