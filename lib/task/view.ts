import type { ErrorReport } from '#engine/errors.ts';
import type { Finding } from '#engine/precheck/check.ts';
import type { Level } from '#engine/progress/event.ts';
import type { Progress } from '#engine/progress/progress.ts';
import type { DraftConfig, EndpointType, TaskKind } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { Text } from '#engine/text.ts';
import type { SecretField } from '#lib/endpoint.ts';
import type { TaskSummary } from './summary.ts';

/** A line of the event log. `seq` grows with time and is what pages and streams go by. */
export interface LogLine {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: Level;
  readonly code: string;
  readonly message: Text;
  readonly hint: Text | null;
  /** `schema.table`, when it concerns one. */
  readonly table: string | null;
}

/** Everything about one task, without its secrets. Times are ISO 8601. */
export interface TaskView {
  readonly id: string;
  readonly name: string;
  readonly config: DraftConfig;
  /** Names the document: it is saved with the one that was edited (`PUT /tasks/ID?revision=`). */
  readonly revision: string;
  /** Ids of its resource group and its environment tag. */
  readonly group: string;
  readonly tag: string | null;
  /** Which secrets are stored; a document saved without them keeps them. */
  readonly secrets: { readonly source: readonly SecretField[]; readonly destination: readonly SecretField[] };
  readonly source: Place | null;
  readonly destination: Place | null;
  readonly state: TaskState;
  readonly findings: readonly Finding[] | null;
  readonly checkedAt: string | null;
  readonly progress: Progress;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** Where an endpoint leads, in words: a saved connection's name, or host and port. */
export interface Place {
  readonly connection: string | null;
  readonly type: EndpointType;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** One row of the task list. */
export interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly types: DraftConfig['types'];
  /** Ids of its resource group and its environment tag. */
  readonly group: string;
  readonly tag: string | null;
  readonly source: Place | null;
  readonly destination: Place | null;
  /** Share of the current step, 0 to 100; null when it cannot be told. */
  readonly percent: number | null;
  readonly tables: number;
  readonly rows: number;
  /** Rows a second while it works; null otherwise. */
  readonly rate: number | null;
  /** Milliseconds; null when the task does not follow changes now. */
  readonly lagMs: number | null;
  readonly error: ErrorReport | null;
  /** Tables whose changes wait, for the destination refused a command on them. */
  readonly stoppedTables: number;
  /** Tables whose copy failed. */
  readonly failedTables: number;
  /** Bytes of log that the source keeps for it. */
  readonly heldBytes: number | null;
  /** Why it is trying again just now. */
  readonly retry: TaskSummary['retry'];
  readonly createdAt: string;
  readonly startedAt: string | null;
  /** When it was finished or stopped for good. */
  readonly finishedAt: string | null;
}
