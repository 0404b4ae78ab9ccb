import type { Destination, LoadResult } from '../destination/destination.ts';
import { EngineError, reportOf } from '../errors.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { displayName } from '../schema/table.ts';
import type { Snapshot } from '../source/source.ts';

export interface LoadInit {
  readonly snapshot: Snapshot;
  readonly destination: Destination;
  /** Tables that are not loaded yet. */
  readonly tables: readonly TablePlan[];
  readonly streams: number;
  readonly emit: (event: TaskEvent) => void;
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}

/**
 * Loads the tables side by side, the largest first so that the last stream does not start on it. A table that fails for its own
 * sake does not stop the others.
 * @returns the errors of failed tables, those first that trying again may mend
 * @throws EngineError when a connection failed: all are then tried again
 */
export async function loadTables(init: LoadInit): Promise<readonly EngineError[]> {
  const queue = [...init.tables].sort((a, b) => b.bytes - a.bytes);
  const failed: EngineError[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([init.signal, stop.signal]);
  const worker = async () => {
    for (let table = queue.shift(); table !== undefined && !signal.aborted; table = queue.shift()) {
      const error = await loadOne({ ...init, signal }, table);
      if (error === null) continue;
      failed.push(error);
      if (error.connection) stop.abort(error);
    }
  };
  await Promise.all(Array.from({ length: init.streams }, worker));
  const broken = failed.find((error) => error.connection);
  if (broken !== undefined) throw broken;
  return failed.sort((a, b) => Number(b.retry === 'soon') - Number(a.retry === 'soon'));
}

async function loadOne(init: LoadInit, table: TablePlan): Promise<EngineError | null> {
  const tell = (state: 'copying' | 'copied', { rows, bytes }: LoadResult) =>
    init.emit({ kind: 'table', at: Date.now(), id: table.id, state, rows, bytes });
  tell('copying', { rows: 0, bytes: 0 });
  try {
    const rows = await init.snapshot.read(table, init.signal);
    const onProgress = (done: LoadResult) => tell('copying', done);
    const done = await init.destination.load(table, rows, { position: init.snapshot.position, signal: init.signal, onProgress });
    tell('copied', done);
    if (done.skipped !== undefined) init.emit(rowsSkipped(table, done.skipped));
    init.onDurable();
    return null;
  } catch (error) {
    if (init.signal.aborted && !(error instanceof EngineError && error.connection)) return null;
    const failure = error instanceof EngineError ? error : unexpected(error, table);
    init.emit({ kind: 'table', at: Date.now(), id: table.id, state: 'failed', error: reportOf(failure) });
    return failure;
  }
}

/** *Ignore Errors and Proceed* was chosen; which rows it meant must not stay unsaid. */
function rowsSkipped(table: TablePlan, count: number): TaskEvent {
  const name = displayName(table.destination);
  return {
    kind: 'log',
    at: Date.now(),
    level: 'warn',
    code: 'table.rows-skipped',
    message: {
      en: `${count} rows of ${name} were not written: rows with their keys are at the destination already and stay as they are`,
      zh: `${name} 有 ${count} 行未写入：目标库中已存在相同键值的行，保持不变`,
    },
    hint: {
      en: 'Compare these rows, or empty the table at the destination and migrate it again.',
      zh: '请核对这些行，或清空目标表后重新迁移。',
    },
    table: table.id,
  };
}

function unexpected(error: unknown, table: TablePlan): EngineError {
  const { message, hint } = reportOf(error);
  return new EngineError({ code: 'engine.unexpected', message, hint, retry: 'soon', object: displayName(table.source), cause: error });
}
