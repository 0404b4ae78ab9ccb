import type { ErrorReport } from '../errors.ts';
import type { Step } from '../plan/plan.ts';
import type { TableId, TableName } from '../schema/table.ts';
import type { ChangeCounts, FailedStatement, RunningStatement, TableState, TaskEvent } from './event.ts';
import { built, replanned } from './structure.ts';

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
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Rows per second, smoothed while copying, overall once copied. */
  readonly rate: number;
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

/** Everything the status page shows, folded from events; plain JSON. */
export interface Progress {
  readonly steps: readonly StepProgress[];
  readonly tables: Readonly<Record<TableId, TableProgress>>;
  readonly structure: StructureProgress;
  readonly stream: Stream | null;
  readonly lag: readonly LagSample[];
  readonly retry: RetryProgress | null;
}

/** An hour of one sample a second is more than a chart shows; the oldest go. */
const LAG_SAMPLES = 900;
const NO_CHANGES: ChangeCounts = { inserts: 0, updates: 0, deletes: 0, truncates: 0 };

const NO_STRUCTURE: StructureProgress = { states: '', phases: '', failed: [], running: [], leftOut: 0 };

export const NO_PROGRESS: Progress = { steps: [], tables: {}, structure: NO_STRUCTURE, stream: null, lag: [], retry: null };

/** The progress after `event`. Pure; unchanged parts keep their identity, so a patch is found by comparing references. */
export function fold(progress: Progress, event: TaskEvent): Progress {
  switch (event.kind) {
    case 'planned':
      return planned(progress, event);
    case 'step':
      return { ...progress, steps: progress.steps.map((step) => (step.step === event.step ? stepped(step, event) : step)) };
    case 'statements':
    case 'statement-failed':
    case 'building':
      return { ...progress, structure: built(progress.structure, event) };
    case 'table':
      return withTable(progress, event.id, (table) => moved(table, event));
    case 'applied':
      return applied(progress, event);
    case 'retry': {
      const { kind: _, at: __, ...retry } = event;
      return { ...progress, retry };
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
    tables[plan.id] = progress.tables[plan.id] ?? {
      id: plan.id,
      source: plan.source,
      destination: plan.destination,
      state: 'waiting',
      rows: 0,
      bytes: 0,
      estimatedRows: plan.estimatedRows,
      hasRows: plan.hasRows,
      startedAt: null,
      finishedAt: null,
      rate: 0,
      changes: NO_CHANGES,
      error: null,
    };
  }
  const steps = event.steps.map(
    (step): StepProgress =>
      progress.steps.find((known) => known.step === step) ?? { step, state: 'waiting', startedAt: null, finishedAt: null },
  );
  const { phases, leftOut } = event;
  return { ...progress, tables, steps, structure: replanned(progress.structure, phases, leftOut) };
}

function stepped(step: StepProgress, event: Of<'step'>): StepProgress {
  const finishedAt = event.state === 'done' ? event.at : null;
  return { ...step, state: event.state, startedAt: step.startedAt ?? event.at, finishedAt };
}

function withTable(progress: Progress, id: TableId, change: (table: TableProgress) => TableProgress): Progress {
  const table = progress.tables[id];
  return table === undefined ? progress : { ...progress, tables: { ...progress.tables, [id]: change(table) } };
}

function moved(table: TableProgress, event: Of<'table'>): TableProgress {
  // A resumed task hears again of tables that arrived before: when and how fast that was stands.
  if (event.state === 'copied' && isSettled(table)) return { ...table, state: 'copied' };
  const restarted = event.state === 'copying' && table.state !== 'copying';
  const startedAt = restarted ? event.at : table.startedAt;
  const rows = event.rows ?? (restarted ? 0 : table.rows);
  const finishedAt = event.state === 'copied' ? event.at : restarted ? null : table.finishedAt;
  const seconds = startedAt === null ? 0 : ((finishedAt ?? event.at) - startedAt) / 1000;
  return {
    ...table,
    state: event.state,
    rows,
    bytes: event.bytes ?? (restarted ? 0 : table.bytes),
    startedAt,
    finishedAt,
    rate: event.rows === undefined || seconds <= 0 ? table.rate : rows / seconds,
    error: event.error ?? null,
  };
}

function isSettled(table: TableProgress): boolean {
  return (table.state === 'copied' || table.state === 'following') && table.finishedAt !== null;
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
