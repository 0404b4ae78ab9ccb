import type { ErrorReport } from '../errors.ts';
import type { Step } from '../plan/plan.ts';
import type { CopyFormat } from '../schema/row.ts';
import type { TableId, TableName } from '../schema/table.ts';
import type { Limits } from '../task/limits.ts';
import type { Text } from '../text.ts';
import type { ChangeCounts, FailedStatement, RunningStatement, TableState, TaskEvent } from './event.ts';
import { interrupted, loaded } from './load.ts';
import { built, replanned } from './structure.ts';
import { moved, newTable, replannedTable } from './table.ts';

export interface TableProgress {
  readonly id: TableId;
  readonly source: TableName;
  readonly destination: TableName;
  readonly state: TableState;
  readonly rows: number;
  readonly bytes: number;
  /** From the planner's statistics; -1 when unknown. */
  readonly estimatedRows: number;
  readonly hasRows: boolean;
  /** Bytes of the table at the source when it was planned. */
  readonly size: number;
  /** Null before it was cut. */
  readonly slices: { readonly done: number; readonly total: number } | null;
  /** Null where it is not known (tasks of before). */
  readonly format: CopyFormat | null;
  /** Why it goes as text. */
  readonly formatReason: Text | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Rows per second, smoothed while copying, overall once copied. */
  readonly rate: number;
  /** What the rate is measured from while it is copied: when that began and what was there already, and the last report. */
  readonly meter: { readonly since: number; readonly before: number; readonly at: number; readonly rows: number } | null;
  readonly changes: ChangeCounts;
  readonly error: ErrorReport | null;
}

/** `w`aiting, `d`one, `f`ailed, `s`kipped. What runs is in `running`. */
export type StatementState = 'w' | 'd' | 'f' | 's';

/** How far the structure is. A plan may have tens of thousands of statements: the picture holds one letter for each. */
export interface StructureProgress {
  /** One `StatementState` for each statement of the plan, in its order. */
  readonly states: string;
  /** `b`efore or `a`fter the data, in the same order. */
  readonly phases: string;
  readonly failed: readonly FailedStatement[];
  readonly running: readonly RunningStatement[];
  readonly leftOut: number;
}

export interface StepProgress {
  readonly step: Step;
  readonly state: 'waiting' | 'running' | 'done';
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

export interface Stream {
  readonly position: string;
  readonly sourcePosition: string;
  readonly bytesBehind: number;
  readonly lagMs: number;
  readonly at: number;
  readonly transactions: number;
  /** Changes per second over the last samples. */
  readonly rate: number;
}

/** One point of the lag chart. */
export interface LagSample {
  readonly at: number;
  readonly lagMs: number;
  readonly rate: number;
}

export interface RetryProgress {
  readonly attempt: number;
  readonly since: number;
  readonly until: number;
  readonly nextAt: number;
  readonly error: ErrorReport;
}

/** One point of the load charts: what passed in the second before. */
export interface LoadSample {
  readonly at: number;
  /** Rows, and bytes, a second. */
  readonly rate: number;
  readonly byteRate: number;
  /** As `LoadProgress.sizeDone` was then. */
  readonly sizeDone: number;
  /** Limits in force then, where there were any. */
  readonly rowLimit?: number;
  readonly byteLimit?: number;
}

/** Where the next sample counts from, and since when the present attempt is measured, with the size that was done then. */
export interface LoadMark {
  readonly since: number;
  readonly sizeThen: number;
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Full load as a whole. */
export interface LoadProgress {
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
  readonly size: number;
  readonly sizeDone: number;
  readonly streams: number;
  readonly throttled: boolean;
  readonly samples: readonly LoadSample[];
  /** Seconds left by the pace of the last half minute; null while that cannot be told: it is being estimated. */
  readonly etaSeconds: number | null;
  /** Null between attempts. */
  readonly mark: LoadMark | null;
}

/** Everything the status page shows, folded from events; plain JSON. */
export interface Progress {
  readonly steps: readonly StepProgress[];
  readonly tables: Readonly<Record<TableId, TableProgress>>;
  readonly structure: StructureProgress;
  readonly stream: Stream | null;
  readonly lag: readonly LagSample[];
  readonly retry: RetryProgress | null;
  /** Null before tables were loaded, and once they are. */
  readonly load: LoadProgress | null;
  readonly limits: Limits | null;
}

/** An hour of one sample a second is more than a chart shows; the oldest go. */
const LAG_SAMPLES = 900;

const NO_STRUCTURE: StructureProgress = { states: '', phases: '', failed: [], running: [], leftOut: 0 };

export const NO_PROGRESS: Progress = {
  steps: [],
  tables: {},
  structure: NO_STRUCTURE,
  stream: null,
  lag: [],
  retry: null,
  load: null,
  limits: null,
};

/** The progress after `event`. Pure; unchanged parts keep their identity, so a patch is found by comparing references. */
export function fold(progress: Progress, event: TaskEvent): Progress {
  switch (event.kind) {
    case 'planned':
      return planned(progress, event);
    case 'step':
      return stepped(progress, event);
    case 'statements':
    case 'statement-failed':
    case 'building':
      return { ...progress, structure: built(progress.structure, event) };
    case 'table':
      return withTable(progress, event.id, (table) => moved(table, event));
    case 'load':
      return { ...progress, load: loaded(progress.load, event, { waits: progress.retry !== null, limits: progress.limits }) };
    case 'limits':
      return { ...progress, limits: event.limits };
    case 'applied':
      return applied(progress, event);
    case 'retry': {
      const { kind: _, at: __, ...retry } = event;
      return { ...progress, retry, load: interrupted(progress.load) };
    }
    case 'recovered':
      return { ...progress, retry: null };
    case 'log':
      return progress;
  }
}

type Of<K extends TaskEvent['kind']> = Extract<TaskEvent, { kind: K }>;

function planned(progress: Progress, event: Of<'planned'>): Progress {
  const tables: Record<TableId, TableProgress> = {};
  for (const plan of event.tables) {
    const known = progress.tables[plan.id];
    tables[plan.id] = known === undefined ? newTable(plan) : replannedTable(known, plan);
  }
  const steps = event.steps.map(
    (step): StepProgress =>
      progress.steps.find((known) => known.step === step) ?? { step, state: 'waiting', startedAt: null, finishedAt: null },
  );
  const { phases, leftOut } = event;
  return { ...progress, tables, steps, structure: replanned(progress.structure, phases, leftOut), load: interrupted(progress.load) };
}

function stepped(progress: Progress, event: Of<'step'>): Progress {
  const finishedAt = event.state === 'done' ? event.at : null;
  const steps = progress.steps.map((step) =>
    step.step === event.step ? { ...step, state: event.state, startedAt: step.startedAt ?? event.at, finishedAt } : step,
  );
  if (event.step !== 'full') return { ...progress, steps };
  return { ...progress, steps, load: event.state === 'done' ? null : interrupted(progress.load) };
}

function withTable(progress: Progress, id: TableId, change: (table: TableProgress) => TableProgress): Progress {
  const table = progress.tables[id];
  return table === undefined ? progress : { ...progress, tables: { ...progress.tables, [id]: change(table) } };
}

function applied(progress: Progress, event: Of<'applied'>): Progress {
  let tables = progress.tables;
  let count = 0;
  for (const [id, changes] of Object.entries(event.changes)) {
    const table = tables[id];
    if (table === undefined) continue;
    tables = { ...tables, [id]: { ...table, changes: sum(table.changes, changes) } };
    count += changes.inserts + changes.updates + changes.deletes;
  }
  const before = progress.stream;
  const seconds = before === null ? 0 : (event.at - before.at) / 1000;
  // Two reports close together weigh as little as the time between them: the rate is what a second held.
  const weight = Math.min(1, Math.max(0, seconds));
  const rate = seconds <= 0 ? (before?.rate ?? 0) : (before?.rate ?? 0) * (1 - weight) + (count / seconds) * weight;
  const { position, sourcePosition, bytesBehind, lagMs, at } = event;
  const transactions = (before?.transactions ?? 0) + event.transactions;
  const lag = [...progress.lag.slice(1 - LAG_SAMPLES), { at, lagMs, rate }];
  return { ...progress, tables, lag, stream: { position, sourcePosition, bytesBehind, lagMs, at, transactions, rate } };
}

function sum(a: ChangeCounts, b: ChangeCounts): ChangeCounts {
  return {
    inserts: a.inserts + b.inserts,
    updates: a.updates + b.updates,
    deletes: a.deletes + b.deletes,
    truncates: a.truncates + b.truncates,
  };
}
