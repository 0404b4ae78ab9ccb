import type { Capabilities, Plan, SequenceValue, Statement, TablePlan } from '../plan/plan.ts';
import type { ChangeBatch, Position, RowStream } from '../schema/row.ts';
import type { Catalog, TableId, TableName } from '../schema/table.ts';
import type { Leftover } from '../source/source.ts';

/** What the destination remembers of a task, written in the same transactions as the rows. */
export interface DestinationState {
  /** Everything up to here is applied; null before the incremental step was prepared. */
  readonly checkpoint: Position | null;
  /** Tables whose load is complete; changes committed before `position` are part of it already. */
  readonly loaded: ReadonlyMap<TableId, { readonly position: Position | null; readonly rows: number; readonly bytes: number }>;
  /** Ids of the statements that were run. */
  readonly statements: ReadonlySet<string>;
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
}

/** Which of the named tables exist at the destination, and whether they hold rows. */
export interface ExistingTable extends TableName {
  readonly columns: readonly string[];
  readonly empty: boolean;
  /** What holds the name: only a table can take rows. */
  readonly kind: 'table' | 'partitioned' | 'other';
  /** Whether the account may SELECT, INSERT, UPDATE, DELETE and TRUNCATE. */
  readonly writable: boolean;
}

/** What the precheck asks of a destination server, read in one go. */
export interface DestinationFacts {
  readonly version: number;
  readonly versionText: string;
  readonly database: string;
  readonly user: string;
  readonly encoding: string;
  readonly superuser: boolean;
  /** May CREATE schemas in the database. */
  readonly canCreate: boolean;
  /** May SET session_replication_role, so that foreign keys and triggers stay quiet while rows arrive. */
  readonly replicaRole: boolean;
  readonly readOnly: boolean;
  /** For the schemas asked about: whether they exist and the account may create tables in them. */
  readonly schemas: readonly { readonly name: string; readonly exists: boolean; readonly canCreate: boolean }[];
}

/**
 * The contract: `run`, `load` and `apply` resolve only when what they did is durable, and may be called again with the same
 * arguments after a crash: what was done before is recognised by the marks and not done twice.
 */
export interface Destination extends AsyncDisposable {
  readonly capabilities: Capabilities;
  facts(schemas: readonly string[]): Promise<DestinationFacts>;
  /** Pure: the destination's type for a column of the source's type. `schemas`: source name to destination name. */
  columnType(type: string, schemas: ReadonlyMap<string, string>): string;
  /** Pure: the statements that make the plan's tables, in an order that works. `schemas`: source name to destination name. */
  structure(catalog: Catalog, tables: readonly TablePlan[], schemas: ReadonlyMap<string, string>): readonly Statement[];
  existing(tables: readonly TableName[]): Promise<readonly ExistingTable[]>;
  /** Makes the helper objects if they are missing and tells where this task stands. */
  open(plan: Plan): Promise<DestinationState>;
  /** Where this task stands now, as `open` told at first. */
  state(): Promise<DestinationState>;
  run(statement: Statement): Promise<void>;
  /** Sets the checkpoint for the first time; later ones are written by `apply`. Does nothing when there is one. */
  begin(position: Position): Promise<void>;
  /** Loads all rows of one table and marks it loaded at `position`, in one transaction. */
  load(table: TablePlan, rows: RowStream, options: LoadOptions): Promise<LoadResult>;
  /** Applies in order, atomically, with the checkpoint; see `ChangeBatch`. A batch at or before the checkpoint changes nothing. */
  apply(batch: ChangeBatch): Promise<ApplyResult>;
  setSequences(values: readonly SequenceValue[]): Promise<void>;
  /** Removes this task's marks; the migrated tables stay. */
  release(): Promise<readonly Leftover[]>;
}

export interface LoadOptions {
  readonly position: Position | null;
  readonly signal: AbortSignal;
  /** Called as bytes pass, at most every 250 ms. */
  readonly onProgress: (done: LoadResult) => void;
}
