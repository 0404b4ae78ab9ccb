import { fail } from '../errors.ts';
import type { ColumnDefinition } from '../sql/column-definition.ts';
import { isInteger, isTime } from './data-type.ts';
import type { Keys } from './key-rules.ts';
import { sameName } from './table.ts';

const MERGE_ON_WRITE = 'enable_unique_key_merge_on_write';

/** Rule B8: the only boolean whose value must be written in small letters. */
export function mergesOnWrite(properties: ReadonlyMap<string, string>, unique: boolean): boolean {
  const value = properties.get(MERGE_ON_WRITE);
  if (!unique) {
    if (value !== undefined) fail(`${MERGE_ON_WRITE} property only support unique key table`);
    return false;
  }
  if (value === undefined) return true;
  if (value !== 'true' && value !== 'false') fail(`Invalid ${MERGE_ON_WRITE} value: ${value}, should be true or false`);
  return value === 'true';
}

/** Rule B18. */
export function booleanProperty(properties: ReadonlyMap<string, string>, name: string, fallback: boolean): boolean {
  const value = properties.get(name);
  if (value === undefined) return fallback;
  if (!/^(true|false)$/i.test(value)) fail(`${name} must be \`true\` or \`false\``);
  return /^true$/i.test(value);
}

const BOOLEANS = `light_schema_change store_row_column enable_duplicate_without_keys_by_default disable_auto_compaction in_memory
  enable_single_replica_compaction skip_write_index_on_load binlog.enable variant_enable_flatten_nested`.split(/\s+/);
const OTHERS = `${MERGE_ON_WRITE} replication_num replication_allocation min_load_replica_num function_column.sequence_col
  function_column.sequence_type estimate_partition_size bloom_filter_columns compression group_commit_interval_ms
  group_commit_data_bytes storage_vault_name storage_medium storage_cooldown_time storage_policy storage_format colocate_with
  compaction_policy row_store_columns row_store_page_size file_cache_ttl_seconds enable_mow_light_delete version_info`.split(/\s+/);
const KNOWN: ReadonlySet<string> = new Set([...BOOLEANS, ...OTHERS]);
/** Storage that a cloud cluster decides by itself: dropped without a word. */
const NOT_OF_CLOUD = ['storage_medium', 'in_memory', 'storage_policy', 'min_load_replica_num', 'replication_num', 'replication_allocation'];

interface TableProperties {
  readonly kept: Map<string, string>;
  readonly light: boolean;
  /** Name of the column that gives the sequence. */
  readonly sequenceFrom: string | null;
  /** Word of the type of a sequence that has no column. */
  readonly sequenceType: string | null;
}

/** Rules B17 and B18. */
export function checkProperties(
  given: ReadonlyMap<string, string>,
  keys: Keys,
  columns: readonly ColumnDefinition[],
  cluster: { readonly cloud: boolean; readonly aliveBackends: number },
): TableProperties {
  for (const name of BOOLEANS) booleanProperty(given, name, false);
  const kept = new Map(given);
  if (cluster.cloud) for (const name of NOT_OF_CLOUD) kept.delete(name);
  const replicas = cluster.cloud ? 1 : replicationOf(kept, cluster.aliveBackends);
  const light = cluster.cloud || booleanProperty(kept, 'light_schema_change', true);
  if (!light && columns.some(({ type }) => type.name === 'VARIANT'))
    fail('Variant type rely on light schema change, please use light_schema_change = true.');
  if (!light && booleanProperty(kept, 'store_row_column', false))
    fail('Row store column rely on light schema change, enable light schema change first');
  const sequence = sequenceOf(kept, keys, columns);
  const unknown = [...kept].filter(([name]) => !KNOWN.has(name));
  if (unknown.length > 0) fail(`Unknown properties: {${unknown.map(([name, value]) => `${name}=${value}`).join(', ')}}`);
  kept.delete('replication_num');
  kept.set('replication_allocation', `tag.location.default: ${replicas}`);
  // Of a table without it nothing is said.
  if (light) kept.set('light_schema_change', 'true');
  else kept.delete('light_schema_change');
  return { kept, light, ...sequence };
}

function replicationOf(properties: ReadonlyMap<string, string>, alive: number): number {
  const allocation = /^\s*tag\.location\.\w+\s*:\s*(\d+)\s*$/.exec(properties.get('replication_allocation') ?? '')?.[1];
  const given = properties.get('replication_num') ?? allocation ?? '3';
  const replicas = Number(given);
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > 32767) fail('Replication num should between 1 and 32767');
  if (replicas > alive) {
    fail(
      `replication num should be less than the number of available backends. replication num is ${replicas}, available backend num is ${alive}`,
    );
  }
  const least = Number(properties.get('min_load_replica_num') ?? '-1');
  if (least > replicas)
    fail(`Failed to check min load replica num: ${least}, it should be less than or equal to replication num: ${replicas}`);
  return replicas;
}

function sequenceOf(
  properties: ReadonlyMap<string, string>,
  keys: Keys,
  columns: readonly ColumnDefinition[],
): Pick<TableProperties, 'sequenceFrom' | 'sequenceType'> {
  const from = properties.get('function_column.sequence_col') ?? null;
  const type = properties.get('function_column.sequence_type') ?? null;
  if (from === null && type === null) return { sequenceFrom: null, sequenceType: null };
  if (keys.type !== 'UNIQUE') fail('sequence column only support UNIQUE_KEYS');
  if (from !== null && type !== null) fail('The sequence_col and sequence_type cannot be set at the same time');
  if (from !== null) {
    const column = columns.find(({ name }) => sameName(name, from)) ?? fail(`The specified sequence column[${from}] not exists`);
    if (!isInteger(column.type) && !isTime(column.type)) fail('Sequence type only support integer types and date types');
    return { sequenceFrom: column.name, sequenceType: null };
  }
  if (!/^(tinyint|smallint|int|bigint|largeint|date|datev2|datetime|datetimev2)$/i.test(type ?? '')) {
    fail('Sequence type only support integer types and date types');
  }
  return { sequenceFrom: null, sequenceType: type };
}
