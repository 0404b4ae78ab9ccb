import type { Need } from '../../../schema/object.ts';
import type { TableName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { type MarkedExtension, markedExtensions } from '../fragments.ts';

/** What an index has that its definition does not say, be it a constraint's or not. */
export interface IndexSettings extends TableName {
  readonly clustered: boolean;
  readonly replicaIdentity: boolean;
  /** Of columns that are expressions: number and target. */
  readonly statistics: readonly { readonly column: string; readonly target: string }[];
  /** The index of the parent that this one, of a partition, is part of. */
  readonly parent: (TableName & { readonly oid: string }) | null;
  readonly method: string;
  readonly includes: boolean;
  readonly nullsNotDistinct: boolean;
  readonly options: readonly string[];
  readonly classOptions: boolean;
  readonly markedExtensions: readonly MarkedExtension[];
  readonly comment: string | null;
}

/** Expression: json of `IndexSettings`, of `ic` in pg_class and `i` in pg_index; `n` is the schema of both. */
export function indexSettings(version: number): string {
  return `json_build_object('schema', n.nspname, 'name', ic.relname, 'clustered', i.indisclustered, 'replicaIdentity', i.indisreplident,
    'statistics', (select coalesce(json_agg(json_build_object('column', ia.attnum, 'target', ia.attstattarget) order by ia.attnum), '[]')
      from pg_attribute ia where ia.attrelid = ic.oid and ia.attstattarget >= 0),
    'parent', (select json_build_object('oid', up.oid::text, 'schema', un.nspname, 'name', up.relname) from pg_inherits h
      join pg_class up on up.oid = h.inhparent join pg_namespace un on un.oid = up.relnamespace where h.inhrelid = ic.oid),
    'method', (select am.amname from pg_am am where am.oid = ic.relam),
    'includes', ${version >= 110000 ? 'i.indnkeyatts < i.indnatts' : 'false'},
    'nullsNotDistinct', ${version >= 150000 ? 'i.indnullsnotdistinct' : 'false'}, 'options', coalesce(to_json(ic.reloptions), '[]'),
    'classOptions', exists (select from pg_attribute ia where ia.attrelid = ic.oid and ia.attoptions is not null),
    'markedExtensions', ${markedExtensions('pg_class', 'ic.oid')}, 'comment', ${commentSql('pg_class', 'ic.oid')})`;
}

/** Expression: json list of the names of all columns that an index (`i`) covers or reads, in its expressions and its condition as well. */
export const INDEX_COLUMNS = `(select coalesce(json_agg(k.attname order by k.attnum), '[]') from (select unnest(i.indkey::int2[]) as num
    union select d.refobjsubid from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
      and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid) x
  join pg_attribute k on k.attrelid = i.indrelid and k.attnum = x.num where k.attnum > 0)`;

/** What is said of the index once it is there. */
export function indexStatements(index: IndexSettings, table: TableName): readonly string[] {
  const name = qualified(index);
  return [
    ...index.statistics.map(({ column, target }) => `alter index ${name} alter column ${column} set statistics ${target}`),
    ...index.markedExtensions.map((extension) => `alter index ${name} depends on extension ${quote(extension.name)}`),
    ...(index.clustered ? [`alter table ${qualified(table)} cluster on ${quote(index.name)}`] : []),
    ...(index.replicaIdentity ? [`alter table only ${qualified(table)} replica identity using index ${quote(index.name)}`] : []),
    ...commentOn(`index ${name}`, index.comment),
  ];
}

/** Makes it part of the parent's index, which waits for those of all partitions. */
export function attachStatements(index: IndexSettings): { readonly later: readonly string[]; readonly laterRequires: readonly string[] } {
  if (index.parent === null) return { later: [], laterRequires: [] };
  return {
    later: [`alter index ${qualified(index.parent)} attach partition ${qualified(index)}`],
    laterRequires: [index.parent.oid],
  };
}

const INCLUDE_SINCE: Readonly<Record<string, number>> = { gist: 120000, spgist: 140000 };

/** What only newer servers can do with an index. */
export function indexNeeds(index: IndexSettings, ofPartitioned: boolean): readonly Need[] {
  const needs: (Need | false)[] = [
    index.includes && {
      version: INCLUDE_SINCE[index.method] ?? 110000,
      what: text('an index with INCLUDE columns', '带 INCLUDE 列的索引'),
    },
    ofPartitioned && { version: 110000, what: text('an index on a partitioned table', '分区表上的索引') },
    index.statistics.length > 0 && { version: 110000, what: text('a statistics target of an index', '索引的统计目标') },
    index.options.some((option) => option.startsWith('deduplicate_items=')) && {
      version: 130000,
      what: text('index option deduplicate_items', '索引参数 deduplicate_items'),
    },
    index.classOptions && { version: 130000, what: text('operator class parameters', '操作符类参数') },
    index.nullsNotDistinct && { version: 150000, what: text('NULLS NOT DISTINCT', 'NULLS NOT DISTINCT') },
  ];
  return needs.filter((need) => need !== false);
}
