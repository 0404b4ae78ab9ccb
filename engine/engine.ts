import type { ErrorReport } from './errors.ts';
import type { TableModel } from './plan/model.ts';
import type { Statement } from './plan/plan.ts';
import type { Finding, PrecheckNews } from './precheck/check.ts';
import type { Diagnosis } from './precheck/diagnose.ts';
import type { FilterCount, FilterCountAsked, FilterVerdict } from './precheck/filter.ts';
import type { TaskEvent } from './progress/event.ts';
import type { Progress } from './progress/progress.ts';
import type { LeftOut, ObjectName, PresentObject, Refusal } from './schema/object.ts';
import type { Presence } from './schema/presence.ts';
import type { WalLimit } from './schema/slot.ts';
import type { SchemaHits, SchemaSummary, TableId, TableName, TableSummary } from './schema/table.ts';
import type { Leftover } from './source/source.ts';
import type { DestinationEndpoint, SourceEndpoint, TaskConfig } from './task/config.ts';
import type { ChangeThrottle, Limits, Throttle } from './task/limits.ts';
import type { Moved } from './task/same-server.ts';
import type { TaskState } from './task/state.ts';
import type { Text } from './text.ts';

/** What a watcher of a task hears, in order. The first notice is the picture as it is now. */
export type Notice =
  | { readonly kind: 'picture'; readonly state: TaskState; readonly progress: Progress }
  | { readonly kind: 'state'; readonly state: TaskState }
  | { readonly kind: 'events'; readonly events: readonly TaskEvent[]; readonly progress: Progress };

/** One column of a source table, for the column dialog and the filter editor. */
export interface ColumnSummary {
  readonly name: string;
  readonly type: string;
  readonly key: boolean;
}

/** One object of the tree that is not only a table, and what a person who chooses it is likely to want as well. */
export interface ObjectSummary extends ObjectName {
  /**
   * Chosen together with it: a partition's parent and children, a foreign key's parent, a view's tables, a serial column's
   * sequence. Only what is not a built-in or an extension's.
   */
  readonly proposes: readonly ObjectName[];
  /** Why no destination can take it, or null. */
  readonly refused: Refusal | null;
}

/** A table of a destination that has models of them, as the task would make it. */
export interface TableDesign {
  readonly source: TableName;
  readonly destination: TableName;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly sourceType: string }[];
  /** Of the source: what identifies a row there; empty when nothing does. */
  readonly sourceKey: readonly string[];
  readonly model: TableModel;
  /** Empty for a table that cannot be made. */
  readonly ddl: string;
  /** There already, and used as it is. */
  readonly exists: boolean;
}

/** The DDL of a task, before it runs and after. */
export interface Structure {
  /** In the order they run; `Progress.structure.states` has one letter for each. */
  readonly statements: readonly Statement[];
  readonly present: readonly PresentObject[];
  readonly leftOut: readonly LeftOut[];
}

/** What a person does about a statement that failed. `retry` with `sql` runs that text instead. */
export type Mend =
  | { readonly action: 'retry'; readonly statement: string; readonly sql?: string | undefined }
  | { readonly action: 'skip'; readonly statements: readonly string[] };

/** What a person does about a table whose rows failed to load. */
export interface TableMend {
  readonly action: 'retry' | 'skip';
  readonly table: TableId;
}

/**
 * What a person does about a command of the source that the destination refused. `retry` with `sql` runs these statements instead.
 * `attempt`: which of its failures they have seen.
 */
export type DdlMend =
  | { readonly action: 'retry'; readonly refused: string; readonly attempt: number; readonly sql?: string | undefined }
  | { readonly action: 'skip'; readonly refused: string; readonly attempt: number };

/** A change of what holds a task back. What is absent stays as it is; `streams` null: as the instance class says. */
export interface LimitsChange {
  /** Of full load. */
  readonly throttle?: Throttle | null;
  /** Of the changes that are followed. */
  readonly incremental?: ChangeThrottle | null;
  readonly streams?: number | null;
  /** Of the log that the source keeps. */
  readonly walLimit?: WalLimit;
  /** What its streams and rows a second are, where they are not given themselves. */
  readonly instanceClass?: TaskConfig['start']['instanceClass'];
  /** Only into SelectDB. */
  readonly reservoirMilliseconds?: number;
}

/** The whole objects section of a task that follows changes, as it is to be from now on. */
export interface ObjectsAsked {
  readonly objects: TaskConfig['objects'];
  /** Codes of precheck items whose warnings about what is added are accepted, beside those that the task accepted before. */
  readonly accepted: readonly string[];
}

/** What another objects section comes to. */
export interface ObjectsPreview {
  readonly added: readonly { readonly table: TableName; readonly estimatedRows?: number }[];
  readonly removed: readonly { readonly table: TableName }[];
  /** What cannot be done as asked, and why: while there is anything, nothing is done. */
  readonly refused: readonly { readonly table: TableName; readonly reason: Text }[];
  /** What the precheck found about what is added, as far as it is no pass. An error, or a warning that is not accepted, stands in the way. */
  readonly findings: readonly Finding[];
}

interface PrecheckOptions {
  readonly only?: string;
  readonly heard?: (news: PrecheckNews) => void;
}

/** By the planner's statistics: rows of tables that were never analysed are in `unknownTables`. Filters are not counted in. */
export interface Estimate {
  readonly tables: number;
  readonly rows: number;
  readonly unknownTables: number;
  readonly bytes: number;
  /** Of this machine, as the document asks for them. */
  readonly streams: number;
}

export interface ReleaseReport {
  readonly leftovers: readonly Leftover[];
}

/**
 * One engine a process: what the console, the API and the command line call. All methods reject with `EngineError`.
 */
export interface Engine {
  /** Goes on with every task whose state is a running one. */
  start(): Promise<void>;
  /** Lets running tasks reach a checkpoint and ends their workers; their states stay, so the next start goes on with them. */
  close(): Promise<void>;
  /** First failing stage of a connection, with reason and advice. Never rejects for a database's sake. */
  diagnose(
    endpoint: SourceEndpoint | DestinationEndpoint,
    use: { readonly side: 'source' | 'destination'; readonly incremental: boolean },
  ): Promise<Diagnosis>;
  schemas(endpoint: SourceEndpoint): Promise<readonly SchemaSummary[]>;
  tables(endpoint: SourceEndpoint, schema: string): Promise<readonly TableSummary[]>;
  columns(endpoint: SourceEndpoint, table: TableName): Promise<readonly ColumnSummary[]>;
  /** Everything of a schema that can be chosen one by one, tables included for what they propose. */
  objects(endpoint: SourceEndpoint, schema: string): Promise<readonly ObjectSummary[]>;
  /** The schemas that hold something with `wanted` in its name, or in `schema.name` when there is a dot in it. */
  find(endpoint: SourceEndpoint, wanted: string): Promise<readonly SchemaHits[]>;
  /** Names of the database's event triggers. */
  eventTriggers(endpoint: SourceEndpoint): Promise<readonly string[]>;
  /** Grammar first, then the server: names, types, one boolean. */
  verifyFilter(endpoint: SourceEndpoint, table: TableName, where: string): Promise<FilterVerdict>;
  /** Counts the rows a filter lets through, for a limited time, until `signal` is given up. */
  countFiltered(endpoint: SourceEndpoint, asked: FilterCountAsked): Promise<FilterCount>;
  /** Runs every precheck item that applies, or the one of that code. */
  precheck(config: TaskConfig, options?: PrecheckOptions): Promise<readonly Finding[]>;
  /**
   * Runs the statements that a precheck item offers to have run, after a person has seen them (`shown`), one after the other.
   * @throws EngineError `precheck.remedy-changed` when they would be others by now; nothing was run then
   */
  remedy(config: TaskConfig, code: string, shown: readonly string[]): Promise<void>;
  /** How much the task would copy and how its servers are, by the statistics of the source. */
  estimate(config: TaskConfig): Promise<Estimate>;
  /** The DDL the task would run as both databases are now. Changes nothing. */
  preview(config: TaskConfig): Promise<Structure>;
  /** The DDL of a stored task: of its plan once there is one, else as `preview`. */
  structure(taskId: string): Promise<Structure>;
  /** How the tables of a draft, or one of them, would be made where the destination has models of tables. */
  designs(config: TaskConfig, only: TableName | null): Promise<readonly TableDesign[]>;
  /**
   * Has a failed statement run again, or passed over. A task that failed goes on with a retry, or when the last is passed over.
   * @throws EngineError `statement.not-failed` naming the object
   */
  mend(taskId: string, mend: Mend): Promise<TaskState>;
  /**
   * Has a table that failed loaded again, while others still are copied or when the task has failed for it, or does without it. A
   * task that failed goes on with a retry, or when the last failed table is passed over.
   * @throws EngineError `table.not-failed` naming the table
   */
  mendTable(taskId: string, mend: TableMend): Promise<TaskState>;
  /**
   * Has a command that the destination refused run again, other statements run in its place, or it passed over. Where it stopped its
   * tables their rows are copied again then, for changes of them were passed over. A task that is paused does it when it goes on.
   * @throws EngineError `ddl.not-refused`, or `ddl.edit-refused` for statements that cannot be read or reach into other tables
   */
  mendDdl(taskId: string, mend: DdlMend): Promise<TaskState>;
  /**
   * Has the rows of one table that is followed taken from the destination and copied again under a new view: beside the others, which go
   * on, where the destination can hand tables over and it is of no family; else these wait. What the destination has against it is told in the log. A task that is paused does it when it goes on.
   * @throws EngineError `table.not-copied-again` with the reason
   */
  copyTable(taskId: string, table: TableId): Promise<TaskState>;
  /**
   * Has all rows of a task copied again under a new view, from which changes are followed then: for one that failed because the source
   * does not have the log any more that it would go on from.
   * @throws EngineError `task.copy-again-refused` when that is not so
   */
  copyAgain(taskId: string): Promise<TaskState>;
  /**
   * Changes limits of a task in its document and, at once, where it runs.
   * @throws EngineError `task.transition-refused` when the task has ended for good
   */
  adjust(taskId: string, change: LimitsChange): Promise<Limits>;
  /**
   * Sends a person's signal to a stored task and resolves with the state it led to, saved.
   * @throws EngineError `task.transition-refused` naming the state
   */
  send(taskId: string, signal: 'start' | 'pause' | 'resume' | 'stop'): Promise<TaskState>;
  /**
   * Has a running task go on by its document as it is stored now: its worker ends at a checkpoint and another begins. Nothing happens
   * to one that does not run.
   */
  restart(taskId: string): Promise<void>;
  /**
   * Holds that an address leads to the database a task has worked with.
   * @throws EngineError `endpoint.other-server`, or why it cannot be reached
   */
  requireSameServer(moved: Moved): Promise<void>;
  /** Which database an address leads to; null where nothing is told: it does not answer now, or is none of PostgreSQL's. */
  presence(endpoint: SourceEndpoint | DestinationEndpoint, side: 'source' | 'destination'): Promise<Presence | null>;
  /** What `changeObjects` would come to, as both databases are now. Changes nothing. */
  previewObjects(taskId: string, asked: ObjectsAsked): Promise<ObjectsPreview>;
  /**
   * Gives a task that follows changes another objects section: tables that are added are copied beside the others, which go on, and
   * join them; those that are taken away keep their rows at the destination.
   * @throws EngineError `objects.*`; nothing was changed then
   */
  changeObjects(taskId: string, asked: ObjectsAsked): Promise<ObjectsPreview>;
  /** The task's state as it is stored. */
  state(taskId: string): Promise<TaskState>;
  /** Removes slot, publication, helper objects and marks of a task that does not run. The record itself is the caller's. */
  release(taskId: string): Promise<ReleaseReport>;
  /** Calls `listener` with the picture at once and then with everything that happens; returns the way to end it. */
  watch(taskId: string, listener: (notice: Notice) => void): Promise<() => void>;
}

export type { ErrorReport, PresentObject };
