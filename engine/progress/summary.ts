import type { LoadProgress } from './load.ts';
import type { Progress, TableProgress } from './progress.ts';
import { countStatements } from './structure.ts';

/** What a step has done, for its card: `percent` is null while the total is not known. */
export interface StepSummary {
  readonly done: number;
  readonly total: number;
  readonly percent: number | null;
}

/** Structure: statements run of statements planned. */
export function structureSummary(progress: Progress): StepSummary {
  const count = countStatements(progress.structure, null);
  const [done, total] = [count.done + count.skipped, count.total];
  return { done, total, percent: total === 0 ? null : Math.floor((done / total) * 100) };
}

export interface LoadSummary extends StepSummary {
  readonly rows: number;
  readonly bytes: number;
  /** Estimated rows of all tables: counted where copied, guessed elsewhere. */
  readonly expectedRows: number;
  /** Tables that failed, and those a person does without; these are not in `total`. */
  readonly failed: number;
  readonly skipped: number;
  readonly slices: { readonly done: number; readonly total: number };
  /** Rows, and bytes, a second, just now. */
  readonly rate: number;
  readonly byteRate: number;
  readonly etaSeconds: number | null;
}

/** Full load: what is copied of what is to be copied, by size; never 100 before every table is copied. */
export function loadSummary(progress: Progress): LoadSummary {
  const withRows = Object.values(progress.tables).filter((table) => table.hasRows);
  const tables = withRows.filter((table) => table.state !== 'skipped');
  const finished = tables.filter(isCopied).length;
  const all = finished === tables.length && withRows.length > 0;
  const cut = tables.flatMap(({ slices }) => slices ?? []);
  return {
    done: finished,
    total: tables.length,
    percent: all ? 100 : percentOf(tables, progress.load),
    rows: total(tables, (table) => table.rows),
    bytes: total(tables, (table) => table.bytes),
    expectedRows: total(tables, expected),
    failed: tables.filter((table) => table.state === 'failed').length,
    skipped: withRows.length - tables.length,
    slices: { done: total(cut, ({ done }) => done), total: total(cut, (slices) => slices.total) },
    ...ratesOf(progress.load),
    etaSeconds: all ? 0 : (progress.load?.etaSeconds ?? null),
  };
}

/** Seconds until `table` is copied, or null when that cannot be told: its first seconds, a size nobody knows, a copy that stands still. */
export function tableEta(table: TableProgress): number | null {
  const { state, meter, rate, rows } = table;
  if (state !== 'copying' || !meter || meter.at - meter.since < LEAST_MS || rate < 1) return null;
  const rest = guessedRows(table) - rows;
  return rest <= 0 ? null : Math.ceil(rest / rate);
}

/** Share of a table that is copied, from 0 to 1; null when it moves and cannot be told. Never full before the table is copied. */
export function tableShare(table: TableProgress): number | null {
  if (isCopied(table)) return 1;
  if ((table.slices?.total ?? 0) >= TELLING_SLICES && table.slices) return Math.min(NEARLY, table.slices.done / table.slices.total);
  if (table.estimatedRows > 0) return Math.min(NEARLY, table.rows / table.estimatedRows);
  return table.state === 'copying' ? null : 0;
}

/** Whether all rows of a table have arrived. */
export function isCopied(table: TableProgress): boolean {
  return table.state === 'copied' || table.state === 'following' || table.state === 'stopped';
}

/** The time left of a table is not told by less than this. */
const LEAST_MS = 5_000;
/** Slices are of much the same size: with so many of them, those done tell more than the planner's statistics do. */
const TELLING_SLICES = 20;
const NEARLY = 0.99;
/** Samples the present rate is the mean of: one second alone is restless. */
const RECENT = 2;

function percentOf(tables: readonly TableProgress[], load: LoadProgress | null): number | null {
  const sizes = total(tables, sizeOf);
  // A later attempt has only to copy what is left; what was copied before it counts too.
  const whole = Math.max(sizes, load?.size ?? 0);
  if (whole > 0) {
    const rest =
      load === null
        ? total(
            tables.filter((table) => !isCopied(table)),
            sizeOf,
          )
        : // An attempt knows nothing of tables that could not be made: nothing of them is there.
          Math.max(0, load.size - load.sizeDone, total(tables.filter(isUntouched), sizeOf));
    return capped(1 - Math.min(rest, whole) / whole);
  }
  const rows = total(tables, expected);
  return rows === 0
    ? null
    : capped(
        total(tables, (table) => table.rows),
        rows,
      );
}

const isUntouched = ({ state, rows }: TableProgress): boolean => state === 'waiting' && rows === 0;

function capped(part: number, whole = 1): number {
  return Math.min(99, Math.max(0, Math.floor((part / whole) * 100)));
}

function ratesOf(load: LoadProgress | null): Pick<LoadSummary, 'rate' | 'byteRate'> {
  const since = load?.mark?.since;
  const recent = load === null || since === undefined ? [] : load.samples.slice(-RECENT).filter(({ at }) => at > since);
  if (recent.length === 0) return { rate: 0, byteRate: 0 };
  return { rate: total(recent, ({ rate }) => rate) / recent.length, byteRate: total(recent, ({ byteRate }) => byteRate) / recent.length };
}

/** Pictures stored by versions of before have no size. */
function sizeOf({ size }: TableProgress): number {
  return size ?? 0;
}

/** All rows of a table as far as anyone can tell: statistics, or where they are outdated the slices that are done; else 0. */
function guessedRows({ rows, estimatedRows, slices }: TableProgress): number {
  if (estimatedRows > rows) return estimatedRows;
  return slices && slices.done > 0 ? (rows * slices.total) / slices.done : 0;
}

function expected(table: TableProgress): number {
  return isCopied(table) ? table.rows : Math.max(table.rows, table.estimatedRows, 0);
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
