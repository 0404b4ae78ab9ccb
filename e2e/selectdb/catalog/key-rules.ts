import { fail } from '../errors.ts';
import type { ColumnDefinition } from '../sql/column-definition.ts';
import type { CreateTable, Distribution, KeysType } from '../sql/create-table.ts';
import type { DataType } from './data-type.ts';
import { sameName } from './table.ts';

export interface Keys {
  readonly type: KeysType;
  readonly columns: readonly string[];
}

const SHORT_KEYS = 3;
const SHORT_KEY_BYTES = 36;

/** Rule B7: what becomes the key when the statement has no KEY clause. `keyless`: the property that asks for none. */
export function chooseKeys(statement: CreateTable, keyless: boolean): Keys {
  const { keys, columns } = statement;
  if (keys !== null) {
    if (keyless)
      fail('table property enable_duplicate_without_keys_by_default only can set to true when create duplicate table without keys');
    return keys;
  }
  if (columns.some(({ aggregation }) => aggregation !== null)) {
    const first = columns.findIndex(({ aggregation }) => aggregation !== null);
    return { type: 'AGGREGATE', columns: columns.slice(0, first).map(({ name }) => name) };
  }
  if (keyless) return { type: 'DUPLICATE', columns: [] };
  const chosen = shortKey(columns);
  if (chosen.length === 0) {
    fail('The olap table first column could not be float, double, string or array, struct, map, please use decimal or varchar instead.');
  }
  return { type: 'DUPLICATE', columns: chosen };
}

function shortKey(columns: readonly ColumnDefinition[]): readonly string[] {
  const chosen: string[] = [];
  let bytes = 0;
  for (const { name, type } of columns) {
    bytes += indexSize(type);
    if (chosen.length >= SHORT_KEYS || bytes > SHORT_KEY_BYTES) {
      if (chosen.length === 0 && (type.name === 'CHAR' || type.name === 'VARCHAR' || type.name === 'STRING')) chosen.push(name);
      break;
    }
    if (['FLOAT', 'DOUBLE', 'STRING', 'JSON', 'VARIANT', 'ARRAY', 'MAP', 'STRUCT', 'BITMAP', 'HLL', 'QUANTILE_STATE'].includes(type.name))
      break;
    chosen.push(name);
    if (type.name === 'VARCHAR') break;
  }
  return chosen;
}

const SIZES: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INT: 4,
  BIGINT: 8,
  LARGEINT: 16,
  DATE: 4,
  DATETIME: 8,
  VARCHAR: 20,
  STRING: 20,
  IPV4: 4,
  IPV6: 16,
};

function indexSize(type: DataType): number {
  if (type.name === 'CHAR') return type.length ?? 1;
  if (type.name !== 'DECIMAL') return SIZES[type.name] ?? 0;
  const precision = type.precision ?? 0;
  return precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
}

/** Rules B9 and B10. */
export function checkKeys(statement: CreateTable, keys: Keys, mergeOnWrite: boolean): void {
  const { columns } = statement;
  if (keys.columns.length === 0 && keys.type !== 'DUPLICATE') fail('The number of key columns is 0.');
  if (keys.columns.length > columns.length) fail('The number of key columns should be less than the number of columns.');
  for (const [index, key] of keys.columns.entries()) {
    const column = columns[index];
    if (!columns.some(({ name }) => sameName(name, key))) fail(`Key column[${key}] doesn't exist.`);
    if (column === undefined || !sameName(column.name, key)) {
      fail(
        `Key columns should be a ordered prefix of the schema. KeyColumns[${index}] (starts from zero) is ${key}, but corresponding column is ${column?.name} in the previous columns declaration.`,
      );
    }
    if (column.aggregation !== null) fail(`Key column[${column.name}] should not specify aggregate type.`);
  }
  for (const column of columns.slice(keys.columns.length)) {
    if (keys.type === 'AGGREGATE' && column.aggregation === null) {
      fail(`AGG_KEYS table should specify aggregate type for non-key column[${column.name}]`);
    }
    if (keys.type !== 'AGGREGATE' && column.aggregation !== null) {
      fail(
        `${keys.type === 'UNIQUE' ? 'UNIQUE_KEYS' : 'DUP_KEYS'} table should not specify aggregate type for non-key column[${column.name}]`,
      );
    }
  }
  checkCluster(statement, keys, mergeOnWrite);
}

function checkCluster({ keys: clause, columns }: CreateTable, keys: Keys, mergeOnWrite: boolean): void {
  const cluster = clause?.cluster ?? [];
  if (cluster.length === 0) return;
  if (keys.type !== 'UNIQUE') fail('Cluster keys only support unique keys table');
  if (!mergeOnWrite) fail('Cluster keys only support unique keys table which enabled enable_unique_key_merge_on_write');
  for (const [index, name] of cluster.entries()) {
    if (!columns.some((column) => sameName(column.name, name))) fail(`Cluster key column[${name}] doesn't exist.`);
    if (cluster.slice(0, index).some((other) => sameName(other, name))) fail(`Duplicate cluster key column[${name}].`);
  }
  const shorter = Math.min(cluster.length, keys.columns.length);
  if (cluster.slice(0, shorter).every((name, index) => sameName(name, keys.columns[index] ?? ''))) {
    fail('Unique keys and cluster keys should be different.');
  }
}

/** Rule B12. */
export function checkDistribution({ kind, columns: names, buckets }: Distribution, keys: Keys, columns: readonly ColumnDefinition[]): void {
  if (typeof buckets === 'number' && buckets <= 0) fail(`Number of ${kind.toLowerCase()} distribution should be greater than zero.`);
  if (kind === 'RANDOM') {
    if (keys.type === 'UNIQUE') fail('Create unique keys table should not contain random distribution desc');
    if (keys.type === 'AGGREGATE' && columns.some(({ aggregation }) => aggregation?.startsWith('REPLACE'))) {
      fail('Create aggregate keys table with value columns of which aggregate type is REPLACE should not contain random distribution desc');
    }
    return;
  }
  for (const [index, name] of names.entries()) {
    if (names.slice(0, index).some((other) => sameName(other, name))) fail('Duplicate key in distribution desc is not allowed');
    const column = columns.find((candidate) => sameName(candidate.name, name)) ?? fail(`Distribution column(${name}) doesn't exist`);
    if (keys.type !== 'DUPLICATE' && !keys.columns.some((key) => sameName(key, name))) {
      fail(`Distribution column[${column.name}] is not key column`);
    }
    if (column.type.name === 'VARIANT') fail('Hash distribution info should not contain variant columns');
  }
}
