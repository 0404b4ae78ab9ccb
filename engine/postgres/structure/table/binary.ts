import { WITH_INFINITY } from '../../../schema/table.ts';

/**
 * Built-in types whose bytes (`typsend`) mean the same on every server from 10 on, and before on those that count time in whole numbers, as
 * nearly all do. Not among them: `money`, whose number means what
 * lc_monetary makes of it; `xml`, which says its own encoding; `tsquery`, whose empty value a server sends and does not take back; and
 * what holds numbers of a server's own (`regclass`, `xid`, `tid`, `aclitem`, a record).
 */
const SAME_BYTES = [
  ...['bool', 'char', 'name', 'bytea', 'int2', 'int4', 'int8', 'oid', 'text', 'varchar', 'bpchar', 'float4', 'float8', 'numeric'],
  ...['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'bit', 'varbit', 'uuid', 'json', 'jsonb'],
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'],
  ...['pg_lsn', 'tsvector'],
  ...['int4', 'int8', 'num', 'ts', 'tstz', 'date'].flatMap((name) => [`${name}range`, `${name}multirange`]),
];

/** Objects of the server itself that were given their oid by hand, which no version changes. */
const FIRST_OWN_OID = 10000;

/**
 * A WITH query `binary_type (root, name)`: for each type that `types` (a query) tells, the built-in type whose bytes its values have,
 * `enum` for labels, or null where they may mean something else on another server. Arrays carry the oid of what they hold, so only
 * those of built-in types are the same everywhere.
 */
export function binaryTypes(types: string): string {
  return `layer as (
  select t.oid as root, t.oid, t.typname, t.typtype, t.typbasetype, t.typelem, t.typtype = 'b' and t.typcategory = 'A' as is_array, false as within
  from pg_type t where t.oid in (${types})
  union all
  select l.root, t.oid, t.typname, t.typtype, t.typbasetype, t.typelem, t.typtype = 'b' and t.typcategory = 'A', l.within or l.is_array
  from layer l join pg_type t on t.oid = case when l.typtype = 'd' then l.typbasetype when l.is_array then l.typelem end
),
binary_type as (
  select root, case when bool_and(case when typtype in ('d', 'e') then not within
      when is_array then oid < ${FIRST_OWN_OID}
      else oid < ${FIRST_OWN_OID} and typname in (${SAME_BYTES.map((name) => `'${name}'`).join(', ')})
        and (current_setting('integer_datetimes') = 'on' or typname !~ '^(time|ts|interval)') end)
    then max(case when typtype = 'e' then 'enum' when typtype <> 'd' and not within then format_type(oid, null) end)
      || case when bool_or(oid = 'pg_catalog.interval'::regtype) and current_setting('server_version_num')::int >= 170000
        then '${WITH_INFINITY}' else '' end end as name
  from layer group by root
)`;
}
