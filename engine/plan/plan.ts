import type { TableStructure } from '../ddl/structure.ts';
import type { LeftOut, ObjectId, ObjectKind, PresentObject } from '../schema/object.ts';
import type { Operation } from '../schema/operation.ts';
import type { CopyFormat, Position } from '../schema/row.ts';
import type { TableShape } from '../schema/shape.ts';
import type { TableId, TableName } from '../schema/table.ts';
import type { SchemaSelection } from '../task/config.ts';
import type { Text } from '../text.ts';
import type { TableModel } from './model.ts';

/** What a destination can do; boolean differences instead of names of products. */
export interface Capabilities {
  readonly copyFormats: readonly CopyFormat[];
  /** Built-in types may be others than PostgreSQL's of the same names, as in a mode that is compatible with Oracle. */
  readonly ownTypes?: boolean;
  /** Changes are gathered that long, in milliseconds, before they are flushed: what was applied is seen only then. Absent: at once. */
  readonly gatherMs?: number;
  /** Whether batches may be given to `apply` before those before them are applied. */
  readonly ahead?: true;
  /** Holds nothing but tables: what they are made with at the source (types, sequences, functions of defaults) is not needed there. */
  readonly tablesOnly?: true;
}

/** How rows travel. Binary where both sides mean the same by every column's bytes; else text, with the reason a person is told. */
export type CopyChoice = { readonly format: 'binary' } | { readonly format: 'text'; readonly reason: Text };

export interface ColumnPlan {
  /** Name at the source. */
  readonly source: string;
  readonly destination: string;
  /** Type at the destination, as it is written in DDL. */
  readonly type: string;
  /** Type at the source, where that at the destination also depends on something else: whether the column is of the key, say. */
  readonly sourceType?: string;
  readonly comparable: boolean;
  /** GENERATED ALWAYS AS IDENTITY at the destination: only INSERT can set it. Absent: no. */
  readonly identityAlways?: true;
  /**
   * The destination's type holds not every value of the source's: it kept the one it had, or a person gave it another. Both in words of the
   * source: as the destination has it, and as the source has.
   */
  readonly kept?: { readonly was: string; readonly is: string };
  /** A person gave it this type, in PostgreSQL's words: it keeps it whatever the source's becomes. */
  readonly given?: string;
}

/** `create`: the task makes the table. `existing`: it was there before, and conflicts are settled row by row. */
export type TableOrigin = 'create' | 'existing';

export interface TablePlan {
  readonly id: TableId;
  readonly source: TableName;
  readonly destination: TableName;
  /** Columns that are copied and followed: generated ones are left to the destination. */
  readonly columns: readonly ColumnPlan[];
  /** Source names of the columns that identify one row; empty when nothing does. */
  readonly key: readonly string[];
  /** The objects (constraint or index) any of whose statements makes the key unique at the destination. */
  readonly keyObjects?: readonly ObjectId[];
  /** Absent in plans of before: text. */
  readonly copy?: CopyChoice;
  /** The WHERE filter in the source's terms, or null. */
  readonly where: string | null;
  /** Columns of the source table with their types, for evaluating `where` on changes; empty without a filter. */
  readonly whereColumns: readonly { readonly name: string; readonly type: string }[];
  /**
   * Columns of the source that were not chosen, or that a table which is there does not take, and those computed from them: what is
   * neither here nor planned came later.
   */
  readonly leftOut: readonly string[];
  readonly origin: TableOrigin;
  /** Other tables of the task go into the same one at the destination: what is in it is not all its own, and their changes keep their order. */
  readonly merged?: true;
  /** False for a partitioned parent: its rows live in the partitions. */
  readonly hasRows: boolean;
  readonly identityAlways: boolean;
  readonly estimatedRows: number;
  readonly bytes: number;
  /** Its rows are to be copied since a command at the source, whatever steps the task has: it came then, or its values became others. */
  readonly reload?: true;
  /** Where the source notes no commands: its columns as the log has been read so far. */
  readonly shape?: TableShape;
  /**
   * A command on it was refused by the destination, and what the log tells of it is passed over: until a person has answered, or, where
   * nothing is kept of that id any more, for good.
   */
  readonly stopped?: string;
  /** Later columns are taken though some are left out: those that the destination was to have and has not. */
  readonly takesLater?: true;
  /** The operations at the source that are carried; absent: all. */
  readonly operations?: readonly Operation[];
  /** A partition at the source, which the destination has beside its parent: what is done to that one does not reach it there. */
  readonly apart?: true;
  /** Where the destination has models of tables. */
  readonly model?: TableModel;
  /** Of one that is copied again beside its task: until it is back its log may be given up, and with it what was done to it since. */
  readonly atSource?: TableAtSource;
}

/** A table of the source as the commands that were carried have left it. */
export interface TableAtSource {
  /** Its number in the catalog, which stays when its name changes. */
  readonly relation: string;
  readonly structure: TableStructure;
}

/** What a person has done about a command that the destination refused: `sql`, statement by statement, in its place. */
export interface DdlAnswer {
  readonly refused: string;
  /** Which of its failures it is about. */
  readonly attempt: number;
  readonly action: 'retry' | 'skip';
  readonly sql?: readonly string[];
}

/** A person wants the rows of one table copied again. `id`: the destination notes by it that it is dealt with. */
export interface CopyAsked {
  readonly id: string;
  readonly table: TableId;
}

/** One DDL statement with what it makes. `phase`: before the data, or after it (design section 6). */
export interface Statement {
  /** Stable inside the task: what is done is remembered by it. */
  readonly id: string;
  readonly phase: 'before' | 'after';
  readonly kind: ObjectKind;
  /** `make` the object, `attach` it to its parent, or say who owns and may use it. */
  readonly part: 'make' | 'later' | 'owner' | 'grant';
  /** The object as a person names it at the destination. */
  readonly object: string;
  /** The object it is about, by its names at the source. */
  readonly objectId: ObjectId;
  readonly table: TableId | null;
  readonly sql: string;
  /** Ids of statements that must be done before. */
  readonly requires: readonly string[];
  /** What no other statement may touch meanwhile: they would wait for each other, or refuse. */
  readonly locks: readonly string[];
  /** What others may share with it, but none may have to itself. Absent in plans of before: nothing. */
  readonly shares?: readonly string[];
}

/** A sequence by its own name, or as the one behind an identity column: that one's name is not ours to know. */
export type SequenceRef = { readonly sequence: TableName } | { readonly table: TableName; readonly column: string };

export interface SequencePlan {
  readonly source: SequenceRef;
  readonly destination: SequenceRef;
}

export interface SequenceValue {
  readonly plan: SequencePlan;
  readonly last: string;
  readonly called: boolean;
}

/** What will be done, decided before anything is done; stored with the task, so a resumed task goes on with the same plan. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly tables: readonly TablePlan[];
  readonly statements: readonly Statement[];
  readonly sequences: readonly SequencePlan[];
  /** Objects of the selection that are not made, each with its reason. */
  readonly leftOut: readonly LeftOut[];
  /** What the destination had already when the plan was made. */
  readonly present?: readonly PresentObject[];
  /** Ids of failed statements that a person passed over. */
  readonly skipped?: readonly string[];
  /** Tables whose rows failed to load and that a person does without. */
  readonly skippedTables?: readonly TableId[];
  /** A person has had all rows copied again: it is still to be begun, or indexes and constraints were there before the rows. */
  readonly copyAgain?: 'asked' | 'begun';
  /** To commands that the destination refused. */
  readonly answers?: readonly DdlAnswer[];
  /** Tables whose rows are to be copied again by themselves: of each what was asked last, also once it is dealt with. */
  readonly copies?: readonly CopyAsked[];
  /** What a person has added while changes were followed, in its order: each copied and followed apart until it joins. */
  readonly joining?: readonly Joining[];
  /** How many there have been. */
  readonly joins?: number;
  /** What a person has taken away since. Their changes may be in the log that is still to be read. */
  readonly away?: readonly Away[];
  /** The timeline that the source's log was followed on when an attempt began last. Absent or null: it is not known. */
  readonly timeline?: SourceTimeline | null;
}

/** A source that is promoted from a copy goes on with another. */
export interface SourceTimeline {
  readonly number: number;
  /** Where the destination was when the log was first followed without the timeline being told. Absent: it always was. */
  readonly until?: Position;
}

/**
 * Tables on their way into a task that follows changes. Until they join they have a slot, a publication and marks of their own, named by
 * the task's id and theirs: the others never wait for them.
 */
export interface Joining {
  /** `j1`: no two of one task have the same, also one after the other. */
  readonly id: string;
  readonly objects: SchemaSelection[];
  /** Codes of precheck items whose warnings were accepted for them. */
  readonly accepted: readonly string[];
  readonly state: 'preparing' | 'loading' | 'streaming';
  /** Null before it is made. */
  readonly plan: Plan | null;
  /** All tables that are its, not the task's: those that were added, those of the plan, and what commands have made of them since. */
  readonly ids: readonly TableId[];
  /** A person does without them: what they keep at both sides is to be removed. */
  readonly cancelled?: true;
  /** It is one table of the task, whose rows are copied again: it leaves the task empty, and joins it like one that was added. */
  readonly again?: Again;
}

export interface Again {
  readonly asked: CopyAsked;
  /** The destination has it as the joining run's. Absent: it is the task's, and followed as before. */
  readonly left?: true;
}

export interface Away {
  readonly id: TableId;
  readonly source: TableName;
  /** The destination knows: its marks are gone, and it is no table of the task any more. */
  readonly settled: boolean;
}

export type Step = 'schema' | 'full' | 'incremental';
