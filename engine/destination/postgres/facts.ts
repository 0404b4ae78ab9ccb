import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { readFlavour } from '../../postgres/flavour.ts';
import { need, query } from '../../postgres/query.ts';
import { readReservedWords } from '../../postgres/reserved-words.ts';
import { readServerFacts } from '../../postgres/server-facts.ts';
import { type TableId, tableId } from '../../schema/table.ts';
import type { PostgresFacts } from '../facts.ts';

export { readExisting } from './existing.ts';

const SCOPE = { side: 'destination' } as const;

/** Roles by which providers let an account make extensions that otherwise take a superuser. Which ones, only they know. */
const EXTENSION_ROLES = ['rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'polar_superuser'];

/** `trusted` came with version 13. One that is installed needs no right. */
const WITHHELD_EXTENSIONS = `select v.name from pg_available_extension_versions v
    join pg_available_extensions e on e.name = v.name and e.default_version = v.version
  where v.superuser and e.installed_version is null and coalesce(to_jsonb(v)->>'trusted', 'false') <> 'true'
    and not exists (select from pg_roles p where p.rolname = any ($1) and pg_has_role(p.oid, 'USAGE'))`;

/** Everything the precheck asks of a destination. */
export async function readDestinationFacts(client: pg.ClientBase, schemas: readonly string[]): Promise<PostgresFacts> {
  const [row] = await query(
    client,
    SCOPE,
    `select current_setting('server_version_num') as version, current_setting('server_version') as version_text, current_database() as database,
       current_user as "user", current_setting('server_encoding') as encoding, r.rolsuper as superuser,
       has_database_privilege(current_database(), 'CREATE') as can_create,
       pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as read_only
     from pg_roles r where r.rolname = current_user`,
  );
  if (row === undefined) throw new Error('The connected role is not in pg_roles.');
  const flavour = await readFlavour(client, SCOPE);
  return {
    family: 'postgresql',
    version: Number(row.version),
    versionText: need(row.version_text),
    database: need(row.database),
    user: need(row.user),
    encoding: need(row.encoding),
    superuser: row.superuser === 't',
    canCreate: row.can_create === 't',
    replicaRole: await quietTriggers(client),
    readOnly: row.read_only === 't',
    schemas: await schemaRights(client, schemas),
    flavour,
    server: await readServerFacts(client, SCOPE, flavour),
    superusers: await namesOf(client, 'select rolname as name from pg_roles where rolsuper'),
    withheldExtensions: row.superuser === 't' ? new Set() : await namesOf(client, WITHHELD_EXTENSIONS, [EXTENSION_ROLES]),
    reservedWords: await readReservedWords(client, SCOPE),
  };
}

async function namesOf(client: pg.ClientBase, sql: string, values: readonly unknown[] = []): Promise<ReadonlySet<string>> {
  return new Set((await query(client, SCOPE, sql, values)).map(({ name }) => need(name)));
}

/**
 * Tries it, for providers grant this right in ways that no catalog shows. Where it is refused, the parameters of the server may have
 * been set so for the time of the task. True: triggers and foreign keys are quiet from here on.
 */
export async function quietTriggers(client: pg.ClientBase): Promise<boolean> {
  const set = await client.query('set session_replication_role = replica').then(
    () => true,
    () => false,
  );
  if (set) return true;
  const [row] = await query(client, SCOPE, `select current_setting('session_replication_role') as role`);
  return row?.role === 'replica';
}

/**
 * Puts the schemas on the path in which the planned types have their `=`: operators are the one thing that is not named with its
 * schema here. Without it `ltree` has none, and `citext` is compared as text, past its index. pg_catalog stays first.
 */
export async function reachOperators(client: pg.ClientBase, tables: readonly TablePlan[]): Promise<void> {
  const types = new Set(tables.flatMap(({ columns }) => columns.map(({ type }) => type)));
  await query(
    client,
    SCOPE,
    `select set_config('search_path', (select string_agg(quote_ident(name), ', ' order by name <> 'pg_catalog', name) from (
       select 'pg_catalog' union select n.nspname::text from unnest($1::text[]) as w(type) join pg_type t on t.oid = to_regtype(w.type)
         join pg_operator o on o.oprname = '=' and o.oprleft = coalesce(nullif(t.typbasetype, 0), t.oid) and o.oprright = o.oprleft
         join pg_namespace n on n.oid = o.oprnamespace) as s(name)), false)`,
    [[...types]],
  );
}

/** Ids of the tables that plain tables inherit from: there a name without ONLY would stand for the rows of those as well. */
export async function readInherited(client: pg.ClientBase): Promise<ReadonlySet<TableId>> {
  const rows = await query(
    client,
    SCOPE,
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and exists (select from pg_inherits i where i.inhparent = c.oid)`,
  );
  return new Set(rows.map((row) => tableId({ schema: need(row.schema), name: need(row.name) })));
}

async function schemaRights(client: pg.ClientBase, schemas: readonly string[]): Promise<PostgresFacts['schemas']> {
  const rows = await query(
    client,
    SCOPE,
    `select w.name, n.oid is not null as exists, coalesce(has_schema_privilege(n.oid, 'CREATE') and has_schema_privilege(n.oid, 'USAGE'), false) as can_create
     from unnest($1::text[]) as w(name) left join pg_namespace n on n.nspname = w.name`,
    [schemas],
  );
  return rows.map((row) => ({ name: need(row.name), exists: row.exists === 't', canCreate: row.can_create === 't' }));
}
