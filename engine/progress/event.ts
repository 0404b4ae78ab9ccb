import type { ErrorReport } from '../errors.ts';
import type { Statement, Step, TablePlan } from '../plan/plan.ts';
import type { TableId } from '../schema/table.ts';
import type { Text } from '../text.ts';

export type TableState = 'waiting' | 'copying' | 'copied' | 'following' | 'failed';
export type Level = 'info' | 'warn' | 'error';

/** Anything that happened to a task. Times (`at`) are milliseconds since 1970. */
export type TaskEvent =
  | {
      readonly kind: 'planned';
      readonly at: number;
      readonly steps: readonly Step[];
      readonly tables: readonly TablePlan[];
      readonly statements: readonly Statement[];
    }
  | { readonly kind: 'step'; readonly at: number; readonly step: Step; readonly state: 'running' | 'done' }
  | { readonly kind: 'statement'; readonly at: number; readonly id: string; readonly error: ErrorReport | null }
  | {
      readonly kind: 'table';
      readonly at: number;
      readonly id: TableId;
      readonly state: TableState;
      /** Counted, not estimated: rows and bytes copied so far. */
      readonly rows?: number;
      readonly bytes?: number;
      readonly error?: ErrorReport;
    }
  | {
      readonly kind: 'applied';
      readonly at: number;
      /** Commit position durable at the destination, and the end of the source's log as last heard. */
      readonly position: string;
      readonly sourcePosition: string;
      readonly bytesBehind: number;
      /** Source commit to durable at the destination: the longest since the event before; 0 when nothing was waiting. */
      readonly lagMs: number;
      readonly changes: Readonly<Record<TableId, ChangeCounts>>;
      readonly transactions: number;
    }
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
  | {
      readonly kind: 'log';
      readonly at: number;
      readonly level: Level;
      readonly code: string;
      readonly message: Text;
      readonly hint?: Text;
      readonly table?: TableId;
    };

export interface ChangeCounts {
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly truncates: number;
}
