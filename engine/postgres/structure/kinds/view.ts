import { text } from '../../../text.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { collationIfNot, readSpecs } from '../fragments.ts';
import type { Described, KindReader } from '../kind.ts';
import { type RelationSpec, relationAccess, relationFields, relationsOf } from '../relation.ts';
import { withOptions } from '../table/options.ts';
import { syntaxNeeds } from '../table/syntax.ts';

interface Spec extends RelationSpec {
  readonly query: string;
  readonly options: readonly string[];
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly default: string | null;
  readonly comment: string | null;
}

const COLUMNS = `(select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
    'collation', ${collationIfNot('a.attcollation', 't.typcollation')}, 'default', pg_get_expr(d.adbin, d.adrelid),
    'comment', col_description(a.attrelid, a.attnum)) order by a.attnum), '[]')
  from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

const SQL = `select json_build_object(${relationFields()}, 'query', pg_get_viewdef(c.oid),
    'options', coalesce(to_json(c.reloptions), '[]'), 'columns', ${COLUMNS}) as spec
  from ${relationsOf('v')} order by n.nspname, c.relname`;

export const view: KindReader = {
  catalog: 'pg_class',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe(spec: Spec): Described {
  const { oid, schema, name, columns, options, comment } = spec;
  const object = `view ${qualified(spec)}`;
  return {
    kind: 'view',
    oid,
    schema,
    name,
    table: null,
    sql: [
      // Options of views never go by version alone: one that the destination does not know changes what the view does.
      `create ${object}${withOptions(options, Number.POSITIVE_INFINITY)} as ${spec.query.replace(/;$/, '')}`,
      ...columns.flatMap((column) =>
        column.default === null ? [] : [`alter ${object} alter column ${quote(column.name)} set default ${column.default}`],
      ),
      ...commentOn(object, comment),
      ...columns.flatMap((column) => commentOn(`column ${qualified(spec)}.${quote(column.name)}`, column.comment)),
    ],
    standIn: [`create ${object} as select ${columns.map(nothing).join(', ')}`],
    ...relationAccess(spec, 'view'),
    needs: [
      ...(options.some((option) => option.startsWith('security_invoker='))
        ? [{ version: 150000, what: text('a view with security_invoker', '带 security_invoker 的视图') }]
        : []),
      ...syntaxNeeds(spec.query),
    ],
  };
}

/** A column with no value and all else right: what stands on the view is not refused, and the view can be replaced. */
function nothing({ name, type, collation }: Column): string {
  return `null::${type}${collation === null ? '' : ` collate ${collation}`} as ${quote(name)}`;
}
