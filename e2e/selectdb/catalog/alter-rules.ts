import { DorisError, fail } from '../errors.ts';
import type { AlterClause, Position } from '../sql/alter-table.ts';
import type { ColumnDefinition } from '../sql/column-definition.ts';
import { checkChange } from './change-matrix.ts';
import { checkColumn } from './column-rules.ts';
import { sameType } from './data-type.ts';
import { defaultOf } from './default-rules.ts';
import type { NameSettings } from './names.ts';
import { type Column, columnOf, DELETE_SIGN, keyColumns, SEQUENCE_COLUMN, sameName, type Table, VERSION_COLUMN } from './table.ts';

/** Columns on their way through the clauses of one ALTER. */
export interface Draft {
  columns: readonly Column[];
  nextSlot: number;
  /** False as soon as one clause needs the rows rewritten. */
  light: boolean;
}

/** Rule E1. */
export function addColumn(table: Table, draft: Draft, added: ColumnDefinition, position: Position, settings: NameSettings): void {
  if (added.autoIncrement) fail(`Can not add auto-increment column ${added.name}`);
  if (added.generated) fail('Not supporting alter table add generated columns.');
  if (added.aggregation !== null) {
    fail(
      `Can not assign aggregation method on column in ${table.keysType === 'UNIQUE' ? 'Unique' : 'Duplicate'} data model table: ${added.name}`,
    );
  }
  checkHiddenName(table, added.name);
  checkColumn(added, added.key, settings);
  if (columnOf(draft, added.name) !== null) fail(`Can not add column which already exists in base table: ${added.name}`);
  if (added.key && keyColumns(table).length === 0) fail('Duplicate table without keys do not support add key column!');
  if (!added.nullable && (added.defaultValue === null || added.defaultValue.kind === 'null')) {
    throw new DorisError(1364, 'HY000', `Field '${added.name}' doesn't have a default value`);
  }
  const at = placeOf(draft, added.name, added.key, position);
  const column: Column = {
    name: added.name,
    type: added.type,
    key: added.key,
    nullable: added.nullable,
    defaultValue: added.defaultValue,
    onUpdate: added.onUpdate,
    comment: added.comment,
    hidden: false,
    slot: draft.nextSlot,
    initial: defaultOf(added.type, added.defaultValue),
  };
  draft.nextSlot += 1;
  draft.columns = draft.columns.toSpliced(at, 0, column);
  if (!table.light || added.key) draft.light = false;
}

function checkHiddenName(table: Table, name: string): void {
  for (const [hidden, what] of [
    [SEQUENCE_COLUMN, 'sequence column'],
    [DELETE_SIGN, 'delete sign column'],
    [VERSION_COLUMN, 'version column'],
  ] as const) {
    if (sameName(name, hidden) && columnOf(table, hidden) !== null) fail(`Can not add column which already exists in base table: ${what}`);
  }
}

function placeOf(draft: Draft, name: string, key: boolean, position: Position): number {
  const keys = draft.columns.filter((column) => column.key).length;
  const visible = draft.columns.filter((column) => !column.hidden).length;
  if (position === null) return key ? keys : visible;
  if ('first' in position) {
    if (!key) fail(`Can't add value column ${name} as First column`);
    return 0;
  }
  const index = draft.columns.findIndex((column) => sameName(column.name, position.after));
  if (index < 0) fail(`Column[${position.after}] does not found`);
  const at = index + 1;
  if (!key && at < keys) fail(`can't add value column ${name} before key column ${draft.columns[at]?.name}`);
  if (key && at > keys) fail(`can't add key column ${name} after value column ${draft.columns[index]?.name}`);
  return at;
}

/** Rule E2. */
export function dropColumn(table: Table, draft: Draft, name: string): void {
  const column = columnOf(draft, name);
  if (column?.hidden) fail('Do not support drop hidden column');
  if (table.distribution.columns.some((distributed) => sameName(distributed, name)))
    fail(`Can not drop partition or distribution column : ${name}`);
  if (column === null) fail(`Column does not exists: ${name}`);
  if (column.key && table.keysType === 'UNIQUE') fail(`Can not drop key column ${name} in unique data model table`);
  if (table.sequenceFrom !== null && sameName(table.sequenceFrom, name)) {
    fail(`Can not drop sequence mapping column[${name}] in Unique data model table[${table.name}]`);
  }
  if (column.key && draft.columns.filter(({ key }) => key).length === 1) fail(`No key column left. index[${table.name}]`);
  draft.columns = draft.columns.filter((other) => other !== column);
  if (!table.light || column.key) draft.light = false;
}

/** Rule E3. */
export function modifyColumn(table: Table, draft: Draft, changed: ColumnDefinition, position: Position, settings: NameSettings): void {
  if (changed.name.toUpperCase() === SEQUENCE_COLUMN || (table.sequenceFrom !== null && sameName(table.sequenceFrom, changed.name))) {
    fail(`Can not alter sequence column[${changed.name}]`);
  }
  const old = columnOf(draft, changed.name) ?? fail(`Column[${changed.name}] does not exists`);
  checkColumn(changed, old.key, settings);
  if (changed.aggregation !== null) fail('Can not change aggregation type');
  if (table.distribution.columns.some((name) => sameName(name, old.name)) && !sameType(old.type, changed.type)) {
    fail(`Can not modify distribution column[${old.name}]. index[${table.name}]`);
  }
  const { light } = checkChange(old, changed);
  const others = draft.columns.filter((column) => column !== old);
  const at = position === null ? draft.columns.indexOf(old) : placeOf({ ...draft, columns: others }, old.name, old.key, position);
  const moved = at !== draft.columns.indexOf(old);
  const same = sameType(old.type, changed.type) && old.nullable === changed.nullable && old.comment === changed.comment;
  if (same && !moved) fail('Nothing is changed. please check your alter stmt.');
  draft.columns = others.toSpliced(at, 0, { ...old, type: changed.type, nullable: changed.nullable, comment: changed.comment });
  if (!table.light || !light || moved) draft.light = false;
}

/** Rule E4. */
export function renameColumn(table: Table, draft: Draft, from: string, to: string): void {
  if (from === to) fail('Same column name');
  const column = columnOf(draft, from);
  if (column === null || column.hidden) fail(`Column[${from}] does not exists`);
  if (!table.light) fail(`not implemented for table without column unique id, which are created with property 'light_schema_change'.`);
  if (columnOf(draft, to) !== null && !sameName(from, to)) fail(`Column name[${to}] is already used`);
  draft.columns = draft.columns.map((other) => (other === column ? { ...other, name: to } : other));
}

export function commentColumn(draft: Draft, name: string, comment: string): void {
  const column = columnOf(draft, name) ?? fail(`Unknown column '${name}'`);
  draft.columns = draft.columns.map((other) => (other === column ? { ...other, comment } : other));
}

/** Clauses that change columns, as opposed to the table's name, comment and properties. */
export const changesColumns = (clause: AlterClause): boolean => ['add', 'drop', 'modify'].includes(clause.kind);
