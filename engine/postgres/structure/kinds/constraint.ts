import type { Need } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { isPartition } from '../../before-10.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import type { Address, Described, KindReader } from '../kind.ts';
import { type PartSpec, readParts } from '../part.ts';
import { callsUserFunction } from '../table/apart.ts';
import {
  attachStatements,
  INDEX_COLUMNS,
  type IndexSettings,
  indexNeeds,
  indexSettings,
  indexStatements,
} from '../table/index-settings.ts';
import { optionList } from '../table/options.ts';

interface Spec extends PartSpec {
  readonly type: 'p' | 'u' | 'x' | 'c' | 'n' | 'f';
  readonly definition: string;
  readonly valid: boolean;
  readonly partitioned: boolean;
  readonly partition: boolean;
  /** ` DEFERRABLE …` as the definition ends with it. */
  readonly deferral: string;
  /** Of keys and exclusions. */
  readonly index: IndexSettings | null;
  readonly enforced: boolean;
  readonly period: boolean;
  /** Columns that ON DELETE sets. */
  readonly setColumns: boolean;
  readonly referenced: { readonly oid: string; readonly partitioned: boolean } | null;
  /** Indexes of the referenced table's partitions, which make its key whole. */
  readonly referencedParts: readonly string[];
}

export const constraint: KindReader = {
  catalog: 'pg_constraint',
  async read(server, scope) {
    const { version } = server;
    const own = version >= 110000 ? 'con.conparentid = 0' : 'true';
    const later = `con.contype = 'c' and (not con.convalidated or ${callsUserFunction('pg_constraint', 'con.oid')})`;
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_constraint',
      oid: 'con.oid',
      from: `pg_constraint con left join pg_index i on i.indexrelid = con.conindid and con.contype in ('p', 'u', 'x')
        left join pg_class ic on ic.oid = i.indexrelid left join pg_class f on f.oid = con.confrelid and con.contype = 'f'`,
      table: 'con.conrelid',
      name: 'con.conname',
      columns: `case when i.indexrelid is null then ${CONSTRAINT_COLUMNS} else ${INDEX_COLUMNS} end`,
      fields: `'type', con.contype, 'definition', pg_get_constraintdef(con.oid), 'valid', con.convalidated,
        'partitioned', c.relkind = 'p', 'partition', ${isPartition(version, 'c')},
        'deferral', case when con.condeferrable then ' DEFERRABLE' else '' end || case when con.condeferred then ' INITIALLY DEFERRED' else '' end,
        'index', case when i.indexrelid is not null then ${indexSettings(version)} end,
        'enforced', ${version >= 180000 ? 'con.conenforced' : 'true'}, 'period', ${version >= 180000 ? 'con.conperiod' : 'false'},
        'setColumns', ${version >= 150000 ? 'con.confdelsetcols is not null' : 'false'},
        'referenced', case when f.oid is not null then json_build_object('oid', f.oid::text, 'partitioned', f.relkind = 'p') end,
        'referencedParts', case when f.relkind = 'p' then ${INDEX_PARTS} else '[]' end`,
      where: `con.contype in ('p', 'u', 'x') or con.contype = 'f' and ${own}
        or con.conislocal and (con.contype = 'n' and not con.convalidated or ${later})`,
    });
    return specs.filter((spec) => !isPartOfExclusion(spec)).map(describe);
  },
};

const CONSTRAINT_COLUMNS = `(select coalesce(json_agg(k.attname order by o.n), '[]') from unnest(con.conkey) with ordinality as o(num, n)
  join pg_attribute k on k.attrelid = con.conrelid and k.attnum = o.num)`;

/** An exclusion of a partitioned table makes those of its partitions itself: their indexes cannot be attached to it (as of 18). */
function isPartOfExclusion({ type, index }: Spec): boolean {
  return type === 'x' && index !== null && index.parent !== null;
}

/** All indexes below the one that a foreign key rests on. */
const INDEX_PARTS = `(with recursive part as (select h.inhrelid from pg_inherits h where h.inhparent = con.conindid
    union all select h.inhrelid from part join pg_inherits h on h.inhparent = part.inhrelid)
  select coalesce(json_agg(inhrelid::text), '[]') from part)`;

function describe(spec: Spec): Described {
  const { oid, name, table, columns, index } = spec;
  const family = spec.partitioned || spec.partition;
  // Rows that came before the constraint may break it; and the constraint of a family reaches its members when all are attached.
  const rowsFirst = !['c', 'n'].includes(spec.type) || !spec.valid || family;
  return {
    kind: spec.type === 'f' ? 'foreign-key' : 'constraint',
    oid,
    schema: table.schema,
    name,
    table,
    columns,
    phase: rowsFirst ? 'after' : 'before',
    sql: [
      `alter table ${only(spec)}${qualified(table)} add constraint ${quote(name)} ${definition(spec)}`,
      ...(index === null ? [] : indexStatements(index, table)),
      ...commentOn(`constraint ${quote(name)} on ${qualified(table)}`, spec.comment),
    ],
    ...(index === null ? {} : attachStatements(index)),
    requires: requires(spec),
    needs: [...needs(spec), ...(index === null ? [] : indexNeeds(index, spec.partitioned))],
  };
}

/** Checks reach children as well, foreign keys and exclusions reach partitions; keys are made one by one. */
function only({ type, partitioned }: Spec): string {
  return type === 'c' || type === 'n' || (partitioned && (type === 'f' || type === 'x')) ? '' : 'only ';
}

/** Storage parameters of a key's index are missing in what the server prints; for exclusions they are there. */
function definition({ type, definition, deferral, index }: Spec): string {
  if (index === null || type === 'x' || index.options.length === 0) return definition;
  return `${definition.slice(0, definition.length - deferral.length)} with (${optionList(index.options)})${deferral}`;
}

function requires({ referenced, referencedParts }: Spec): readonly Address[] {
  return referenced === null ? [] : [`pg_class:${referenced.oid}`, ...referencedParts.map((oid): Address => `pg_class:${oid}`)];
}

function needs(spec: Spec): readonly Need[] {
  const isForeign = spec.type === 'f';
  const all: (Need | false)[] = [
    isForeign && spec.partitioned && { version: 110000, what: text('a foreign key of a partitioned table', '分区表的外键') },
    spec.type === 'x' &&
      spec.partitioned && { version: 170000, what: text('an exclusion constraint of a partitioned table', '分区表的排除约束') },
    spec.referenced?.partitioned === true && { version: 120000, what: text('a foreign key to a partitioned table', '引用分区表的外键') },
    spec.setColumns && { version: 150000, what: text('ON DELETE SET with a list of columns', '带列清单的 ON DELETE SET') },
    spec.period && {
      version: 180000,
      what: isForeign ? text('a foreign key with PERIOD', '带 PERIOD 的外键') : text('WITHOUT OVERLAPS', 'WITHOUT OVERLAPS'),
    },
    !spec.enforced && { version: 180000, what: text('a constraint that is NOT ENFORCED', 'NOT ENFORCED 的约束') },
    spec.type === 'n' && { version: 180000, what: text('a NOT NULL that is NOT VALID', 'NOT VALID 的 NOT NULL 约束') },
    isForeign &&
      spec.partitioned &&
      !spec.valid && { version: 180000, what: text('a NOT VALID foreign key of a partitioned table', '分区表的 NOT VALID 外键') },
  ];
  return all.filter((need) => need !== false);
}
