import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import type { CopyFormat } from '../../schema/row.ts';
import type { Element } from './arrays.ts';
import type { Referred } from './referred.ts';

/** A planned table as the destination has it. */
export interface TargetTable extends TablePlan {
  /** Other tables inherit from it: their rows are not its own. */
  readonly alone?: true;
  /** Rules rewrite INSERT, which COPY passes by: rows come by COPY alone, or a rule would do its work for a few of them and not for many. */
  readonly ruled?: true;
  /** Foreign keys of other tables refer to it. */
  readonly referred?: Referred;
  /** Rows may be there already that are inserted, as in a table that was there before. */
  readonly upsert?: true;
}

/** Statement over arrays: one parameter a column, one element a row, so one prepared text serves any number of rows. */
export interface ArrayStatement {
  readonly text: string;
  /** Which columns of the plan feed the parameters, in order. */
  readonly columns: readonly number[];
  /** How many of the parameters, at their end, come from the old row. */
  readonly keys: number;
  /** What the elements of each parameter are; absent where the parameters are no arrays. */
  readonly elements?: readonly Element[];
}

/** What the elements of each column of the plan are. */
export type Carriage = readonly Element[];

/** Once a value did not fit into its element, all travel as text. */
export const AS_TEXT: Carriage = [];

/**
 * Rows as a relation `u` with columns c0, c1 …, each of the destination's type. Each array is taken apart in the list of what is selected,
 * where the server hands on element by element: unnest of several arrays in FROM first keeps each in a store of its own (1,000,000
 * updates in version 18: 4.8 s of the backend, and 4.4 s this way). They are of one length.
 */
function unnest(table: TargetTable, columns: readonly number[], carriage: Carriage): string {
  const raw = elementsOf(columns, carriage)
    .map((element, index) => `unnest($${index + 1}::${element}[]) as c${index}`)
    .join(', ');
  const typed = columns.map((column, index) => `c${index}::${columnAt(table, column).type} as c${index}`).join(', ');
  return `(select ${typed} from (select ${raw}) as raw) as u`;
}

function elementsOf(columns: readonly number[], carriage: Carriage): readonly Element[] {
  return columns.map((column) => carriage[column] ?? 'text');
}

function columnAt(table: TargetTable, index: number): ColumnPlan {
  const column = table.columns[index];
  if (column === undefined) throw new Error(`Table ${table.id} has no column ${index}.`);
  return column;
}

/** Its own rows and no others'. A table that is partitioned at the destination has its rows in the partitions, so ONLY is not for all. */
export const rowsOf = (table: TargetTable): string => `${table.alone === true ? 'only ' : ''}${qualified(table.destination)}`;

const named = (table: TargetTable, index: number): string => quote(columnAt(table, index).destination);

/** In a table that was there before, the source's row overwrites the destination's (dts.md 1.4, incremental phase). */
export function insertStatement(
  table: TargetTable,
  columns: readonly number[],
  { key, carriage }: { readonly key: readonly number[]; readonly carriage: Carriage },
): ArrayStatement {
  // Without columns there is nothing to carry rows in: each is a statement of its own.
  if (columns.length === 0) return { text: `insert into ${qualified(table.destination)} default values`, columns, keys: 0 };
  const names = columns.map((column) => named(table, column)).join(', ');
  const overriding = table.identityAlways ? ' overriding system value' : '';
  const values = columns.map((_, index) => `u.c${index}`).join(', ');
  const upsert = mayMeet(table, key) ? conflictClause(table, columns, key) : '';
  return {
    text: `insert into ${qualified(table.destination)} (${names})${overriding} select ${values} from ${unnest(table, columns, carriage)}${upsert}`,
    columns,
    keys: 0,
    elements: elementsOf(columns, carriage),
  };
}

/** Whether rows are inserted that may not be there: then COPY can bring them. */
export function canCopy(table: TargetTable, columns: readonly number[], key: readonly number[]): boolean {
  return columns.length > 0 && !mayMeet(table, key);
}

export function copyStatement(table: TargetTable, columns: readonly number[], format: CopyFormat): string {
  const names = columns.map((column) => named(table, column)).join(', ');
  return `copy ${qualified(table.destination)} (${names}) from stdin${format === 'binary' ? ' (format binary)' : ''}`;
}

const mayMeet = (table: TargetTable, key: readonly number[]) => (table.origin === 'existing' || table.upsert === true) && key.length > 0;

function conflictClause(table: TargetTable, columns: readonly number[], key: readonly number[]): string {
  const target = key.map((column) => named(table, column)).join(', ');
  // A row that is there keeps its own generated identity: that cannot be set.
  const rest = columns.filter((column) => !key.includes(column) && columnAt(table, column).identityAlways !== true);
  const sets = rest.map((column) => `${named(table, column)} = excluded.${named(table, column)}`);
  return ` on conflict (${target}) do ${sets.length === 0 ? 'nothing' : `update set ${sets.join(', ')}`}`;
}

/**
 * Identity ALWAYS columns cannot be set by UPDATE (trap 17): a row whose own is known to change moves. One that is no key and whose
 * old value was not sent is compared instead: should the source have given
 * it a new value (SET DEFAULT), the row counts as missed, which is told, rather than keeping a wrong value unseen. In a table that
 * was there before, rows may have values of their own.
 */
export function updateStatement(
  table: TargetTable,
  columns: readonly number[],
  { key, carriage }: { readonly key: readonly number[]; readonly carriage: Carriage },
): ArrayStatement {
  if (setsIdentity(table, columns)) {
    const all = [...columns, ...key];
    const from = ` using ${unnest(table, all, carriage)} where ${keyMatch(table, key, columns.length)}`;
    const fresh = columns.map((_, index) => `u.c${index}`);
    return {
      text: moveSql(table, { columns, from, fresh }),
      columns: all,
      keys: key.length,
      elements: elementsOf(all, carriage),
    };
  }
  const fixed = table.columns.flatMap((column, index) =>
    table.origin === 'create' && column.identityAlways === true && !columns.includes(index) && !key.includes(index) ? [index] : [],
  );
  const all = [...columns, ...fixed, ...key];
  const sets = columns.map((column, index) => `${named(table, column)} = u.c${index}`).join(', ');
  return {
    text: `update ${rowsOf(table)} as t set ${sets} from ${unnest(table, all, carriage)} where ${keyMatch(table, [...fixed, ...key], columns.length)}`,
    columns: all,
    keys: key.length,
    elements: elementsOf(all, carriage),
  };
}

/** Deletes the rows of the given keys. */
export function deleteStatement(table: TargetTable, key: readonly number[], carriage: Carriage): ArrayStatement {
  return {
    text: `delete from ${rowsOf(table)} as t using ${unnest(table, key, carriage)} where ${keyMatch(table, key, 0)}`,
    columns: key,
    keys: key.length,
    elements: elementsOf(key, carriage),
  };
}

/** An identity ALWAYS column refuses to be set by UPDATE, but not by INSERT (trap 17). */
function setsIdentity(table: TargetTable, columns: readonly number[]): boolean {
  return columns.some((column) => columnAt(table, column).identityAlways === true);
}

/** The row goes and comes back with its new values, in one statement: what was not sent is taken from the row that went. */
function moveSql(
  table: TargetTable,
  move: { readonly columns: readonly number[]; readonly from: string; readonly fresh: readonly string[] },
): string {
  const { columns, from, fresh } = move;
  const given = fresh.map((value, index) => `, ${value} as opendts_${index}`).join('');
  const values = table.columns.map((_, column) => {
    const at = columns.indexOf(column);
    return at === -1 ? `gone.${named(table, column)}` : `gone.opendts_${at}`;
  });
  const names = table.columns.map((_, column) => named(table, column)).join(', ');
  const name = qualified(table.destination);
  return `with gone as (delete from ${rowsOf(table)} as t${from} returning t.*${given})
insert into ${name} (${names}) overriding system value select ${values.join(', ')} from gone`;
}

function keyMatch(table: TargetTable, key: readonly number[], offset: number): string {
  return key.map((column, index) => `t.${named(table, column)} = u.c${offset + index}`).join(' and ');
}

/**
 * Without a key exactly one of several equal rows is changed: its ctid is looked up by all its columns (trap 5). By their text too,
 * for `=` takes 1.0 for 1.00 and, in a case-insensitive type, one spelling for another: the wrong one of two rows would change.
 * A ctid alone names a row in each partition of a table that is partitioned at the destination.
 */
export function updateOneStatement(table: TargetTable, columns: readonly number[], old: readonly number[]): ArrayStatement {
  if (setsIdentity(table, columns)) {
    const fresh = columns.map((column, index) => `$${index + 1}::${columnAt(table, column).type}`);
    const from = ` using ${oneRow(table, old, columns.length)}`;
    return { text: moveSql(table, { columns, from, fresh }), columns: [...columns, ...old], keys: old.length };
  }
  const sets = columns.map((column, index) => `${named(table, column)} = $${index + 1}::${columnAt(table, column).type}`).join(', ');
  return {
    text: `update ${rowsOf(table)} as t set ${sets} from ${oneRow(table, old, columns.length)}`,
    columns: [...columns, ...old],
    keys: old.length,
  };
}

/** Deletes one of the rows that equal the old one. */
export function deleteOneStatement(table: TargetTable, old: readonly number[]): ArrayStatement {
  return { text: `delete from ${rowsOf(table)} as t using ${oneRow(table, old, 0)}`, columns: old, keys: old.length };
}

function oneRow(table: TargetTable, old: readonly number[], offset: number): string {
  const same = old.map((column, index) => {
    const { comparable, type } = columnAt(table, column);
    const parameter = `$${offset + index + 1}`;
    const alike = `${named(table, column)}::text is not distinct from ${parameter}::${type}::text`;
    return comparable ? `${named(table, column)} is not distinct from ${parameter}::${type} and ${alike}` : alike;
  });
  const found = `select tableoid as part, ctid as place from ${rowsOf(table)} where ${['true', ...same].join(' and ')} limit 1`;
  return `(${found}) as one where t.ctid = one.place and t.tableoid = one.part`;
}
