import type { TableNow } from '../ddl/infer.ts';
import type { ObjectSummary } from '../engine.ts';
import type { ErrorReport } from '../errors.ts';
import type { SequencePlan, SequenceValue, TablePlan } from '../plan/plan.ts';
import type { Flavour } from '../postgres/flavour.ts';
import type { ServerFacts } from '../postgres/server-facts.ts';
import type { Access } from '../postgres/structure/grants.ts';
import type { FilterCount, FilterCountAsked, FilterVerdict } from '../precheck/filter.ts';
import type { ChangeEvent, Position, RelationShape, RowStream, TransactionNumber, Tuple } from '../schema/row.ts';
import type { OwnType } from '../schema/same-type.ts';
import type { TableShape } from '../schema/shape.ts';
import type { Slice, TableLoad } from '../schema/slice.ts';
import type { HeartbeatWay, HoldingTransaction, SourceLook } from '../schema/slot.ts';
import type { Catalog, SchemaHits, SchemaSummary, TableId, TableName, TableSummary } from '../schema/table.ts';
import type { KeySource } from './keys.ts';

/** Which objects to read from the catalogs: whole schemas, or named tables of one. */
export interface CatalogScope {
  readonly schemas: readonly { readonly name: string; readonly tables: readonly string[] | null }[];
}

/** A fixed view of the source: every read sees exactly the transactions committed before `position`. */
export interface Snapshot extends AsyncDisposable {
  /** Null when no incremental step follows: there is no log to meet. */
  readonly position: Position | null;
  /** Statements that one `read` sends to the source, for the limit on them. */
  readonly queriesPerRead: number;
  /**
   * How tables may be cut into slices of about so many bytes, and what their storage is, by id. A table that is not there any more is
   * left out.
   */
  measure(tables: readonly TablePlan[], sliceBytes: number): Promise<ReadonlyMap<TableId, Pick<TableLoad, 'cut' | 'storage'>>>;
  /**
   * Rows of one slice through the plan's columns and filter. Calls may run side by side, each on a connection that has the view.
   * @throws EngineError `snapshot.lost` when no connection that has the view is left
   */
  read(table: TablePlan, slice: Slice, signal: AbortSignal): Promise<RowStream>;
  /** Takes a connection for good: large objects are the last that is read under a view. */
  largeObjects(signal: AbortSignal): Promise<LargeObjectReader>;
}

/** A large object without its contents. */
export interface LargeObject {
  /** Its oid, by which rows refer to it. */
  readonly number: number;
  /** Its length, at most rounded up to a page. */
  readonly bytes: number;
  readonly comment: string | null;
  readonly access: Access;
}

/** Some bytes of a large object; between pieces there may be holes, which read as zeros. An empty piece marks a length. */
export interface LargeObjectPiece {
  readonly number: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

export interface LargeObjectReader {
  /** In order, those after `after`, at most `limit`. */
  numbers(after: number, limit: number): Promise<readonly number[]>;
  /** In the order of the numbers. */
  describe(numbers: readonly number[]): Promise<readonly LargeObject[]>;
  /** Pieces of the objects, each of at most 256 KB. Whoever does not read it to its end reads nothing more. */
  contents(objects: readonly LargeObject[], signal: AbortSignal): AsyncIterable<readonly LargeObjectPiece[]>;
}

export interface ChangeStream extends AsyncDisposable {
  /**
   * The events that have arrived, at least one; waits until there are some. Unread events exert backpressure on the server, so
   * memory stays bounded. An empty array means: nothing waits, and the log has moved to `heard()` (time to acknowledge).
   * @param meanwhile what else is going on: until it is over nobody is in a hurry, and events may be handed over when there are as many as
   * make a batch; when it is over, those there are, or none
   * @throws EngineError when the connection ends
   */
  next(signal: AbortSignal, meanwhile?: Promise<unknown>): Promise<readonly ChangeEvent[]>;
  /** Up to where the source's log was handed over by `next`: its end as last heard, unless something waits unread. */
  heard(): Position;
  /** Promises the source that everything up to `position` is durable at the destination. Never ahead of it. */
  acknowledge(position: Position): void;
}

/** What the precheck asks of a source server, read in one go. */
export interface SourceFacts {
  /** As `server_version_num`: 150004. */
  readonly version: number;
  readonly versionText: string;
  readonly database: string;
  readonly user: string;
  readonly encoding: string;
  readonly superuser: boolean;
  /** May start logical replication: superuser, REPLICATION, or a provider's role (`rds_replication`, `rds_superuser`, …). */
  readonly replication: boolean;
  /** May CREATE in the database, which a publication takes; before version 10 in the schema public, where a table stands for it. */
  readonly canPublish: boolean;
  readonly standby: boolean;
  readonly walLevel: string;
  readonly slots: { readonly used: number; readonly max: number };
  readonly senders: { readonly used: number; readonly max: number };
  /** Names of the followed task's own leftovers do not count as used. */
  readonly ownSlot: boolean;
  readonly flavour: Flavour;
  readonly server: ServerFacts;
  /** Installed extensions with their versions. */
  readonly extensions: ReadonlyMap<string, string>;
  /** Words that name nothing unless they are quoted. */
  readonly reservedWords: ReadonlySet<string>;
  readonly largeObjects: { readonly count: number; readonly unreadable: number };
  /** Tables of other tools under the names of those that commands are noted in. */
  readonly namesakes: readonly TableName[];
}

/** What must exist at the source for the incremental step, and what of it is there already. */
export interface StreamState {
  readonly slot: {
    readonly confirmed: Position;
    readonly active: boolean;
    readonly lost: boolean;
    /** Why it is lost, in the server's word; null where it does not say. */
    readonly reason: string | null;
  } | null;
  /** End of the source's log; null at a standby, which may still be on its way to where it was before. */
  readonly end: Position | null;
  /** The one the log is written on; null at a standby, and where it is not told. */
  readonly timeline: number | null;
}

/** Something `release` could not remove, with the SQL that removes it by hand. */
export interface Leftover {
  readonly object: string;
  readonly sql: string;
  readonly error: ErrorReport;
}

/** A column whose values are too long beyond so many bytes. */
export interface LookedAtColumn {
  readonly name: string;
  readonly type: string;
  readonly limit: number;
}

export interface LongestValues {
  /** Bytes of the longest value by column; one that cannot reach its limit may be left out. */
  readonly bytes: ReadonlyMap<string, number>;
  /** The statement that would tell, where it took too long; else null. */
  readonly unseen: string | null;
}

/** Looks after what the task keeps at the source while its log is followed. */
export interface SourceCare extends AsyncDisposable {
  /** Moves the log, so that an idle slot moves; `refused` is why not in the best way, or null. */
  beat(): Promise<{ readonly way: HeartbeatWay; readonly refused: unknown }>;
  /** The slot, and transactions that have been open for longer than that. */
  look(olderThanMs: number): Promise<SourceLook>;
}

export interface Source extends AsyncDisposable, KeySource {
  facts(): Promise<SourceFacts>;
  schemas(): Promise<readonly SchemaSummary[]>;
  tables(schema: string): Promise<readonly TableSummary[]>;
  columns(table: TableName): Promise<readonly { readonly name: string; readonly type: string; readonly key: boolean }[]>;
  /** Everything of a schema that can be chosen one by one; tables only where they propose something. */
  objects(schema: string): Promise<readonly ObjectSummary[]>;
  eventTriggers(): Promise<readonly string[]>;
  /** The schemas that hold something of this name, and how much of it. */
  find(wanted: string): Promise<readonly SchemaHits[]>;
  readCatalog(scope: CatalogScope): Promise<Catalog>;
  /** The slot of this task, if there is one. */
  streamState(): Promise<StreamState>;
  /** The timelines that this one of the source came from, each with where it was left. */
  timelineEnds(timeline: number): Promise<ReadonlyMap<number, Position>>;
  /** How many slots the server has, and how many of them are free or this task's. */
  slots(): Promise<{ readonly free: number; readonly max: number }>;
  /** Whether that slot is one of this database. Changes nothing: anyone may ask, whatever the task is at. */
  hasSlot(): Promise<boolean>;
  /** Creates or refreshes what names the followed tables (the publication). Repeatable. */
  publish(tables: readonly TablePlan[]): Promise<void>;
  /** Adds those that are not among them. Of tables whose rows are still to be read: what was not told before is in these. */
  publishMore(tables: readonly TablePlan[]): Promise<void>;
  /** What is told of these from now on is not for this task any more, and they are as it found them. Repeatable. */
  withdraw(tables: readonly TableName[]): Promise<void>;
  /**
   * `slot`: creates the task's slot and reads under its exported snapshot. `meet`: the slot exists; reads under a newer snapshot
   * whose position tells from where each table read under it follows the log. `plain`: no log at all. `waitsFor` hears whose
   * transactions a slot waits for: again when they are others, and at last of none.
   */
  openSnapshot(mode: 'slot' | 'meet' | 'plain', waitsFor?: (transactions: readonly HoldingTransaction[]) => void): Promise<Snapshot>;
  /**
   * The rows that have these keys now, as tuples in the plan's column order, with the end of the log they are known at. Keys are in
   * the order of the plan's `key`; one that no row has any more is left out.
   */
  rowsNow(table: TablePlan, keys: readonly Tuple[]): Promise<{ readonly rows: readonly Tuple[]; readonly position: Position }>;
  /** Whether `rowsNow` sees what these transactions of the log did. */
  sees(numbers: readonly TransactionNumber[]): Promise<boolean>;
  /** `tables`: those that are followed as they are at `from`. */
  openStream(from: Position | null, tables: readonly TablePlan[]): Promise<ChangeStream>;
  /** The tables whose changes get into the log that is followed, as they are called now: the log may not have come to that yet. */
  published(): Promise<readonly TableName[]>;
  /** Tables whose changes do not get into the log that is followed; `there` is false when there is no table of the name any more. */
  unpublished(tables: readonly TablePlan[]): Promise<readonly (TableName & { readonly there: boolean })[]>;
  /** The types of a table's columns as the log describes them, in the source's words; with `(?)` at the end where it tells no modifier. */
  typesOf(relation: RelationShape): Promise<readonly string[]>;
  /** All types that are not PostgreSQL's. */
  ownTypes(): Promise<readonly OwnType[]>;
  /** The columns that a table has by now, and whether the source computes them: the log may tell of those, and nobody reads them. */
  columnsNow(relation: RelationShape): Promise<ReadonlyMap<string, 'computed' | 'plain'>>;
  /** Whether the filter is one boolean expression over the table's own columns that the server accepts. */
  verifyFilter(table: TableName, where: string): Promise<FilterVerdict>;
  countFiltered(asked: FilterCountAsked): Promise<FilterCount>;
  /** How long values of the table's rows are as text; given up after `forMs`. */
  longestValues(table: TablePlan, columns: readonly LookedAtColumn[], forMs: number): Promise<LongestValues>;
  /** For each row, whether the table's filter holds (SQL: true, not null). Rows are in `whereColumns` order. */
  filter(table: TablePlan, rows: readonly Tuple[]): Promise<readonly boolean[]>;
  /** Partitions below the plan's partitioned tables that the plan does not know: made since. */
  newPartitions(tables: readonly TablePlan[]): Promise<readonly TableName[]>;
  sequenceValues(sequences: readonly SequencePlan[]): Promise<readonly SequenceValue[]>;
  /** Those whose values the account may not read, as far as the catalogs tell. */
  closedSequences(sequences: readonly SequencePlan[]): Promise<readonly SequencePlan[]>;
  /** End of the log now, and the source's clock (ms since 1970). */
  now(): Promise<{ readonly position: Position; readonly clock: number }>;
  /**
   * Has the log carry whole old rows of those of the tables of which it could not say which row changed; which those were. `release`
   * takes it back.
   */
  completeIdentity(tables: readonly TablePlan[]): Promise<readonly TableName[]>;
  /**
   * Has the log carry whole old rows of a table from now on; a person asked for it, and `release` leaves it.
   * @throws EngineError also when others keep the table locked: it is not waited for
   */
  setFullIdentity(table: TableName): Promise<void>;
  /** On a connection of its own, for as long as the log is followed. */
  openCare(): Promise<SourceCare>;
  /**
   * Has the source note every command from here on, in the log that is followed; before its slot is made. False: the account may not,
   * and only what the log says of tables' columns is seen.
   */
  captureDdl(): Promise<boolean>;
  /** Whether it does. */
  isDdlCaptured(): Promise<boolean>;
  /** Columns of tables as they are now; what is no plain table is left out. */
  tableShapes(tables: readonly TableName[]): Promise<ReadonlyMap<TableId, TableShape>>;
  /** All that is to be known of a table now, by its name or its number; null when there is no plain table of it. */
  tableNow(table: TableName | { readonly relation: string }): Promise<TableNow | null>;
  /** Gives up the place in the log. Nothing happens when there is none. */
  dropSlot(): Promise<void>;
  /** Removes slot, publication and helper objects of this task; what could not be removed is listed. */
  release(): Promise<readonly Leftover[]>;
}
