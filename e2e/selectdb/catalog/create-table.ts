import { duplicateColumn, fail, notEmulated } from '../errors.ts';
import type { CreateTable, Distribution } from '../sql/create-table.ts';
import { Rows } from '../storage/rows.ts';
import { checkColumn } from './column-rules.ts';
import { type DataType, scalarType } from './data-type.ts';
import { defaultOf } from './default-rules.ts';
import { checkDistribution, checkKeys, chooseKeys, type Keys } from './key-rules.ts';
import { checkTableName, type NameSettings } from './names.ts';
import { booleanProperty, checkProperties, mergesOnWrite } from './properties.ts';
import { type Column, DELETE_SIGN, SEQUENCE_COLUMN, sameName, type Table, VERSION_COLUMN } from './table.ts';

interface CreateSettings extends NameSettings {
  readonly cloud: boolean;
  readonly aliveBackends: number;
}

/** Rules B1 to B3: before the database is looked at. */
export function checkCreate(statement: CreateTable, settings: CreateSettings): void {
  if (statement.columns.length === 0) fail('table should contain at least one column');
  checkTableName(statement.name.table, settings);
}

/** A statement that has passed the rules which hold whether the table is there already or not. */
interface Definition {
  readonly statement: CreateTable;
  readonly keys: Keys;
  readonly mergeOnWrite: boolean;
  readonly distribution: Distribution;
}

/** Rules B5 to B16, in the order in which the server applies them. */
export function checkDefinition(statement: CreateTable, settings: CreateSettings): Definition {
  const { columns, properties } = statement;
  for (const { name } of columns) {
    if (name.toUpperCase().startsWith('__DORIS_'))
      fail(`Disable to create table column with name start with __DORIS_: ${name.toUpperCase()}`);
  }
  for (const [index, { name }] of columns.entries()) {
    if (columns.slice(0, index).some((other) => sameName(other.name, name))) throw duplicateColumn(name);
  }
  const keys = chooseKeys(statement, booleanProperty(properties, 'enable_duplicate_without_keys_by_default', false));
  const mergeOnWrite = mergesOnWrite(properties, keys.type === 'UNIQUE');
  checkKeys(statement, keys, mergeOnWrite);
  const distribution: Distribution = statement.distribution ?? { kind: 'RANDOM', columns: [], buckets: 10 };
  checkDistribution(distribution, keys, columns);
  for (const [index, column] of columns.entries()) {
    checkColumn(column, index < keys.columns.length, settings);
    if (column.onUpdate !== null && !mergeOnWrite)
      fail('ON UPDATE CURRENT_TIMESTAMP is only supported in unique table with merge-on-write enabled.');
  }
  return { statement, keys, mergeOnWrite, distribution };
}

/** Rules B17 and B18, for a table that is not there yet. */
export function buildTable(definition: Definition, id: number, database: string, settings: CreateSettings): Table {
  const { statement, keys, mergeOnWrite, distribution } = definition;
  const { columns } = statement;
  const checked = checkProperties(statement.properties, keys, columns, settings);
  if (keys.type === 'AGGREGATE') notEmulated('an AGGREGATE KEY table');
  const seen: Column[] = columns.map((column, slot) => ({
    name: column.name,
    type: column.type,
    key: slot < keys.columns.length,
    nullable: column.nullable,
    defaultValue: column.defaultValue,
    onUpdate: column.onUpdate,
    comment: column.comment,
    hidden: false,
    slot,
    initial: defaultOf(column.type, column.defaultValue),
  }));
  const sequence = columns.find(({ name }) => name === checked.sequenceFrom)?.type ?? sequenceType(checked.sequenceType);
  const all = keys.type === 'UNIQUE' ? [...seen, ...hiddenColumns(seen.length, sequence)] : seen;
  if (keys.type === 'UNIQUE') checked.kept.set('enable_unique_key_merge_on_write', String(mergeOnWrite));
  return {
    id,
    database,
    name: statement.name.table,
    keysType: keys.type,
    columns: all,
    comment: statement.comment,
    distribution: { ...distribution, buckets: distribution.buckets ?? 10 },
    properties: checked.kept,
    light: checked.light,
    mergeOnWrite,
    sequenceFrom: checked.sequenceFrom,
    state: 'NORMAL',
    schemaVersion: 0,
    nextSlot: all.length,
    created: new Date(),
    rows: new Rows(),
  };
}

function sequenceType(word: string | null): DataType | null {
  return word === null ? null : scalarType(word, [], { decimal256: false });
}

/** Rule B11. */
function hiddenColumns(from: number, sequence: DataType | null): readonly Column[] {
  const hidden = (name: string, type: DataType, nullable: boolean, zero: boolean): Column => ({
    name,
    type,
    key: false,
    nullable,
    defaultValue: zero ? { kind: 'literal', text: '0' } : null,
    onUpdate: null,
    comment: '',
    hidden: true,
    slot: 0,
    initial: zero ? '0' : null,
  });
  const columns = [hidden(DELETE_SIGN, { name: 'TINYINT' }, false, true)];
  if (sequence !== null) columns.push(hidden(SEQUENCE_COLUMN, sequence, true, false));
  columns.push(hidden(VERSION_COLUMN, { name: 'BIGINT' }, false, true));
  return columns.map((column, index) => ({ ...column, slot: from + index }));
}
