import type { SequenceOptions, TableName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import { sequences } from '../../before-10.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { readSpecs } from '../fragments.ts';
import type { Described, KindReader } from '../kind.ts';
import { type RelationSpec, relationAccess, relationFields, relationsOf } from '../relation.ts';
import { sequenceOptions } from '../table/column.ts';
import { SEQUENCE_OPTIONS } from '../table/columns.ts';

interface Spec extends RelationSpec {
  readonly options: SequenceOptions;
  readonly unlogged: boolean;
  readonly ownedBy: (TableName & { readonly oid: string; readonly column: string }) | null;
}

/** Those behind identity columns come with their tables. */
const sql = (
  version: number,
) => `select json_build_object(${relationFields('s')}, 'options', json_build_object(${SEQUENCE_OPTIONS}), 'unlogged', c.relpersistence = 'u',
    'ownedBy', case when o.oid is not null then
      json_build_object('oid', o.oid::text, 'schema', os.nspname, 'name', o.relname, 'column', oa.attname) end) as spec
  from ${relationsOf('S')} join ${sequences(version)} s on s.seqrelid = c.oid
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
      and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_class o on o.oid = d.refobjid left join pg_namespace os on os.oid = o.relnamespace
    left join pg_attribute oa on oa.attrelid = o.oid and oa.attnum = d.refobjsubid
  where d.deptype is distinct from 'i' order by n.nspname, c.relname`;

export const sequence: KindReader = {
  catalog: 'pg_class',
  async read(server) {
    return (await readSpecs<Spec>(server, sql(server.version))).map(describe);
  },
};

function describe(spec: Spec): Described {
  const { oid, schema, name, options, unlogged, ownedBy, comment } = spec;
  const object = `sequence ${qualified(spec)}`;
  return {
    kind: 'sequence',
    oid,
    schema,
    name,
    table: null,
    sql: [`create ${unlogged ? 'unlogged ' : ''}${object} as ${options.type} ${sequenceOptions(options)}`, ...commentOn(object, comment)],
    later: ownedBy === null ? [] : [`alter ${object} owned by ${qualified(ownedBy)}.${quote(ownedBy.column)}`],
    laterRequires: ownedBy === null ? [] : [ownedBy.oid],
    ...relationAccess(spec, 'sequence'),
    // One that belongs to a column changes hands with its table, and may not by itself.
    ...(ownedBy === null ? {} : { ownership: [] }),
    needs: unlogged ? [{ version: 150000, what: text('an unlogged sequence', '不记录日志的序列') }] : [],
  };
}
