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
  readonly rate: number;
  readonly etaSeconds: number | null;
}

/** Full load: rows copied of rows expected; never 100 before every table is copied. */
export function loadSummary(progress: Progress): LoadSummary {
  const tables = Object.values(progress.tables).filter((table) => table.hasRows);
  const finished = tables.filter(isCopied).length;
  const rows = total(tables, (table) => table.rows);
  const expectedRows = total(tables, expected);
  const rate = total(
    tables.filter((table) => table.state === 'copying'),
    (table) => table.rate,
  );
  const all = finished === tables.length && tables.length > 0;
  const share = expectedRows === 0 ? null : Math.min(99, Math.floor((rows / expectedRows) * 100));
  return {
    done: finished,
    total: tables.length,
    percent: all ? 100 : share,
    rows,
    bytes: total(tables, (table) => table.bytes),
    expectedRows,
    rate,
    etaSeconds: all ? 0 : rate > 0 ? Math.ceil((expectedRows - rows) / rate) : null,
  };
}

/** Seconds until `table` is copied, or null when its size or rate is not known. */
export function tableEta(table: TableProgress): number | null {
  if (table.state !== 'copying' || table.rate <= 0 || table.estimatedRows < table.rows) return null;
  return Math.ceil((table.estimatedRows - table.rows) / table.rate);
}

/** Whether all rows of a table have arrived. */
export function isCopied(table: TableProgress): boolean {
  return table.state === 'copied' || table.state === 'following';
}

function expected(table: TableProgress): number {
  return isCopied(table) ? table.rows : Math.max(table.rows, table.estimatedRows, 0);
}

function total(tables: readonly TableProgress[], of: (table: TableProgress) => number): number {
  return tables.reduce((sum, table) => sum + of(table), 0);
}
