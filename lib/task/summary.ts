import type { Progress } from '#engine/progress/progress.ts';
import { loadSummary, structureSummary } from '#engine/progress/summary.ts';
import type { Text } from '#engine/text.ts';

/**
 * Of a task's progress, the few figures a list shows. Stored beside it: the progress of a task of thousands of tables is megabytes,
 * and a list has thousands of tasks.
 */
export interface TaskSummary {
  /** Shares of the two steps that end, 0 to 100; null when they cannot be told. */
  readonly structure: number | null;
  readonly load: number | null;
  readonly tables: number;
  readonly rows: number;
  /** Rows a second, just now: of the full load, then of the changes. */
  readonly rate: number;
  readonly lagMs: number | null;
  /** Tables whose changes wait, for the destination refused a command on them. */
  readonly stopped: number;
  /** Tables whose copy failed. */
  readonly failed: number;
  /** What the source keeps in its log for the task. */
  readonly heldBytes: number | null;
  /** Why it is trying again, and until when it will. */
  readonly retry: { readonly message: Text; readonly since: number; readonly until: number } | null;
}

const made = new WeakMap<Progress, TaskSummary>();

/** Made once of each picture, whoever asks: of ten thousand tables it takes milliseconds. */
export function summarize(progress: Progress): TaskSummary {
  const known = made.get(progress) ?? summaryOf(progress);
  made.set(progress, known);
  return known;
}

function summaryOf(progress: Progress): TaskSummary {
  const load = loadSummary(progress);
  const { stream, retry, source, refused = [] } = progress;
  return {
    structure: structureSummary(progress).percent,
    load: load.percent,
    tables: load.total,
    rows: load.rows,
    rate: stream?.rate ?? load.rate,
    lagMs: stream?.lagMs ?? null,
    stopped: new Set(refused.filter(({ stops }) => stops).flatMap(({ tables }) => tables)).size,
    failed: load.failed,
    heldBytes: source?.slot?.heldBytes ?? null,
    retry: retry === null ? null : { message: retry.error.message, since: retry.since, until: retry.until },
  };
}
