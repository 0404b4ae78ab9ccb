import type { Estimate } from '#engine/engine.ts';
import type { TaskConfig } from '#engine/task/config.ts';

/** What is told of a task before it starts. `seconds` is null where nothing is known to tell it by. */
export interface TaskEstimate extends Estimate {
  readonly seconds: number | null;
  /** What the time comes from: a limit of the task that holds it back more, or what earlier tasks of this console copied. */
  readonly basis: 'throttle' | 'measured' | 'unknown';
}

const MEGABYTE = 1_000_000;

/** `bytesPerSecond`: of earlier tasks. */
export function timeOf(
  { rows, bytes, unknownTables }: Pick<Estimate, 'rows' | 'bytes' | 'unknownTables'>,
  throttle: TaskConfig['full']['throttle'],
  bytesPerSecond: number | null,
): Pick<TaskEstimate, 'seconds' | 'basis'> {
  const megabytes = throttle?.megabytesPerSecond ?? null;
  const rowLimit = unknownTables > 0 ? null : (throttle?.rowsPerSecond ?? null);
  const limits = [...(megabytes === null ? [] : [bytes / (megabytes * MEGABYTE)]), ...(rowLimit === null ? [] : [rows / rowLimit])];
  const held = limits.length === 0 ? null : Math.max(...limits);
  const measured = bytesPerSecond === null ? null : bytes / bytesPerSecond;
  if (held !== null && (measured === null || held >= measured)) return { seconds: Math.ceil(held), basis: 'throttle' };
  return measured === null ? { seconds: null, basis: 'unknown' } : { seconds: Math.ceil(measured), basis: 'measured' };
}
