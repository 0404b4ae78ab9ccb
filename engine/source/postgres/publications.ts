import type pg from 'pg';
import { heedsNoOldRow, insertsAlone } from '../../plan/inserts-alone.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { TEN } from '../../postgres/before-10.ts';
import { need, query } from '../../postgres/query.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { TableName } from '../../schema/table.ts';
import type { Source } from '../source.ts';
import { publishedHelpers, publishedTables } from './published.ts';
import { fillList, insertsName, listMore, publishedSql } from './published-list.ts';

const SCOPE = { side: 'source' } as const;

/** Those there are. The second is made with the first or never: decoding looks both up in the catalog as of each change. */
export async function publicationsOf(client: pg.Client, name: string): Promise<readonly string[]> {
  const second = insertsName(name);
  // A list has room for both.
  if ((await readVersion(client, SCOPE)) < TEN) return [name, second];
  const rows = await query(client, SCOPE, 'select from pg_publication where pubname = $1', [second]);
  return rows.length === 0 ? [name] : [name, second];
}

/** They stand before the slot: decoding looks them up in the catalog as of each change (trap 46). */
export async function publish(client: pg.Client, name: string, tables: readonly TablePlan[]): Promise<void> {
  const version = await readVersion(client, SCOPE);
  // From 18 on a server refuses UPDATE and DELETE, also those of applications, where whole rows are the identity and a stored column that
  // it computes is not published. What it then sends of such columns is not read.
  const computed = version >= 180_000 ? ['publish_generated_columns = stored'] : [];
  const known = await publicationsOf(client, name);
  // Tables that come later are most often asked for as those that there are.
  const second = known.length > 1 || tables.some(({ operations }) => heedsNoOldRow(operations));
  const alone = second ? tables.filter(insertsAlone) : [];
  // Ours stay: what they brought before is in the log that is still to be read.
  const others = [
    ...tables.filter((table) => !alone.includes(table)).map(({ source }) => source),
    ...(await publishedHelpers(client, name)),
  ];
  if (version < TEN) return fillList(client, name, { whole: others, alone: alone.map(({ source }) => source) });
  if (second) {
    const kinds = `publish = 'insert${version >= 110_000 ? ', truncate' : ''}'`;
    await make(client, insertsName(name), { tables: alone.map(({ source }) => source), options: [kinds, ...computed] });
  }
  await make(client, name, { tables: others, options: computed });
}

interface Made {
  readonly tables: readonly TableName[];
  readonly options: readonly string[];
}

async function make(client: pg.Client, name: string, { tables, options }: Made): Promise<void> {
  const scope = { ...SCOPE, object: `publication ${name}` };
  const exists = await query(client, scope, 'select from pg_publication where pubname = $1', [name]);
  const set = options.length === 0 ? null : `(${options.join(', ')})`;
  if (exists.length === 0) await query(client, scope, `create publication ${quote(name)}${set === null ? '' : ` with ${set}`}`);
  else if (set !== null) await query(client, scope, `alter publication ${quote(name)} set ${set}`);
  // None could be made yet. An empty list is no SQL; those that come later are added.
  if (tables.length > 0) await query(client, scope, `alter publication ${quote(name)} set table ${tables.map(qualified).join(', ')}`);
}

export async function publishMore(client: pg.Client, name: string, tables: readonly TablePlan[]): Promise<void> {
  const missing = new Set((await lacking(client, name, tables, insertsAlone)).filter(({ there }) => there).map(qualified));
  if (missing.size === 0) return;
  const second = (await publicationsOf(client, name)).length > 1;
  const more = tables.filter(({ source }) => missing.has(qualified(source)));
  const alone = second ? more.filter(insertsAlone) : [];
  if ((await readVersion(client, SCOPE)) < TEN) {
    const whole = more.filter((table) => !alone.includes(table));
    return listMore(client, name, { whole: whole.map(({ source }) => source), alone: alone.map(({ source }) => source) });
  }
  await add(client, insertsName(name), alone);
  await add(
    client,
    name,
    more.filter((table) => !alone.includes(table)),
  );
}

async function add(client: pg.Client, name: string, tables: readonly TablePlan[]): Promise<void> {
  if (tables.length === 0) return;
  const sql = `alter publication ${quote(name)} add table ${tables.map(({ source }) => qualified(source)).join(', ')}`;
  await query(client, { ...SCOPE, object: `publication ${name}` }, sql);
}

/** By their numbers: whatever they were called when they were published. */
export async function published(client: pg.Client, name: string): Promise<readonly TableName[]> {
  const tables = await publishedTables(client, name);
  return [...new Map(tables.map(({ schema, name }) => [qualified({ schema, name }), { schema, name }])).values()];
}

/**
 * Tables of which what is followed is not all published. The log itself would not tell: a table that was dropped and made again is in no
 * publication, and from version 18 on a publication that is gone is skipped without an error. One that was published apart may have
 * gained a key since: its rows are there, and of what follows new rows are all that is asked for still.
 */
export function unpublished(client: pg.Client, name: string, tables: readonly TablePlan[]): ReturnType<Source['unpublished']> {
  return lacking(client, name, tables, ({ operations }) => heedsNoOldRow(operations));
}

/** FROM item: tables of publications that leave nothing of new rows out. What they may leave out came version by version; JSON lets one statement serve all. */
const WHOLE = `(select p.pubname as publication, r.prrelid as relation, p.pubupdate and p.pubdelete as changes
    from pg_publication p join pg_publication_rel r on r.prpubid = p.oid
    where to_jsonb(r) ->> 'prqual' is null and p.pubinsert and coalesce((to_jsonb(p) ->> 'pubtruncate')::boolean, true))`;

/** `suffices`: whether the second publication has all that is asked of a table. */
async function lacking(
  client: pg.Client,
  name: string,
  tables: readonly TablePlan[],
  suffices: (table: TablePlan) => boolean,
): ReturnType<Source['unpublished']> {
  const version = await readVersion(client, SCOPE);
  const changes = version < TEN ? '' : 'and p.changes';
  const rows = await query(
    client,
    SCOPE,
    `select w.schema, w.name, exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = w.schema and c.relname = w.name) as there from unnest($1::text[], $2::text[], $3::bool[]) as w(schema, name, alone)
     where not exists (select from ${version < TEN ? await publishedSql(client, name) : WHOLE} p
       join pg_class c on c.oid = p.relation join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = w.schema and c.relname = w.name and (p.publication = $4 ${changes} or p.publication = $5 and w.alone))`,
    [tables.map(({ source }) => source.schema), tables.map(({ source }) => source.name), tables.map(suffices), name, insertsName(name)],
  );
  return rows.map((row) => ({ schema: need(row.schema), name: need(row.name), there: row.there === 't' }));
}
