import type { Need } from '../../../schema/object.ts';
import type { TableName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import { TEN } from '../../before-10.ts';
import { qualified } from '../../quote.ts';
import { FIRST_USER_OID, readSpecs } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';
import { type RelationSpec, relationAccess, relationFields, relationsOf } from '../relation.ts';

interface Spec extends RelationSpec {
  readonly partitioned: boolean;
  readonly byHash: boolean;
  readonly defaultPartition: boolean;
  readonly accessMethod: string | null;
  /** Letters of attgenerated among its columns. */
  readonly generated: string;
  readonly notInherited: boolean;
  readonly sequences: readonly (TableName & { readonly access: Access })[];
}

/** Types of the server itself that it has from a version on; also of arrays of them. */
const TYPES_SINCE: Readonly<Record<string, number>> = {
  jsonpath: 120000,
  xid8: 130000,
  pg_snapshot: 130000,
  regcollation: 130000,
  int4multirange: 140000,
  int8multirange: 140000,
  nummultirange: 140000,
  datemultirange: 140000,
  tsmultirange: 140000,
  tstzmultirange: 140000,
};

function sql(version: number): string {
  return `select json_build_object(${relationFields()}, 'partitioned', c.relkind = 'p', 'byHash', ${version >= TEN ? BY_HASH : 'false'},
    'defaultPartition', ${version >= 110000 ? 'c.relispartition and exists (select from pg_partitioned_table up where up.partdefid = c.oid)' : 'false'},
    'accessMethod', (select am.amname from pg_am am where am.oid = c.relam and am.amname <> 'heap'),
    'generated', ${version >= 120000 ? GENERATED : "''"}, 'sequences', ${IDENTITY_SEQUENCES},
    'notInherited', ${version >= 180000 ? NOT_INHERITED : 'false'}) as spec
  from ${relationsOf('r', 'p')} order by n.nspname, c.relname`;
}

const BY_HASH = `exists (select from pg_partitioned_table pt where pt.partrelid = c.oid and pt.partstrat = 'h')`;

const GENERATED = `(select coalesce(string_agg(distinct a.attgenerated::text, ''), '') from pg_attribute a
  where a.attrelid = c.oid and a.attnum > 0 and a.attgenerated <> '')`;

/** In one pass over all columns; few have any of these types. */
const FRESH_TYPES = `select json_build_object('oid', a.attrelid::text, 'types', json_agg(distinct fresh.name)) as spec
  from (select t.typname::text as name, unnest(array[t.oid, t.typarray]) as oid from pg_type t
    where t.oid < ${FIRST_USER_OID} and t.typname in (${Object.keys(TYPES_SINCE).map((name) => `'${name}'`)})) fresh
  join pg_attribute a on a.atttypid = fresh.oid and a.attnum > 0 and not a.attisdropped group by a.attrelid`;

/** Those with privileges of their own. */
const IDENTITY_SEQUENCES = `(select coalesce(json_agg(json_build_object('schema', qn.nspname, 'name', q.relname,
    'access', ${accessSql('s', 'q.relacl', 'q.relowner')}) order by q.relname), '[]')
  from pg_depend d join pg_class q on q.oid = d.objid and q.relkind = 'S' and q.relacl is not null join pg_namespace qn on qn.oid = q.relnamespace
  where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'i')`;

const NOT_INHERITED = `exists (select from pg_constraint nn where nn.conrelid = c.oid and nn.contype = 'n' and nn.connoinherit)`;

/** Tables have no SQL here: it is written from `TableSpec` for the columns that were chosen. */
export const table: KindReader = {
  catalog: 'pg_class',
  async read(server) {
    const fresh = await readSpecs<{ readonly oid: string; readonly types: readonly string[] }>(server, FRESH_TYPES);
    const types = new Map(fresh.map((each) => [each.oid, each.types]));
    return (await readSpecs<Spec>(server, sql(server.version))).map((spec) => describe(spec, types.get(spec.oid) ?? []));
  },
};

function describe(spec: Spec, types: readonly string[]): Described {
  const { oid, schema, name, sequences } = spec;
  const own = relationAccess(spec, 'table');
  // The owner of the sequence behind an identity column is the table's.
  const behind = sequences.map((sequence) => accessOf({ object: `sequence ${qualified(sequence)}`, access: sequence.access }));
  return {
    kind: 'table',
    oid,
    schema,
    name,
    table: null,
    sql: [],
    ownership: own.ownership,
    grants: [...own.grants, ...behind.flatMap(({ grants }) => grants)],
    grantees: [...new Set([...own.grantees, ...behind.flatMap(({ grantees }) => grantees)])].sort(),
    needs: needs(spec, types),
  };
}

function needs(spec: Spec, types: readonly string[]): readonly Need[] {
  const all: (Need | false)[] = [
    spec.byHash && { version: 110000, what: text('hash partitioning', '哈希分区') },
    spec.defaultPartition && { version: 110000, what: text('a default partition', '默认分区') },
    spec.accessMethod !== null && { version: spec.partitioned ? 170000 : 120000, what: text('a table access method', '表访问方法') },
    spec.generated.includes('s') && { version: 120000, what: text('a generated column', '生成列') },
    spec.generated.includes('v') && { version: 180000, what: text('a virtual generated column', '虚拟生成列') },
    spec.notInherited && { version: 180000, what: text('a NOT NULL with NO INHERIT', '带 NO INHERIT 的 NOT NULL') },
    ...types.map((type) => ({ version: TYPES_SINCE[type] ?? 0, what: text(`type ${type}`, `类型 ${type}`) })),
  ];
  return all.filter((need) => need !== false);
}
