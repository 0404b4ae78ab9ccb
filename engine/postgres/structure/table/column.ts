import type { ColumnSpec, SequenceOptions, TableSpec } from '../../../schema/table.ts';
import { qualified, quote } from '../../quote.ts';
import { optionList } from './options.ts';
import type { TableShape } from './shape.ts';

/** `start with … cycle`, for CREATE SEQUENCE and for identity columns. */
export function sequenceOptions({ start, increment, min, max, cache, cycle }: SequenceOptions): string {
  return `start with ${start} increment by ${increment} minvalue ${min} maxvalue ${max} cache ${cache}${cycle ? ' cycle' : ''}`;
}

/** A column inside CREATE TABLE; null where a typed table's type says all of it. */
export function columnDefinition(column: ColumnSpec, shape: TableShape): string | null {
  const parts = [defaultPart(column, shape), notNullPart(column, shape), identityPart(column)].filter((part) => part !== null);
  if (shape.typed && parts.length === 0) return null;
  const type = shape.typed ? [] : [column.type, ...(column.collation === null ? [] : [`collate ${column.collation}`])];
  return [quote(column.name), ...type, ...parts].join(' ');
}

function defaultPart(column: ColumnSpec, shape: TableShape): string | null {
  const { generated, default: expression, parentDefault } = column;
  if (generated !== 'no' && expression !== null) {
    // Before 16 a child could not repeat what its parent computes.
    if (shape.inherits && parentDefault === expression) return null;
    return `generated always as (${expression})${generated === 'stored' ? ' stored' : ''}`;
  }
  if (expression === null) return shape.inherits && parentDefault !== null && column.identity === 'no' ? 'default null' : null;
  return column.defaultApart ? null : `default ${expression}`;
}

/** Partitions say it though their parent does: the parent's is not theirs until they are attached. */
function notNullPart(column: ColumnSpec, shape: TableShape): string | null {
  const spec = column.notNullSpec;
  if (spec === null || !spec.valid || (shape.inherits && !spec.local)) return null;
  const name = notNullName(column, shape);
  const named = name === null ? 'not null' : `constraint ${quote(name)} not null`;
  return spec.noInherit && shape.version >= 180000 ? `${named} no inherit` : named;
}

/**
 * The name a NOT NULL must be given, for it is not the one it gets by itself (as in a table that is called anew), or is commented
 * on; null where it needs none.
 */
export function notNullName({ name: column, notNullSpec: spec }: ColumnSpec, { table, version, renamed }: TableShape): string | null {
  if (spec === null || spec.name === null || version < 180000) return null;
  return spec.name === `${table.name}_${column}_not_null` && spec.comment === null && !renamed ? null : spec.name;
}

/** Partitions get the parent's when they are attached (17 on): they have no sequence of their own. */
function identityPart({ identity, identityOptions }: ColumnSpec): string | null {
  if (identity === 'no' || identityOptions === null) return null;
  const options = `sequence name ${qualified(identityOptions)} ${sequenceOptions(identityOptions)}`;
  return `generated ${identity === 'always' ? 'always' : 'by default'} as identity (${options})`;
}

/** NOT NULL of its own on a column that is not written, for a parent brings it; inside CREATE TABLE. */
export function inheritedNotNull(column: ColumnSpec, shape: TableShape): readonly string[] {
  const spec = column.notNullSpec;
  if (spec === null || !spec.local || !spec.valid || shape.version < 180000) return [];
  const name = notNullName(column, shape);
  return [`${name === null ? '' : `constraint ${quote(name)} `}not null ${quote(column.name)}${spec.noInherit ? ' no inherit' : ''}`];
}

/** What else of such a column is its own. */
export function inheritedSettings(column: ColumnSpec, only: string, shape: TableShape): readonly string[] {
  const alter = `${only} alter column ${quote(column.name)}`;
  const { default: expression, parentDefault, notNullSpec } = column;
  const value = expression ?? (parentDefault === null ? null : 'null');
  return [
    ...(value !== null && column.generated === 'no' && !column.defaultApart ? [`${alter} set default ${value}`] : []),
    ...(notNullSpec?.local && notNullSpec.valid && shape.version < 180000 ? [`${alter} set not null`] : []),
  ];
}

/** What only ALTER TABLE says of a column. */
export function columnSettings(column: ColumnSettings, only: string, version: number): readonly string[] {
  const alter = `${only} alter column ${quote(column.name)}`;
  return [
    ...(column.statistics === null ? [] : [`${alter} set statistics ${column.statistics}`]),
    ...(column.storage === null ? [] : [`${alter} set storage ${column.storage}`]),
    ...(column.compression === null || version < 140000 ? [] : [`${alter} set compression ${column.compression}`]),
    ...(column.options.length === 0 ? [] : [`${alter} set (${optionList(column.options)})`]),
  ];
}

export type ColumnSettings = Pick<ColumnSpec, 'name' | 'statistics' | 'storage' | 'compression' | 'options'>;

/** The sequence behind an identity column is unlogged with its table, unless it is told otherwise. */
export function identityPersistence({ identityOptions, identityPersistence }: ColumnSpec, version: number): readonly string[] {
  if (identityOptions === null || identityPersistence === null || version < 150000) return [];
  return [`alter sequence ${qualified(identityOptions)} set ${identityPersistence}`];
}

/** Columns of the table that are made: chosen ones, without those computed from one that is not. */
export function keptColumns(spec: TableSpec, chosen: ReadonlySet<string>): readonly ColumnSpec[] {
  return spec.columns.filter((column) => chosen.has(column.name) && column.reads.every((name) => chosen.has(name)));
}
