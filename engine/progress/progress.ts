import type { ErrorReport } from '../errors.ts';
import type { Step } from '../plan/plan.ts';
import type { CopyFormat } from '../schema/row.ts';
import type { TableId, TableName } from '../schema/table.ts';
import type { Limits } from '../task/limits.ts';
import type { Text } from '../text.ts';
import type { ChangeCounts, FailedStatement, RunningStatement, TableState, TaskEvent } from './event.ts';
import { NO_HISTORY, recorded, type StreamHistory } from './history.ts';
import { interrupted, type LoadProgress, loaded } from './load.ts';
import type { RefusedStatement } from './refused.ts';
import { type Repeats, repeated } from './repeats.ts';
import { looked, type SourceProgress, waited } from './source.ts';
import { type Stream, streamed } from './stream.ts';
import { built, replanned } from './structure.ts';
import { counted, moved, newTable, replannedTable } from './table.ts';

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
  /** Changes that were passed over, or set aside, since it is stopped. Absent: none. */
  readonly passed?: number;
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
  /** Of the stream, for its charts. */
  readonly history: StreamHistory;
  readonly retry: RetryProgress | null;
  /** Null before the first retry. */
  readonly repeats: Repeats | null;
  /** What the source keeps for the task; null before anything is told of it. */
  readonly source: SourceProgress | null;
  /** Null before tables were loaded, and once they are. */
  readonly load: LoadProgress | null;
  readonly limits: Limits | null;
  /** Commands that the destination refused and that wait for a person. Absent in pictures of before. */
  readonly refused?: readonly RefusedStatement[];
}

const NO_STRUCTURE: StructureProgress = { states: '', phases: '', failed: [], running: [], leftOut: 0 };

export const NO_PROGRESS: Progress = {
  steps: [],
  tables: {},
  structure: NO_STRUCTURE,
  stream: null,
  history: NO_HISTORY,
  retry: null,
  repeats: null,
  source: null,
  load: null,
  limits: null,
};

/** The progress after `event`. Pure; unchanged parts keep their identity, so a patch is found by comparing references. */
export function fold(progress: Progress, event: TaskEvent): Progress {
  return folded(progress, event, (tables) => ({ ...tables }));
}

/**
 * Folds events that come together. The list of all tables is copied once for them, not for each: a plan of thousands of tables is told
 * of by thousands of events. What `progress` is between two events is not to be kept, for the next may change it.
 */
export class Folding {
  #progress: Progress;
  #own: Progress['tables'] | null = null;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  get progress(): Progress {
    return this.#progress;
  }

  add(event: TaskEvent): void {
    this.#progress = folded(this.#progress, event, (tables) => {
      const own = tables === this.#own ? tables : { ...tables };
      this.#own = own;
      return own;
    });
  }
}

type Tables = Record<TableId, TableProgress>;

/** `own`: these tables in a list that may be written to. */
function folded(progress: Progress, event: TaskEvent, own: (tables: Progress['tables']) => Tables): Progress {
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
      return withTables(progress, own, [event.id], (table) => moved(table, event));
    case 'load':
      return { ...progress, load: loaded(progress.load, event, { waits: progress.retry !== null, limits: progress.limits }) };
    case 'refused':
      return event.refused.length === 0 && !progress.refused?.length ? progress : { ...progress, refused: event.refused };
    case 'limits':
      return { ...progress, limits: event.limits };
    case 'applied':
      return {
        ...withTables(progress, own, Object.keys({ ...event.changes, ...event.passed }), (table) => counted(table, event)),
        stream: streamed(progress.stream, event),
        history: recorded(progress.history, event, progress.limits),
      };
    case 'retry': {
      const { kind: _, at: __, ...retry } = event;
      return { ...progress, retry, repeats: repeated(progress.repeats, event), load: interrupted(progress.load) };
    }
    case 'recovered':
      return { ...progress, retry: null };
    case 'source':
      return { ...progress, source: looked(event) };
    case 'slot-waits':
      return { ...progress, source: waited(progress.source, event) };
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
  const loadsAgain = event.step === 'full' && event.state === 'running' && !someFollow(progress);
  const steps = progress.steps.map((step): StepProgress => {
    if (step.step === event.step) return { ...step, state: event.state, startedAt: step.startedAt ?? event.at, finishedAt };
    return loadsAgain && step.step === 'incremental' ? { step: step.step, state: 'waiting', startedAt: null, finishedAt: null } : step;
  });
  if (event.step !== 'full') return { ...progress, steps };
  return { ...progress, steps, load: event.state === 'done' ? null : interrupted(progress.load) };
}

/** Whether any table is followed: where none is, all rows are copied before changes are. */
function someFollow({ tables }: Progress): boolean {
  return Object.values(tables).some(({ state }) => state === 'following');
}

function withTables(
  progress: Progress,
  own: (tables: Progress['tables']) => Tables,
  ids: readonly TableId[],
  change: (table: TableProgress) => TableProgress,
): Progress {
  const known = ids.filter((id) => progress.tables[id] !== undefined);
  if (known.length === 0) return progress;
  const tables = own(progress.tables);
  for (const id of known) {
    const table = tables[id];
    if (table !== undefined) tables[id] = change(table);
  }
  return { ...progress, tables };
}
