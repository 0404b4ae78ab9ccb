import type pg from 'pg';
import type { ErrorScope } from '../../postgres/errors.ts';
import { need, query } from '../../postgres/query.ts';
import { readTables, SELECTED } from '../../postgres/structure/catalog.ts';
import { userSchema } from '../../postgres/structure/fragments.ts';
import { readObjects } from '../../postgres/structure/read.ts';
import type { Catalog, RelationNames } from '../../schema/table.ts';
import type { CatalogScope } from '../source.ts';

const SCOPE: ErrorScope = { side: 'source' };

/**
 * Reads everything the plan needs, in a number of statements that does not grow with the number of objects. Objects are read of
 * the whole database, for anything may be needed by what was chosen; parts of tables only of the schemas in the scope.
 *
 * Tables are read on a connection of their own beside the objects: each half keeps one of the server's processors busy (5,000
 * tables with 20,000 indexes: 4.0 s one after the other, 2.6 s side by side).
 */
export async function readCatalog(client: pg.ClientBase, openBeside: () => Promise<pg.Client>, scope: CatalogScope): Promise<Catalog> {
  const beside = await openBeside();
  try {
    await Promise.all([client, beside].map(withoutJit));
    const [[tables, relations], objects] = await Promise.all([
      readTables(beside, scope).then(async (tables) => [tables, await readRelations(beside)] as const),
      relationsIn(client, scope).then((relations) => readObjects(client, 'source', { tables: relations })),
    ]);
    return { tables, objects, relations };
  } finally {
    await beside.end().catch(() => {});
  }
}

/** Compiling these statements takes longer than running them. The setting came with version 11. */
async function withoutJit(client: pg.ClientBase): Promise<void> {
  await query(client, SCOPE, "select set_config('jit', 'off', false) from pg_settings where name = 'jit'");
}

/** Oids of the relations of the scope's schemas, and of partitions elsewhere whose tables are among them. */
async function relationsIn(client: pg.ClientBase, scope: CatalogScope): Promise<readonly string[]> {
  const rows = await query(
    client,
    SCOPE,
    `${SELECTED} select oid::text as oid from selected union
     select c.oid::text from pg_class c join pg_namespace n on n.oid = c.relnamespace join wanted w on w.name = n.nspname where c.relkind in ('r', 'p', 'v', 'm')`,
    [JSON.stringify(scope.schemas)],
  );
  return rows.map(({ oid }) => need(oid));
}

async function readRelations(client: pg.ClientBase): Promise<readonly RelationNames[]> {
  const rows = await query(
    client,
    SCOPE,
    `select json_build_object('schema', n.nspname, 'name', c.relname,
       'kind', case c.relkind when 'v' then 'view' when 'm' then 'materialized-view' when 'S' then 'sequence' else 'table' end,
       -- Columns of a typed table are its type's, which keeps its own.
       'columns', coalesce(case when c.relkind <> 'S' and c.reloftype = 0 then col.names end, '[]'),
       'parent', case when p.oid is not null then json_build_object('schema', pn.nspname, 'name', p.relname) end) as spec
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       left join (select attrelid, json_agg(attname order by attnum) as names from pg_attribute where attnum > 0 and not attisdropped group by attrelid) col
         on col.attrelid = c.oid
       left join pg_inherits i on i.inhrelid = c.oid and i.inhseqno = 1
       left join pg_class p on p.oid = i.inhparent left join pg_namespace pn on pn.oid = p.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${userSchema()}`,
  );
  return rows.map(({ spec }) => JSON.parse(need(spec)) as RelationNames);
}
