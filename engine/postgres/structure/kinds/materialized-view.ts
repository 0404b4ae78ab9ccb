import { text } from '../../../text.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { type MarkedExtension, markedExtensions, readSpecs } from '../fragments.ts';
import type { Described, KindReader } from '../kind.ts';
import { type RelationSpec, relationAccess, relationFields, relationsOf } from '../relation.ts';
import { type ColumnSettings, columnSettings } from '../table/column.ts';
import { columnSettingsSql } from '../table/columns.ts';
import { withOptions } from '../table/options.ts';
import { syntaxNeeds } from '../table/syntax.ts';

interface Spec extends RelationSpec {
  readonly query: string;
  readonly options: readonly string[];
  readonly accessMethod: string | null;
  readonly filled: boolean;
  readonly columns: readonly (ColumnSettings & { readonly comment: string | null })[];
  readonly markedExtensions: readonly MarkedExtension[];
}

function sql(version: number): string {
  const columns = `(select coalesce(json_agg(json_build_object('name', a.attname, ${columnSettingsSql(version)},
      'comment', col_description(a.attrelid, a.attnum)) order by a.attnum), '[]')
    from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;
  return `select json_build_object(${relationFields()}, 'query', pg_get_viewdef(c.oid), 'filled', c.relispopulated,
      'options', (select coalesce(json_agg(o), '[]') from (select unnest(c.reloptions) as o
        union all select 'toast.' || unnest(toast.reloptions) from pg_class toast where toast.oid = c.reltoastrelid) o),
      'accessMethod', (select am.amname from pg_am am where am.oid = c.relam and am.amname <> 'heap'),
      'columns', ${columns}, 'markedExtensions', ${markedExtensions('pg_class', 'c.oid')}) as spec
    from ${relationsOf('m')} order by n.nspname, c.relname`;
}

export const materializedView: KindReader = {
  catalog: 'pg_class',
  async read(server) {
    return (await readSpecs<Spec>(server, sql(server.version))).map(describe);
  },
};

function describe(spec: Spec): Described {
  const { oid, schema, name, accessMethod, options, columns } = spec;
  const object = `materialized view ${qualified(spec)}`;
  const using = accessMethod === null ? '' : ` using ${quote(accessMethod)}`;
  return {
    kind: 'materialized-view',
    oid,
    schema,
    name,
    table: null,
    sql: [
      `create ${object}${using}${withOptions(options, ANY)} as ${spec.query.replace(/;$/, '')} with no data`,
      ...columns.flatMap((column) => columnSettings(column, `alter ${object}`, ANY)),
      ...spec.markedExtensions.map((extension) => `alter ${object} depends on extension ${quote(extension.name)}`),
      ...commentOn(object, spec.comment),
      ...columns.flatMap((column) => commentOn(`column ${qualified(spec)}.${quote(column.name)}`, column.comment)),
    ],
    later: spec.filled ? [`refresh ${object}`] : [],
    ...relationAccess(spec, 'materialized view'),
    needs: [
      ...(accessMethod === null ? [] : [{ version: 120000, what: text('a table access method', '表访问方法') }]),
      ...(columns.some(({ compression }) => compression !== null)
        ? [{ version: 140000, what: text('a compression method of a column', '列压缩方法') }]
        : []),
      ...syntaxNeeds(spec.query),
    ],
  };
}

/** The destination is not known yet: all is written, and `needs` says what is new. */
const ANY = Number.POSITIVE_INFINITY;
