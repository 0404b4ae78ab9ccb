import { connected, type TestClient } from '../faults/servers.ts';
import { USER_SCHEMA, userObject } from './oracle/spec.ts';

export type Policy = 'default' | 'upper' | 'lower';

/** What is called what at the destination. Schemas, tables and columns are named as they are at the source. */
export interface Renames {
  readonly schemas?: Readonly<Record<string, string>>;
  readonly tables?: readonly { readonly schema: string; readonly name: string; readonly as: string }[];
  readonly columns?: readonly { readonly schema: string; readonly table: string; readonly name: string; readonly as: string }[];
}

interface Relation {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
}

interface Column extends Relation {
  readonly column: string;
  /** Also in a table below that inherits it from several: PostgreSQL then refuses to rename it. */
  readonly shared: boolean;
}

/** What was renamed, for whoever compares texts. */
export interface RenamedRelation {
  readonly from: { readonly schema: string; readonly name: string };
  readonly to: { readonly schema: string; readonly name: string };
}

/**
 * Renames in a copy of the source what a task would rename on the way: PostgreSQL itself then carries every reference along, and
 * the copy is what a destination should look like.
 */
export async function applyRenames(url: string, mapping: Renames | Policy): Promise<readonly RenamedRelation[]> {
  await using client = await connected(url);
  const { statements, relations } = await expectedRenames(client, mapping);
  for (const statement of statements) await client.query(statement);
  return relations;
}

/** The statements, in an order in which each finds its object under the name it then has. */
export async function expectedRenames(
  client: TestClient,
  mapping: Renames | Policy,
): Promise<{ readonly statements: readonly string[]; readonly relations: readonly RenamedRelation[] }> {
  const to = typeof mapping === 'string' ? policy(mapping) : chosen(mapping);
  const columns = (await columnsOf(client)).flatMap((each) => {
    const name = to.column(each, each.column);
    if (name === each.column) return [];
    if (each.shared) return [catalogRename(each, name)];
    return [`alter table ${quote(each.schema)}.${quote(each.name)} rename column ${quote(each.column)} to ${quote(name)}`];
  });
  const all = await relationsOf(client);
  const tables = all.flatMap((each) => {
    const name = to.relation(each);
    return name === each.name ? [] : [`alter table ${quote(each.schema)}.${quote(each.name)} rename to ${quote(name)}`];
  });
  const names = await schemasOf(client);
  const schemas = names.flatMap((name) =>
    to.schema(name) === name ? [] : [`alter schema ${quote(name)} rename to ${quote(to.schema(name))}`],
  );
  const relations = all.map(({ schema, name }) => ({
    from: { schema, name },
    to: { schema: to.schema(schema), name: to.relation({ oid: '', schema, name }) },
  }));
  return {
    statements: [
      ...columns,
      ...tables,
      ...schemas,
      ...(await searchPaths(client, (name) => (names.includes(name) ? to.schema(name) : name))),
    ],
    relations,
  };
}

/** The search_path that a function sets is text to PostgreSQL, which leaves it alone; a task carries its schemas along. */
async function searchPaths(client: TestClient, renamed: (schema: string) => string): Promise<readonly string[]> {
  const { rows } = await client.query<{ routine: string; schema: string; schemas: string[] }>(
    `select n.nspname as schema, p.oid::pg_catalog.regprocedure::text as routine,
       array(select x.identity from unnest(string_to_array(substr(s.setting, 13), ', ')) x(identity)) as schemas
     from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace, unnest(p.proconfig) s(setting)
     where s.setting like 'search_path=%' and ${USER_SCHEMA('n.oid')} and ${userObject('pg_proc', 'p.oid')}`,
  );
  return rows.flatMap(({ schema, routine, schemas }) => {
    const names = schemas.map((each) => (each.startsWith('"') ? each.slice(1, -1).replaceAll('""', '"') : each));
    if (names.every((name) => renamed(name) === name)) return [];
    const moved = renamed(schema) === schema ? routine : routine.replace(printedName(schema), quote(renamed(schema)));
    return [`alter routine ${moved} set search_path = ${names.map((name) => quote(renamed(name))).join(', ')}`];
  });
}

interface Names {
  schema(name: string): string;
  relation(relation: Relation): string;
  column(relation: Relation, column: string): string;
}

function policy(which: Policy): Names {
  const fold = which === 'upper' ? upper : lower;
  return { schema: fold, relation: ({ name }) => fold(name), column: (_, column) => (which === 'default' ? column : fold(column)) };
}

function chosen({ schemas = {}, tables = [], columns = [] }: Renames): Names {
  return {
    schema: (name) => schemas[name] ?? name,
    relation: ({ schema, name }) => tables.find((table) => table.schema === schema && table.name === name)?.as ?? name,
    column: ({ schema, name }, column) =>
      columns.find((each) => each.schema === schema && each.table === name && each.name === column)?.as ?? column,
  };
}

/** As PostgreSQL folds: letters of ASCII only. */
function upper(name: string): string {
  return name.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function lower(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The column's name stands in the catalog once for each table that has it. */
function catalogRename({ oid, column }: Column, name: string): string {
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `with recursive below (oid) as (select ${oid}::oid union select i.inhrelid from below b join pg_catalog.pg_inherits i on i.inhparent = b.oid)
    update pg_catalog.pg_attribute a set attname = ${literal(name)} from below b where a.attrelid = b.oid and a.attname = ${literal(column)}`;
}

async function schemasOf(client: TestClient): Promise<readonly string[]> {
  const { rows } = await client.query<{
    name: string;
  }>(`select n.nspname as name from pg_catalog.pg_namespace n where ${USER_SCHEMA('n.oid')}
    and exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid union all select from pg_catalog.pg_proc p where p.pronamespace = n.oid
      union all select from pg_catalog.pg_type t where t.typnamespace = n.oid)
    or n.oid >= 16384 and ${USER_SCHEMA('n.oid')} order by 1`);
  return rows.map(({ name }) => name);
}

const RELATION = `c.oid::text as oid, n.nspname as schema, c.relname as name`;
const FROM = `pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace`;
const CARRIED = `${USER_SCHEMA('n.oid')} and ${userObject('pg_class', 'c.oid')}`;

async function relationsOf(client: TestClient): Promise<readonly Relation[]> {
  const { rows } = await client.query<Relation>(
    `select ${RELATION} from ${FROM} where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${CARRIED} order by c.oid`,
  );
  return rows;
}

/**
 * Columns that can be renamed: those inherited come along with the parent's, those of a typed table belong to the type. Where a
 * table below has a column from several parents, all of them are renamed in the catalog.
 */
async function columnsOf(client: TestClient): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(`
    with recursive below (top, oid) as (
      select c.oid, c.oid from pg_catalog.pg_class c where c.relkind in ('r', 'p')
      union select b.top, i.inhrelid from below b join pg_catalog.pg_inherits i on i.inhparent = b.oid)
    select ${RELATION}, a.attname as column,
      exists (select from below b join pg_catalog.pg_attribute x on x.attrelid = b.oid and x.attname = a.attname
        where b.top = c.oid and x.attinhcount > 1) as shared
    from ${FROM} join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm') and c.reloftype = 0 and a.attinhcount = 0 and ${CARRIED} order by c.oid, a.attnum`);
  return rows;
}

/**
 * A text that names renamed relations, as PostgreSQL itself would print it. Who renames a relation in a query keeps its old name as
 * an alias, so that what refers to it still does (`from new.orders2 orders`); PostgreSQL prints the new name alone.
 */
export function withoutOldNames(relations: readonly RenamedRelation[]): (text: string) => string {
  const renamed = relations.flatMap(({ from, to }) => {
    if (from.name === to.name) return [];
    const old = printed(from.name);
    const name = printed(to.name).replaceAll('$', '$$$$');
    const [alias, full] = [literal(old), literal(`${printed(to.schema)}.${printed(to.name)}`)];
    const edits = [
      [new RegExp(`(${full}) (?:AS )?${alias}(?![\\w"$.])`, 'g'), '$1'],
      [new RegExp(`(?<![\\w"$.])${alias}\\.(?=[\\w"*\\\\])`, 'g'), `${name}.`],
      [new RegExp(`(FOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE) OF )${alias}(?![\\w"$.])`, 'g'), `$1${name}`],
    ] as const;
    return [{ old, edits }];
  });
  return (text) =>
    renamed.reduce(
      (result, { old, edits }) =>
        result.includes(old) ? edits.reduce((each, [pattern, to]) => each.replaceAll(pattern, to), result) : result,
      text,
    );
}

/** As PostgreSQL prints a name: quoted where it must be. */
function printedName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quote(name);
}

/** The same inside a line of JSON, where quotes are escaped. */
function printed(name: string): string {
  return JSON.stringify(printedName(name)).slice(1, -1);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
