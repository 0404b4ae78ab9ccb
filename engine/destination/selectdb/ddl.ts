import type { TableModel } from '../../plan/model.ts';
import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import type { ColumnSpec, TableName, TableSpec } from '../../schema/table.ts';
import { defaultClause } from './default.ts';
import { CHANGE_COLUMNS } from './design.ts';
import { columnComment, literal, qualified, quote, quoteAll } from './quote.ts';

/** What the table's changes bring to the sequence column: a position in the source's log. */
const SEQUENCE_TYPE = 'bigint';

const CHANGE_TYPES: Readonly<Record<(typeof CHANGE_COLUMNS)[number], string>> = {
  _is_deleted: 'INT',
  _version: 'BIGINT',
  _record_id: 'BIGINT',
};

export interface TableDdl {
  readonly table: TablePlan;
  readonly model: TableModel;
  readonly spec: TableSpec;
  readonly replicas: number | null;
}

/** The statement that makes the table. Made again by a task that was killed after it, it does nothing. */
export function createTable({ table, model, spec, replicas }: TableDdl): string {
  const lines = [
    ...ordered(table, model).map((column) => columnLine(column, model, spec)),
    ...(model.engine === 'duplicate' ? CHANGE_COLUMNS.map((name) => `${quote(name)} ${CHANGE_TYPES[name]} NOT NULL DEFAULT '0'`) : []),
  ];
  const clauses = [
    `CREATE TABLE IF NOT EXISTS ${qualified(table.destination)} (\n  ${lines.join(',\n  ')}\n)`,
    ...keyClause(model),
    ...(spec.comment === null ? [] : [`COMMENT ${literal(spec.comment)}`]),
    distributionClause(model),
    propertiesClause(model, replicas),
  ];
  return clauses.join('\n');
}

/** The database a schema becomes. */
export function createDatabase(name: string): string {
  return `CREATE DATABASE IF NOT EXISTS ${quote(name)}`;
}

export function truncateTable(table: TableName): string {
  return `TRUNCATE TABLE ${qualified(table)}`;
}

/** Key columns stand first, in the key's order. */
function ordered(table: TablePlan, { keys }: TableModel): readonly ColumnPlan[] {
  const first = keys.flatMap((name) => table.columns.filter(({ destination }) => destination === name));
  return [...first, ...table.columns.filter((column) => !first.includes(column))];
}

/**
 * Only what identifies a row is NOT NULL. A row that is deleted comes with nothing but its key, and a source that lets go of a NOT NULL
 * would else have rows that are refused here.
 */
function columnLine(column: ColumnPlan, model: TableModel, spec: TableSpec): string {
  const found = spec.columns.find(({ name }) => name === column.source);
  return columnDefinition(column, found, model.keys.includes(column.destination) && found?.notNull === true);
}

/** One column as it stands in CREATE TABLE and in ADD COLUMN. */
export function columnDefinition(column: ColumnPlan, spec: ColumnSpec | undefined, notNull = false): string {
  const clause = defaultClause(spec?.default ?? null, { type: column.type, source: spec?.type ?? '' });
  return [
    `${quote(column.destination)} ${column.type}`,
    notNull ? 'NOT NULL' : 'NULL',
    ...(clause.kind === 'carried' ? [clause.sql] : []),
    ...(spec === undefined || spec.comment === null ? [] : [`COMMENT ${columnComment(spec.comment)}`]),
  ].join(' ');
}

function keyClause({ engine, keys }: TableModel): readonly string[] {
  if (keys.length === 0) return [];
  return [`${engine === 'unique' ? 'UNIQUE' : 'DUPLICATE'} KEY (${quoteAll(keys)})`];
}

function distributionClause({ distribution, buckets }: TableModel): string {
  const by = distribution.length === 0 ? 'RANDOM' : `HASH(${quoteAll(distribution)})`;
  return `DISTRIBUTED BY ${by} BUCKETS ${buckets === 'auto' ? 'AUTO' : buckets}`;
}

function propertiesClause({ engine, keys }: TableModel, replicas: number | null): string {
  const unique = { enable_unique_key_merge_on_write: 'true', 'function_column.sequence_type': SEQUENCE_TYPE };
  const properties = {
    ...(engine === 'unique' ? unique : {}),
    // Else a key is picked out of the first columns, and some types are refused there.
    ...(engine === 'duplicate' && keys.length === 0 ? { enable_duplicate_without_keys_by_default: 'true' } : {}),
    light_schema_change: 'true',
    ...(replicas === null ? {} : { replication_num: String(replicas) }),
  };
  const lines = Object.entries(properties).map(([name, value]) => `  ${literal(name)} = ${literal(value)}`);
  return `PROPERTIES (\n${lines.join(',\n')}\n)`;
}
