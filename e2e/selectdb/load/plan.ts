import {
  type Column,
  columnOf,
  DELETE_SIGN,
  keyColumns,
  SEQUENCE_COLUMN,
  sameName,
  sequenceColumn,
  type Table,
  VERSION_COLUMN,
  visibleColumns,
} from '../catalog/table.ts';
import { fail } from '../errors.ts';
import { type Expression, expression } from '../sql/expression.ts';
import { Reader } from '../sql/reader.ts';
import type { LoadOptions } from './headers.ts';

/** Where a column of the table gets its value from. */
export type Source =
  | { readonly from: 'field'; readonly name: string; readonly index: number }
  | { readonly from: 'expression'; readonly expression: Expression }
  | { readonly from: 'default' };

export interface Target {
  readonly column: Column;
  readonly source: Source;
}

export interface Plan {
  readonly table: Table;
  /** Names of what a row of the body holds, in order. */
  readonly fields: readonly string[];
  readonly targets: readonly Target[];
  /** Condition of MERGE; `true` for DELETE. */
  readonly deleteOn: Expression | boolean;
  readonly where: Expression | null;
  readonly sequence: Source | null;
  /** A partial update sets these only. */
  readonly slots: ReadonlySet<number> | null;
}

/** Rule F4. */
export function plan(table: Table, options: LoadOptions, cloud: boolean): Plan {
  if (options.merge !== 'APPEND' && table.keysType !== 'UNIQUE') fail('load by MERGE or DELETE is only supported in unique tables.');
  if (options.partial && !table.mergeOnWrite) fail('Only unique key merge on write support partial update');
  if ((options.partial || options.groupCommit !== 'off_mode') && table.state === 'SCHEMA_CHANGE')
    fail(`insert table ${table.name} is blocked on schema change`);
  if (options.twoPhase && cloud && table.mergeOnWrite) fail('stream load 2pc is unsupported for mow table');
  if (options.singleTablet && table.distribution.kind !== 'RANDOM') {
    fail('if load_to_single_tablet set to true, the olap table must be with random distribution');
  }
  const { fields, derived } = columnList(table, options);
  const sourceOf = (name: string): Source => {
    const own = derived.find((one) => sameName(one.name, name));
    if (own !== undefined) return { from: 'expression', expression: own.expression };
    // Keys of JSON are matched by the name as the table has it.
    const index = fields.findIndex((field) => sameName(field, name));
    return index < 0 ? { from: 'default' } : { from: 'field', name: fields[index] ?? name, index };
  };
  const sequence = sequenceSource(table, options, sourceOf);
  const settable = [...visibleColumns(table), ...hiddenTargets(table, fields, derived)];
  const targets = settable.map((column) => ({ column, source: sourceOf(column.name) }));
  if (options.partial) checkPartial(table, targets);
  else for (const { column, source } of targets) if (source.from === 'default') checkOmitted(column);
  return {
    table,
    fields,
    targets,
    deleteOn: options.deleteOn === null ? options.merge === 'DELETE' : parseExpression(options.deleteOn),
    where: options.where === null ? null : parseExpression(options.where),
    sequence,
    slots: options.partial ? slotsOf(table, targets) : null,
  };
}

interface Derived {
  readonly name: string;
  readonly expression: Expression;
}

function columnList(table: Table, options: LoadOptions): { readonly fields: readonly string[]; readonly derived: readonly Derived[] } {
  if (options.columns === null || options.columns.trim() === '') {
    // Only here do hidden_columns count.
    return { fields: [...visibleColumns(table).map(({ name }) => name), ...options.hiddenColumns], derived: [] };
  }
  const reader = new Reader(options.columns);
  const fields: string[] = [];
  const derived: Derived[] = [];
  reader.list(() => {
    const name = reader.identifier();
    if ([...fields, ...derived.map((one) => one.name)].some((other) => sameName(other, name))) fail(`Duplicate column: ${name}`);
    if (!reader.acceptSymbol('=')) fields.push(name);
    else if (columnOf(table, name) === null) fail(`Unknown column(${name})`);
    else derived.push({ name, expression: expression(reader) });
  });
  reader.end();
  return { fields, derived };
}

function hiddenTargets(table: Table, fields: readonly string[], derived: readonly Derived[]): readonly Column[] {
  const named = (column: Column): boolean => [...fields, ...derived.map(({ name }) => name)].some((name) => sameName(name, column.name));
  return table.columns.filter((column) => column.hidden && column.name !== VERSION_COLUMN && named(column));
}

function sequenceSource(table: Table, options: LoadOptions, sourceOf: (name: string) => Source): Source | null {
  const column = sequenceColumn(table);
  if (column === null) {
    if (options.sequenceFrom !== null) fail(`There is no sequence column in the table ${table.name}`);
    return null;
  }
  const name = table.sequenceFrom ?? options.sequenceFrom ?? SEQUENCE_COLUMN;
  const source = sourceOf(name);
  if (source.from !== 'default') return source;
  // The column that gives the sequence may be left to its default; a sequence without any column may not.
  if (table.sequenceFrom !== null || options.partial) return null;
  return fail(`Table ${table.name} has sequence column, need to specify the sequence column`);
}

function checkOmitted({ name, nullable, defaultValue }: Column): void {
  if (defaultValue === null && !nullable) fail(`Column(${name}) has no default value.`);
}

function checkPartial(table: Table, targets: readonly Target[]): void {
  for (const { name } of keyColumns(table)) {
    if (targets.some(({ column, source }) => column.name === name && source.from === 'default')) {
      fail(`Partial update should include all key columns, missing: ${name}`);
    }
  }
}

function slotsOf(table: Table, targets: readonly Target[]): ReadonlySet<number> {
  const given = targets.filter(({ source }) => source.from !== 'default').map(({ column }) => column.slot);
  const sign = columnOf(table, DELETE_SIGN);
  return new Set(sign === null ? given : [...given, sign.slot]);
}

function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  const parsed = expression(reader);
  reader.end();
  return parsed;
}
