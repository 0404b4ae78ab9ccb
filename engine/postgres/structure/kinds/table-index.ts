import type { Refusal } from '../../../schema/object.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import type { Described, KindReader } from '../kind.ts';
import { type PartSpec, readParts } from '../part.ts';
import {
  attachStatements,
  INDEX_COLUMNS,
  type IndexSettings,
  indexNeeds,
  indexSettings,
  indexStatements,
} from '../table/index-settings.ts';

interface Spec extends PartSpec {
  /** Of a partitioned table: `ON ONLY`. */
  readonly definition: string;
  readonly partitioned: boolean;
  readonly valid: boolean;
  readonly index: IndexSettings;
}

/** Indexes that no constraint owns. */
export const tableIndex: KindReader = {
  catalog: 'pg_class',
  async read(server, scope) {
    const specs = await readParts<Spec>(server, scope, {
      catalog: 'pg_class',
      oid: 'i.indexrelid',
      from: 'pg_index i join pg_class ic on ic.oid = i.indexrelid',
      table: 'i.indrelid',
      name: 'ic.relname',
      columns: INDEX_COLUMNS,
      fields: `'definition', pg_get_indexdef(ic.oid), 'partitioned', ic.relkind = 'I', 'valid', i.indisvalid, 'index', ${indexSettings(server.version)}`,
      where:
        "not exists (select from pg_constraint con where con.conrelid = i.indrelid and con.conindid = ic.oid and con.contype in ('p', 'u', 'x'))",
    });
    return specs.map(describe);
  },
};

function describe({ oid, name, table, columns, definition, partitioned, valid, index }: Spec): Described {
  const described: Described = {
    kind: 'index',
    oid,
    schema: table.schema,
    name,
    table,
    columns,
    phase: 'after',
    sql: [definition, ...indexStatements(index, table)],
    ...attachStatements(index),
    needs: indexNeeds(index, partitioned),
  };
  // That of a partitioned table is not valid until all partitions have theirs: it becomes so, or not, as at the source.
  return valid || partitioned ? described : { ...described, refused: invalid(name, table) };
}

function invalid(name: string, table: TableName): Refusal {
  return {
    cause: text(
      `Index ${name} of ${displayName(table)} is invalid at the source: making it failed or was broken off there`,
      `源库中表 ${displayName(table)} 的索引 ${name} 无效：其创建曾失败或中断`,
    ),
    fix: text('Run REINDEX INDEX at the source, or drop the index there.', '请在源库执行 REINDEX INDEX，或删除该索引。'),
  };
}
