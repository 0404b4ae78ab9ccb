import type { Carriage } from '../ddl/carriage.ts';
import type { EngineError } from '../errors.ts';
import type { Choice } from '../plan/choose.ts';
import type { TableModel } from '../plan/model.ts';
import type { NameMap } from '../plan/names.ts';
import type { PlanOverlay } from '../plan/overlay.ts';
import type { Capabilities, Plan, SequenceValue, Statement, TablePlan } from '../plan/plan.ts';
import type { HotKey } from '../progress/event.ts';
import type { LeftOut, ObjectName, Refusal, SchemaObject } from '../schema/object.ts';
import type { ChangeBatch, Position, RowStream } from '../schema/row.ts';
import type { TableLoad } from '../schema/slice.ts';
import type { Catalog, ColumnSpec, TableId, TableName, TableSpec } from '../schema/table.ts';
import type { LargeObject, LargeObjectPiece, Leftover } from '../source/source.ts';
import type { SelectDbTable } from '../task/config.ts';
import type { SettingAside } from './aside.ts';
import type { DestinationFacts } from './facts.ts';
import type { KeyDestination } from './keys.ts';
import type { Membership } from './membership.ts';
import type { Remark } from './remark.ts';

/** What the destination remembers of a task, written in the same transactions as the rows. */
export interface DestinationState {
  /** Everything up to here is applied; null before the incremental step was prepared. */
  readonly checkpoint: Position | null;
  /** Tables whose load has begun. Of a table's slice, changes committed before its position are part of it already. */
  readonly tables: ReadonlyMap<TableId, TableLoad>;
  /** Ids of the statements that were run. */
  readonly statements: ReadonlySet<string>;
  /** True when there were no marks of this task at all before. */
  readonly fresh: boolean;
  /** What commands of the source have made of the plan. Absent: nothing. */
  readonly overlay?: PlanOverlay;
  /** Absent before the first was copied. */
  readonly largeObjects?: LargeObjectMark;
}

/** How far the large objects are. */
export interface LargeObjectMark {
  /** Those with a number up to this one are dealt with: copied, or kept as the destination had them. */
  readonly upTo: number;
  readonly done: boolean;
  /** Copied, and how many bytes were in them. */
  readonly objects: number;
  readonly bytes: number;
  /** Not written because objects with their numbers were there. */
  readonly kept: number;
}

/** Large objects that are made and marked in one transaction. */
export interface LargeObjectBatch {
  readonly objects: readonly LargeObject[];
  readonly contents: AsyncIterable<readonly LargeObjectPiece[]>;
  /** The mark as it was read, and as it is to be; what is written is added to the bytes of the latter. */
  readonly from: LargeObjectMark | null;
  readonly to: LargeObjectMark;
  readonly ownership: boolean;
  readonly grants: boolean;
}

export interface LargeObjectsLoaded {
  readonly mark: LargeObjectMark;
  /** Roles that owner and grants were left out for, because they are not there or may not be handed to. */
  readonly lacking: readonly string[];
}

export interface LoadResult {
  /** Rows and bytes that were read. */
  readonly rows: number;
  readonly bytes: number;
  /** Rows that were not written because rows with their keys were there; absent when none. */
  readonly skipped?: number;
}

export interface ApplyResult {
  /** Changes that found no row to change, by table: reported, never silent. */
  readonly missed: ReadonlyMap<TableId, number>;
  /** Milliseconds that were spent on each table, where that is told. */
  readonly spent?: ReadonlyMap<TableId, number>;
  /** Keys of which several changes were made into one, those with most of them. */
  readonly hot?: readonly HotKey[];
}

/** A column of a table that is there. */
export interface ExistingColumn {
  readonly name: string;
  /** As `ColumnPlan` has it: built-in names bare, all others qualified. */
  readonly type: string;
  /** As `ColumnSpec` has it. */
  readonly binary: string | null;
  readonly notNull: boolean;
  /** Of the column, or of its type. */
  readonly hasDefault: boolean;
  /** Computed from others: nothing can be written to it. */
  readonly generated: boolean;
  readonly identity: ColumnSpec['identity'];
}

/** Which of the named tables exist at the destination, and whether they hold rows. */
export interface ExistingTable extends TableName {
  readonly columns: readonly ExistingColumn[];
  readonly empty: boolean;
  /** What holds the name: only a table can take rows. */
  readonly kind: 'table' | 'partitioned' | 'other';
  /** Whether the account may SELECT, INSERT, UPDATE, DELETE and TRUNCATE. */
  readonly writable: boolean;
  /** Columns of which no two rows have the same values, seen at every statement; absent where there are no such keys to be told. */
  readonly keys?: readonly (readonly string[])[];
  /** What rewrites the statements on it; absent: nothing does. */
  readonly rules?: readonly ExistingRule[];
  /** Other tasks that write to it; absent: none. */
  readonly tasks?: readonly string[];
  /** Where the destination has models of tables; null for one that is none of ours. */
  readonly model?: TableModel | null;
  /** It is a partition or inherits, or others are to it. */
  readonly family?: true;
}

export interface ExistingRule {
  readonly name: string;
  /** `UPDATE`, `INSERT`, `DELETE`. */
  readonly event: string;
  /** In which sessions it does so: `O`, in ordinary ones; `R`, in those that replicate; `A`, in all; `D`, in none. */
  readonly enabled: string;
}

/** What a destination has and can do, as far as planning asks. */
export interface DestinationCatalog {
  /** As `server_version_num`. */
  readonly version: number;
  /** Extensions that can be made here, with the version they would have. */
  readonly extensions: ReadonlyMap<string, string>;
  readonly roles: ReadonlySet<string>;
  /** Those of them the account may hand its objects to. */
  readonly ownerRoles: ReadonlySet<string>;
  readonly objects: readonly SchemaObject[];
}

export interface StructureInput {
  readonly catalog: Catalog;
  readonly names: NameMap;
  readonly there: DestinationCatalog;
  readonly options: { readonly ownership: boolean; readonly grants: boolean };
  /** The selected tables, in this destination's shape. */
  readonly tables: readonly TablePlan[];
  /** How many copies of a row are kept, where the task says it. */
  readonly replicas: number | null;
}

/** The source's objects in this destination's words. Pure. */
export interface StructureWriter {
  /** What the object is called here. */
  place(object: ObjectName): ObjectName;
  /** Whether there is an object of its kind in its place. */
  present(object: SchemaObject): boolean;
  /** Why it cannot be made here, or null. */
  refuses(object: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null;
  /** The statements that make what was chosen, in an order that works. */
  statements(choice: Choice, tables: readonly TablePlan[]): readonly Statement[];
  /** The DDL of one object as it would be made. */
  ddl(object: SchemaObject): string;
  /** Statements whose text names, in strings the grammar cannot see into, something that is renamed. */
  opaque(choice: Choice): readonly { readonly object: SchemaObject; readonly names: readonly string[] }[];
  /** What of the tables is not the same there as at the source. Absent: nothing. */
  remarks?(tables: readonly TablePlan[]): readonly Remark[];
}

/**
 * The contract: `run` and `load` resolve only when what they did is durable; all of them may be called again with the same
 * arguments after a crash: what was done before is recognised by the marks and not done twice.
 */
export interface Destination extends AsyncDisposable, KeyDestination, Membership, SettingAside {
  readonly capabilities: Capabilities;
  facts(schemas: readonly string[]): Promise<DestinationFacts>;
  /** Pure: the destination's type for a column of the source's type. */
  columnType(type: string, names: NameMap): string;
  /** Pure: decides what this destination has models of tables for; `there` is what has the table's name. Absent: it has none. */
  shape?(table: TablePlan, spec: TableSpec, chosen: SelectDbTable | undefined, there: ExistingTable | null): TablePlan;
  /** What is there already, read once before anything is planned. */
  describe(): Promise<DestinationCatalog>;
  /** Pure: writes the source's objects as this destination takes them. */
  structure(input: StructureInput): StructureWriter;
  /** The DDL of tables that are there, by id. */
  tableDdl(tables: readonly TableName[]): Promise<ReadonlyMap<TableId, string>>;
  existing(tables: readonly TableName[]): Promise<readonly ExistingTable[]>;
  /** Makes the helper objects if they are missing and tells where this task stands. Done again, what is not committed is undone. */
  open(plan: Plan): Promise<DestinationState>;
  /** Where this task stands now, as `open` told at first. */
  state(): Promise<DestinationState>;
  /**
   * Runs statements in one transaction together with their marks; those run before are passed over. May run side by side: `crowded`
   * when a long one is to leave processors to others.
   */
  run(statements: readonly Statement[], crowded?: boolean): Promise<void>;
  /** How far the server says it is with statements that run now, in percent by statement id. */
  building(): Promise<ReadonlyMap<string, number>>;
  /** Sets the checkpoint for the first time; later ones are written by `apply`. Does nothing when there is one. */
  begin(position: Position): Promise<void>;
  /**
   * Loads the rows of one slice and marks it at `position`, in one transaction. Nothing is read of one that has its mark: null.
   * @throws EngineError whose retry is `soon` when the same call may succeed
   */
  load(unit: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<LoadResult | null>;
  /**
   * Empties the tables and forgets checkpoint and slices, in one transaction: all is loaded from the start.
   * @throws EngineError `table.rows-of-others`
   */
  restart(tables: readonly TablePlan[]): Promise<void>;
  /** Takes back what slices brought of a table, and their marks, in one transaction: it is loaded from the start. */
  unload(table: TablePlan): Promise<void>;
  /** Slices of several views may have brought a row twice: leaves one of each key, any, for the log has the rest. Before the key is made. */
  uniteViews(table: TablePlan): Promise<void>;
  /**
   * Whether nothing of a table that was there before is unique but its key. Else rows as they are at different moments cannot be in it
   * together: a value that was handed on would be there twice.
   */
  isUniqueByKeyAlone(table: TablePlan): Promise<boolean>;
  /** Notes that the log must be followed to `position` before these tables are as the source was at one moment. */
  meetAt(tables: readonly TableId[], position: Position): Promise<void>;
  /**
   * Applies in order, atomically, with the checkpoint; see `ChangeBatch`. A batch at or before the checkpoint changes nothing. Resolves when
   * everybody sees it: a crash of the server may undo it, with its checkpoint, until `flush`.
   */
  apply(batch: ChangeBatch): Promise<ApplyResult>;
  /** Makes durable what was applied. Not between the parts of a transaction. */
  flush(): Promise<void>;
  /**
   * Does what a command of the source comes to, as a part of the transaction that the next `apply` goes on with: with its checkpoint it is
   * durable, and so are the plans that it leaves. `tables` are all of them from here on.
   * @throws RefusedThere (`ddl.refused`) when the transaction stands as before and can go on without it
   */
  carry(carriage: Carriage, tables: readonly TablePlan[]): Promise<void>;
  /** Looks at the rows of constraints that `carry` made while tables were without theirs; the errors of those that rows break. */
  validate(): Promise<readonly EngineError[]>;
  /** Which of the numbers large objects of the destination have. */
  takenLargeObjects(numbers: readonly number[]): Promise<ReadonlySet<number>>;
  /** Makes large objects of the numbers they have at the source, none of which may be taken. */
  loadLargeObjects(batch: LargeObjectBatch): Promise<LargeObjectsLoaded>;
  setSequences(values: readonly SequenceValue[]): Promise<void>;
  /** Removes this task's marks; the migrated tables stay. */
  release(): Promise<readonly Leftover[]>;
}

/** One slice of a table's load. */
export interface LoadUnit extends Pick<TableLoad, 'cut' | 'storage'> {
  readonly table: TablePlan;
  /** Which slice of the cut. */
  readonly slice: number;
}
