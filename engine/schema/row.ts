import type { DdlCommand } from '../ddl/structure.ts';
import type { LogRow, ValueForm } from './log-row.ts';
import type { TableId, TableName } from './table.ts';

declare const positionBrand: unique symbol;
/**
 * A place in the source's log. In the PostgreSQL adapter an LSN, kept as 16 upper-case hex digits so that plain string order
 * is log order everywhere (also in a database column or a JSON file).
 */
export type Position = string & { readonly [positionBrand]: true };

/** Takes 16 upper-case hex digits for a position; not checked. */
export function asPosition(value: string): Position {
  return value as Position;
}

/** Before all of the log. */
export const ANYWHERE = asPosition('0'.repeat(16));

/** Bytes of log between two positions; never negative. */
export function distance(from: Position, to: Position): number {
  return Math.max(0, Number(BigInt(`0x${to}`) - BigInt(`0x${from}`)));
}

export type CopyFormat = 'text' | 'binary';

/**
 * Bytes of CopyData messages as PostgreSQL's protocol has them (type byte, length, data), in order, cut anywhere: a message may go on
 * in the next chunk. One message a row, and in binary one more at the end.
 */
export interface RowChunk {
  readonly bytes: Buffer;
  /** Messages that begin in it. */
  readonly messages: number;
  /** To be called when the bytes are not needed any more, for they may then change. Who does not call it costs only memory. */
  readonly free?: () => void;
}

/** Rows of one table, unparsed, as `COPY ... TO STDOUT` writes them, the columns in the plan's order. */
export interface RowStream {
  readonly format: CopyFormat;
  /** Read once. Whoever breaks off ends the reading at the source. */
  readonly chunks: AsyncIterable<RowChunk>;
}

/** A value as the log carries it: text form, NULL, or `undefined` for an unchanged TOAST value that was not sent. */
export type Value = string | null | undefined;
/** Values by position in the `RelationShape` they belong to: as the log's bytes, or one by one where they were made anew. */
export type Tuple = readonly Value[] | LogRow;

/** A value of a tuple. What a tuple is made of is nobody else's business. */
export function valueAt(tuple: Tuple, index: number): Value {
  return isList(tuple) ? tuple[index] : tuple.value(index);
}

export function valuesOf(tuple: Tuple): readonly Value[] {
  return isList(tuple) ? tuple : tuple.values();
}

/** Whether it has the value, as nothing but an unchanged TOAST value is not sent. */
export function isSent(tuple: Tuple, index: number): boolean {
  return isList(tuple) ? tuple[index] !== undefined : tuple.isSent(index);
}

export function isWhole(tuple: Tuple): boolean {
  return isList(tuple) ? !tuple.includes(undefined) : tuple.isWhole;
}

/** Characters, or bytes, of its values. */
export function tupleSize(tuple: Tuple): number {
  return isList(tuple) ? tuple.reduce((sum, value) => sum + (value?.length ?? 0), 0) : tuple.size;
}

function isList(tuple: Tuple): tuple is readonly Value[] {
  return Array.isArray(tuple);
}

/** What tells one row of a table from the others: values as text, in the order of the key's columns. */
export type Key = readonly string[];

/** Columns of a table as the log describes them just before its first change (and again after DDL). */
export interface RelationShape {
  readonly id: TableId;
  readonly table: TableName;
  readonly columns: readonly string[];
  /** The source's own numbers of the columns' types, with their modifiers, -2 where that is not told; `Source.typesOf` names them. */
  readonly types: readonly string[];
  /** Columns the old row of an UPDATE or DELETE carries. */
  readonly identity: readonly string[];
  /** Of the values by column; absent: they come as text. */
  readonly forms?: readonly ValueForm[];
}

/** The source's own number of a transaction; they come round after 2^32. */
export type TransactionNumber = number;

export type ChangeEvent =
  | { readonly kind: 'begin'; readonly at: number; readonly commit: Position; readonly number?: TransactionNumber }
  | { readonly kind: 'insert'; readonly relation: RelationShape; readonly next: Tuple }
  | { readonly kind: 'update'; readonly relation: RelationShape; readonly previous: OldRow | null; readonly next: Tuple }
  | { readonly kind: 'delete'; readonly relation: RelationShape; readonly previous: OldRow }
  | { readonly kind: 'truncate'; readonly relations: readonly RelationShape[]; readonly restartIdentity: boolean }
  /** What a command of the source did; after its rows of before, and before those of after. */
  | { readonly kind: 'ddl'; readonly command: DdlCommand }
  | { readonly kind: 'commit'; readonly end: Position; readonly at: number };

/** The row before the change: its key columns alone (`key`) or whole (`row`, under REPLICA IDENTITY FULL). */
export interface OldRow {
  readonly form: 'key' | 'row';
  readonly tuple: Tuple;
}

export type RowChange = Extract<ChangeEvent, { kind: 'insert' | 'update' | 'delete' }>;
export type TableChange = Exclude<ChangeEvent, { kind: 'begin' | 'commit' | 'ddl' }>;

/**
 * What is applied in one go. `commit` null means the source transaction goes on in the next batch: the destination keeps its
 * own transaction open, so memory stays bounded however large a source transaction is.
 */
export interface ChangeBatch {
  readonly changes: readonly TableChange[];
  readonly commit: { readonly position: Position; readonly at: number; readonly transactions: number } | null;
  /** A command, with where its transaction is committed: then there are no changes, and the transaction goes on. */
  readonly ddl?: { readonly command: DdlCommand; readonly at: Position | null };
  /** When, by the source's clock, the first of its transactions was committed. */
  readonly since?: number | null;
  /** Of changes whose commit comes in a later batch: where, and when by the source's clock, their transaction is committed. */
  readonly open?: { readonly commit: Position; readonly at: number };
  /** The source's transactions that its changes are of. */
  readonly numbers?: readonly TransactionNumber[];
  /** Tables whose INSERTs may meet the row, which then becomes as they say. */
  readonly converging?: ReadonlySet<TableId>;
}

/** Where the changes of a batch that is written in parts are committed, or the last of them. */
export function openOf({ commit, open }: Pick<ChangeBatch, 'commit' | 'open'>): Pick<ChangeBatch, 'open'> {
  if (commit !== null) return { open: { commit: commit.position, at: commit.at } };
  return open === undefined ? {} : { open };
}

/** Characters, or bytes, of the values a change carries. */
export function changeSize(change: TableChange): number {
  if (!('relation' in change)) return 0;
  const previous = change.kind === 'insert' ? null : change.previous;
  return (change.kind === 'delete' ? 0 : tupleSize(change.next)) + (previous === null ? 0 : tupleSize(previous.tuple));
}
