import type { Need } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { TEN } from '../../before-10.ts';
import { qualified } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import { notOfExtension } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';
import { type PartSpec, readParts } from '../part.ts';

interface Spec extends PartSpec {
  /** May be another than the table's. */
  readonly schema: string;
  readonly owner: string;
  readonly definition: string;
  readonly target: string | null;
  readonly expressions: boolean;
  readonly mostCommon: boolean;
}

export const statistics: KindReader = {
  catalog: 'pg_statistic_ext',
  async read(server, scope) {
    const { version } = server;
    if (version < TEN) return [];
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_statistic_ext',
      oid: 's.oid',
      from: 'pg_statistic_ext s join pg_namespace sn on sn.oid = s.stxnamespace',
      table: 's.stxrelid',
      name: 's.stxname',
      fields: `'schema', sn.nspname, 'owner', pg_get_userbyid(s.stxowner), 'definition', pg_get_statisticsobjdef(s.oid),
        'target', ${version >= 130000 ? 'case when s.stxstattarget >= 0 then s.stxstattarget::text end' : 'null'},
        'expressions', ${version >= 140000 ? 's.stxexprs is not null' : 'false'}, 'mostCommon', 'm' = any (s.stxkind)`,
      where: notOfExtension('pg_statistic_ext', 's.oid'),
    });
    return specs.map(describe);
  },
};

function describe(spec: Spec): Described {
  const { oid, schema, name, table, columns, definition, target } = spec;
  const object = `statistics ${qualified(spec)}`;
  return {
    kind: 'statistics',
    oid,
    schema,
    name,
    table,
    columns,
    phase: 'after',
    sql: [definition, ...(target === null ? [] : [`alter ${object} set statistics ${target}`]), ...commentOn(object, spec.comment)],
    ...ownedBy(object, spec.owner),
    needs: needs(spec),
  };
}

function needs({ definition, target, expressions, mostCommon }: Spec): readonly Need[] {
  const all: (Need | false)[] = [
    // Where it has all kinds, none is named, and an older server takes it for all it knows.
    mostCommon && /\bmcv\b/.test(definition) && { version: 120000, what: text('statistics of most common values', 'MCV 扩展统计信息') },
    target !== null && { version: 130000, what: text('a target of extended statistics', '扩展统计信息的统计目标') },
    expressions && { version: 140000, what: text('statistics of expressions', '表达式的扩展统计信息') },
  ];
  return all.filter((need) => need !== false);
}
