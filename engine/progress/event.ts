import type { ErrorReport } from '../errors.ts';
import type { Statement, Step, TablePlan } from '../plan/plan.ts';
import type { HeartbeatWay, HoldingTransaction, SourceLook, WalLimit } from '../schema/slot.ts';
import type { TableId } from '../schema/table.ts';
import type { Limits } from '../task/limits.ts';
import type { Text } from '../text.ts';
import type { RefusedStatement } from './refused.ts';

export type TableState = 'waiting' | 'copying' | 'copied' | 'following' | 'failed' | 'skipped' | 'stopped';
export type Level = 'info' | 'warn' | 'error';

/** Anything that happened to a task. Times (`at`) are milliseconds since 1970. */
export type TaskEvent =
  | {
      readonly kind: 'planned';
      readonly at: number;
      readonly steps: readonly Step[];
      readonly tables: readonly TablePlan[];
      /** One letter for each statement of the plan, in its order: `b`efore or `a`fter the data. */
      readonly phases: string;
      readonly leftOut: number;
    }
  | { readonly kind: 'step'; readonly at: number; readonly step: Step; readonly state: 'running' | 'done' }
  /** Statements by their place in the plan. */
  | {
      readonly kind: 'statements';
      readonly at: number;
      readonly indexes: readonly number[];
      readonly state: 'waiting' | 'done' | 'skipped';
    }
  | { readonly kind: 'statement-failed'; readonly at: number; readonly failure: FailedStatement }
  /** Everything that runs now; the statements of the event before are over, or told of otherwise. */
  | { readonly kind: 'building'; readonly at: number; readonly running: readonly RunningStatement[] }
  | {
      readonly kind: 'table';
      readonly at: number;
      readonly id: TableId;
      readonly state: TableState;
      /** Counted, not estimated: rows and bytes copied so far. */
      readonly rows?: number;
      readonly bytes?: number;
      /** Slices that are durable, of those it is cut into. */
      readonly slices?: { readonly done: number; readonly total: number };
      readonly error?: ErrorReport;
    }
  /** Every half second while tables are loaded. */
  | {
      readonly kind: 'load';
      readonly at: number;
      /** Rows and bytes that have passed since the attempt began, those of slices that failed included. */
      readonly rows: number;
      readonly bytes: number;
      /** Bytes of the tables at the source: those to be copied in this attempt, and those dealt with (of slices under way: estimated). */
      readonly size: number;
      readonly sizeDone: number;
      /** Slices being copied just now. */
      readonly streams: number;
      /** What holds the copying back just now: a limit, or nothing of ours. */
      readonly throttled: boolean;
    }
  /** All commands that the destination refused and that wait for a person. */
  | { readonly kind: 'refused'; readonly at: number; readonly refused: readonly RefusedStatement[] }
  | { readonly kind: 'limits'; readonly at: number; readonly limits: Limits }
  | (AppliedWork & {
      readonly kind: 'applied';
      readonly at: number;
      /** Commit position durable at the destination, and the end of the source's log as last heard. */
      readonly position: string;
      readonly sourcePosition: string;
      readonly bytesBehind: number;
      /** Tables whose rows are still to be copied since a command of the source: whatever the position, they are not there. Absent: none. */
      readonly waiting?: number;
      /** Source commit to durable at the destination: the longest since the event before; 0 when nothing was waiting. */
      readonly lagMs: number;
      /** A limit holds changes back just now. */
      readonly throttled: boolean;
    })
  | {
      readonly kind: 'retry';
      readonly at: number;
      readonly attempt: number;
      readonly since: number;
      readonly until: number;
      readonly nextAt: number;
      readonly error: ErrorReport;
    }
  | { readonly kind: 'recovered'; readonly at: number }
  /** What the source keeps for the task, every few seconds while its changes are followed. */
  | (SourceLook & {
      readonly kind: 'source';
      readonly at: number;
      readonly heartbeat: HeartbeatWay;
      readonly limit: WalLimit;
      /** Whether the source notes commands; absent: it does. */
      readonly captured?: boolean;
    })
  /** Transactions that the making of the slot waits for just now; none once it is made. */
  | { readonly kind: 'slot-waits'; readonly at: number; readonly transactions: readonly HoldingTransaction[] }
  | {
      readonly kind: 'log';
      readonly at: number;
      readonly level: Level;
      readonly code: string;
      readonly message: Text;
      readonly hint?: Text;
      readonly table?: TableId;
    };

export interface FailedStatement extends Pick<Statement, 'id' | 'kind' | 'object' | 'sql'> {
  /** Place in the plan. */
  readonly index: number;
  readonly error: ErrorReport;
}

export interface RunningStatement extends Pick<Statement, 'id' | 'kind' | 'object'> {
  readonly index: number;
  readonly since: number;
  /** As the server tells it of an index; null where it tells nothing. */
  readonly percent: number | null;
}

export interface ChangeCounts {
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly truncates: number;
  /** Statements of DDL. */
  readonly ddl: number;
}

/** What was applied since the report before. */
export interface AppliedWork {
  readonly since: number;
  readonly changes: Readonly<Record<TableId, ChangeCounts>>;
  /** Transactions of the source. */
  readonly transactions: number;
  /** Of the values, as the log carries them. */
  readonly bytes: number;
  /** Statements of DDL that were run, those of no table included. */
  readonly ddl: number;
  /** Transactions of the destination, with what was in all of them together and in the last; null when there were none. */
  readonly batches: (BatchSize & { readonly count: number; readonly last: BatchSize }) | null;
  /** Milliseconds that applying took, by table; null when the destination told nothing of it. */
  readonly spent: Readonly<Record<TableId, number>> | null;
  /** Changes of tables that are stopped, which were passed over or set aside; absent: none. */
  readonly passed?: Readonly<Record<TableId, number>>;
  /** The keys most changed, where several changes of one were made into one. */
  readonly hot: readonly HotKey[];
  /** Absent: nobody looked. */
  readonly answers?: Answers;
}

/** Milliseconds in which each side answers, on the average: the source a question, the destination a batch. Null: it was not asked. */
export interface Answers {
  readonly source: number | null;
  readonly destination: number | null;
}

/** What one transaction of the destination carries, or several together. */
export interface BatchSize {
  readonly rows: number;
  readonly transactions: number;
}

/** A row that was changed again and again. */
export interface HotKey {
  readonly table: TableId;
  /** Its key as it is shown: `7`, `(7, eu)`. */
  readonly key: string;
  readonly count: number;
}
