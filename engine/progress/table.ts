import type { TablePlan } from '../plan/plan.ts';
import type { ChangeCounts, TaskEvent } from './event.ts';
import type { TableProgress } from './progress.ts';

type TableEvent = Extract<TaskEvent, { kind: 'table' }>;

export const NO_CHANGES: ChangeCounts = { inserts: 0, updates: 0, deletes: 0, truncates: 0, ddl: 0 };

/** The rate of a table that is copied follows what the last seconds held. */
const SMOOTHING_MS = 5_000;

/** A table of the plan before anything happened to it. */
export function newTable(plan: TablePlan): TableProgress {
  return {
    id: plan.id,
    source: plan.source,
    destination: plan.destination,
    state: 'waiting',
    rows: 0,
    bytes: 0,
    estimatedRows: plan.estimatedRows,
    hasRows: plan.hasRows,
    size: plan.bytes,
    slices: null,
    format: plan.copy?.format ?? null,
    formatReason: plan.copy?.format === 'text' ? plan.copy.reason : null,
    startedAt: null,
    finishedAt: null,
    rate: 0,
    meter: null,
    changes: NO_CHANGES,
    error: null,
  };
}

/**
 * A table that is planned again, when a task begins or goes on: nothing copies it for now, what arrived stays. Pictures stored by
 * versions of before lack some of it.
 */
export function replannedTable(known: TableProgress, plan: TablePlan): TableProgress {
  const fresh = newTable(plan);
  const same = known.size === fresh.size && known.format === fresh.format && known.formatReason?.en === fresh.formatReason?.en;
  const { size, format, formatReason } = fresh;
  const table = same ? known : { ...fresh, ...known, size, format, formatReason };
  return table.state === 'copying' ? { ...table, state: 'waiting', rate: 0, meter: null } : table;
}

/** The table after an event about it. Pure. */
export function moved(table: TableProgress, event: TableEvent): TableProgress {
  // A resumed task hears again of tables that arrived before: when and how fast that was stands.
  if (event.state === 'copied' && isSettled(table)) return { ...table, state: 'copied' };
  const begins = event.state === 'copying' && table.state !== 'copying';
  const startedAt = begins ? event.at : table.startedAt;
  const rows = event.rows ?? (begins ? 0 : table.rows);
  const finishedAt = event.state === 'copied' ? event.at : begins ? null : table.finishedAt;
  return {
    ...table,
    state: event.state,
    rows,
    bytes: event.bytes ?? (begins ? 0 : table.bytes),
    slices: event.slices ?? table.slices ?? null,
    startedAt,
    finishedAt,
    ...pace(begins ? { ...table, meter: null, rate: 0 } : table, event, rows),
    error: event.error ?? (event.state === 'stopped' && table.state === 'stopped' ? table.error : null),
    ...(event.state === 'stopped' ? {} : { passed: 0 }),
  };
}

/** The table after changes of it were applied. Pure. */
export function counted(
  table: TableProgress,
  { changes, passed = {} }: Pick<Extract<TaskEvent, { kind: 'applied' }>, 'changes' | 'passed'>,
): TableProgress {
  const [more, without = 0] = [changes[table.id], passed[table.id]];
  const next = without === 0 ? table : { ...table, passed: (table.passed ?? 0) + without };
  return more === undefined ? next : { ...next, changes: sum({ ...NO_CHANGES, ...table.changes }, more) };
}

function sum(a: ChangeCounts, b: ChangeCounts): ChangeCounts {
  return {
    inserts: a.inserts + b.inserts,
    updates: a.updates + b.updates,
    deletes: a.deletes + b.deletes,
    truncates: a.truncates + b.truncates,
    ddl: a.ddl + b.ddl,
  };
}

function isSettled(table: TableProgress): boolean {
  return (table.state === 'copied' || table.state === 'following') && table.finishedAt !== null;
}

/** Rows a second. What was there before this attempt (slices that are durable) does not count, nor does what was taken back. */
function pace(table: TableProgress, event: TableEvent, rows: number): Pick<TableProgress, 'rate' | 'meter'> {
  const meter = table.meter ?? null;
  if (event.state === 'copied') return { rate: overall(table, event, rows), meter: null };
  if (event.state !== 'copying') return { rate: 0, meter: null };
  if (meter === null || rows < meter.rows) return { rate: meter === null ? 0 : table.rate, meter: begun(event.at, rows) };
  const passed = event.at - meter.at;
  if (event.rows === undefined || passed <= 0) return { rate: table.rate, meter };
  const weight = Math.min(1, passed / Math.min(SMOOTHING_MS, event.at - meter.since));
  const now = ((rows - meter.rows) / passed) * 1_000;
  return { rate: table.rate * (1 - weight) + now * weight, meter: { ...meter, at: event.at, rows } };
}

function begun(at: number, rows: number): NonNullable<TableProgress['meter']> {
  return { since: at, before: rows, at, rows };
}

function overall({ meter, startedAt, rate }: TableProgress, { at }: TableEvent, rows: number): number {
  const since = meter?.since ?? startedAt;
  return since === null || at <= since ? rate : (Math.max(0, rows - (meter?.before ?? 0)) / (at - since)) * 1_000;
}
