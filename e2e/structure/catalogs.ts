import { connected, type TestClient } from '../faults/servers.ts';
import { OTHER_SPECS, PRIVILEGE_SPECS } from './oracle/others.ts';
import { RELATION_SPECS } from './oracle/relations.ts';
import { type CatalogSpec, privileges, roleName, userRelation } from './oracle/spec.ts';

export interface CatalogOptions {
  /** Owners, privileges and default privileges too. */
  readonly owners: boolean;
}

/**
 * Everything a user made in a database, read from the system catalogs row by row with nothing of the product: two databases of the
 * same server version hold the same objects when their lines are the same. What is left out, and why, stands in `oracle/`.
 */
export async function describeCatalogs(url: string, { owners }: CatalogOptions): Promise<readonly string[]> {
  await using client = await connected(url);
  // Names come qualified whatever the database's settings.
  await client.query(`set search_path = ''; set extra_float_digits = 3; begin isolation level repeatable read read only`);
  const specs = [...RELATION_SPECS, ...OTHER_SPECS, ...(owners ? PRIVILEGE_SPECS : [])];
  const lines: string[] = [];
  for (const spec of specs) {
    await refuseUntold(client, spec);
    lines.push(...(await linesOf(client, spec.catalog, rowsOf(spec, owners))));
  }
  lines.push(...(await sequenceValues(client)));
  lines.push(...(await linesOf(client, 'pg_description', COMMENTS)));
  lines.push(...(await linesOf(client, 'pg_depend', DEPENDENCIES)));
  // The schema that every database starts with is not a user's; who may use it is, and every version has its own idea of that.
  const told = owners ? lines : lines.filter((line) => !/^(pg_namespace schema public|pg_depend default acl) /.test(line));
  return told.sort((a, b) => (a < b ? -1 : 1));
}

/** Lines of only one side: `-` is missing in `b`, `+` is only there. */
export function diffLines(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = count(a);
  const right = count(b);
  const only = (here: Map<string, number>, there: Map<string, number>, sign: string) =>
    [...here].flatMap(([line, times]) => Array<string>(Math.max(0, times - (there.get(line) ?? 0))).fill(`${sign}${line}`));
  return [...only(left, right, '-'), ...only(right, left, '+')].sort((x, y) => (x.slice(1) < y.slice(1) ? -1 : 1));
}

function count(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

async function linesOf(client: TestClient, label: string, query: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(query).catch((error: unknown) => {
    throw new Error(`${label}: ${error instanceof Error ? error.message : String(error)}\n${query}`);
  });
  return rows.map(({ line }) => `${label} ${line}`);
}

function rowsOf(spec: CatalogSpec, owners: boolean): string {
  const { catalog, where, columns = {}, owner, acl } = spec;
  const identity = spec.identity ?? `(select o.type || ' ' || o.identity from pg_catalog.pg_identify_object(t.tableoid, t.oid, 0) o)`;
  const without = [...spec.without, ...(owner === undefined ? [] : [owner]), ...(acl === undefined ? [] : [acl.column])];
  const told = Object.entries(columns).map(([name, expression]) => [name, expression] as const);
  if (owners && owner !== undefined) told.push(['owner', roleName(`t.${owner}`)]);
  if (owners && acl !== undefined) told.push(['privileges', privileges(`t.${acl.column}`, acl.defaults)]);
  const extra = told.map(([name, expression]) => `'${name}', ${expression}`).join(', ');
  return `select ${identity} || ' ' || jsonb_strip_nulls(
      (to_jsonb(t) - array[${without.map((name) => `'${name}'`).join(', ')}]::text[])${extra === '' ? '' : ` || jsonb_build_object(${extra})`}
    )::text as line from pg_catalog.${catalog} t where ${where}`;
}

/** A column that only means something in its own database must be told in words: a newer server may have one we know nothing of. */
async function refuseUntold(client: TestClient, { catalog, without, columns, owner, acl }: CatalogSpec): Promise<void> {
  const told = [...without, ...Object.keys(columns ?? {}), owner ?? '', acl?.column ?? ''];
  const { rows } = await client.query<{ name: string }>(
    `select a.attname as name from pg_catalog.pg_attribute a
     where a.attrelid = $1::pg_catalog.regclass and a.attnum > 0 and not a.attisdropped and a.attname <> all ($2)
       and a.atttypid in ('oid'::regtype, 'oidvector'::regtype, 'oid[]'::regtype, 'pg_node_tree'::regtype, 'int2vector'::regtype,
         'int2[]'::regtype, 'aclitem[]'::regtype)`,
    [`pg_catalog.${catalog}`, told],
  );
  if (rows.length > 0) throw new Error(`${catalog} has columns that are not told: ${rows.map(({ name }) => name).join(', ')}`);
}

/** Where each sequence stands. */
async function sequenceValues(client: TestClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select t.oid::pg_catalog.regclass::text as name from pg_catalog.pg_class t where t.relkind = 'S' and ${userRelation('t.oid')}`,
  );
  if (rows.length === 0) return [];
  const parts = rows.map(
    ({ name }) => `select '${name.replaceAll("'", "''")}' || ' ' || last_value || ' ' || is_called as line from ${name}`,
  );
  return linesOf(client, 'sequence', parts.join(' union all '));
}

const IDENTITY = (prefix: string) =>
  `(select o.type || ' ' || o.identity from pg_catalog.pg_identify_object(d.${prefix}classid, d.${prefix}objid, d.${prefix}objsubid) o)`;

const COMMENTS = `select ${IDENTITY('')} || ' ' || to_jsonb(d.description) as line
  from (select classoid as classid, objoid as objid, objsubid, description from pg_catalog.pg_description) d
  where (d.objid >= 16384) and d.objid is not null and not exists (select from pg_catalog.pg_depend e
    where e.classid = d.classid and e.objid = d.objid and e.deptype = 'e')`;

/** Who needs whom: what holds a sequence to its column, a constraint to its index, a view to what it reads. */
const DEPENDENCIES = `select distinct line from (
    select regexp_replace(${IDENTITY('')} || ' -> ' || ${IDENTITY('ref')} || ' '
        -- Which of these an index of a partition has to its columns depends, in 11, on how it came about.
        || replace(d.deptype::text, 'I', 'a'),
      -- Triggers of foreign keys and of deferrable keys are called by their numbers.
      '(ConstraintTrigger(_[ac])?)_[0-9]+', '\\1', 'g') as line
    from pg_catalog.pg_depend d
    where d.objid >= 16384 and d.classid <> 0
      and not exists (select from pg_catalog.pg_depend e where e.classid = d.classid and e.objid = d.objid and e.deptype = 'e')
      -- Members of an extension's operator families depend on those, not on the extension itself.
      and not exists (select from pg_catalog.pg_depend f join pg_catalog.pg_depend e on e.classid = f.refclassid and e.objid = f.refobjid
        where f.classid = d.classid and f.objid = d.objid and f.deptype = 'i' and e.deptype = 'e')
      and not exists (select from pg_catalog.pg_class c where c.relnamespace = 'pg_toast'::pg_catalog.regnamespace
        and ((d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid)
          or (d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = c.reltype)))
  ) found where line !~ '\\mopendts\\M'`;
