import { broken } from '../ddl/tell.ts';
import type { DestinationState } from '../destination/destination.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Position } from '../schema/row.ts';
import { isLoaded, viewsOf } from '../schema/slice.ts';
import { FullLoad, type FullLoadInit } from './full-load.ts';

/** Tables whose rows are to be copied since a command of the source, and are not. */
export function toReload(tables: readonly TablePlan[], state: DestinationState): readonly TablePlan[] {
  return tables.filter(
    ({ id, hasRows, reload, stopped }) => hasRows && reload === true && stopped === undefined && !isLoaded(state.tables.get(id)),
  );
}

/** Where the log must be followed to before rows that were copied since meet those of other tables; null: they do. */
function toMeet(tables: readonly TablePlan[], { tables: loads, checkpoint }: DestinationState): Position | null {
  const views = tables.flatMap(({ id, reload }) => {
    const load = loads.get(id);
    return reload === true && load !== undefined ? [viewsOf(load).last] : [];
  });
  const last = views
    .filter((position) => position !== null)
    .sort()
    .at(-1);
  return last === undefined || (checkpoint !== null && checkpoint >= last) ? null : last;
}

/** Copies rows that commands of the source ask for, under one view, from which on their tables are followed. */
export class Reload {
  readonly #init: Omit<FullLoadInit, 'plan'>;
  /** What failed the last time. */
  #failed: string | null = null;

  constructor(init: Omit<FullLoadInit, 'plan'>) {
    this.#init = init;
  }

  /**
   * What an attempt before brought is taken back: it was of another view. A table that cannot be read may have been changed since: then
   * the log says so, and the next time it can. Cut short by `ends` it is done again. @throws EngineError when the same fails twice
   */
  async copy(plan: FullLoadInit['plan'], state: DestinationState, ends?: AbortSignal): Promise<void> {
    const { source, destination } = this.#init;
    const tables = toReload(plan.tables, state);
    const begun = tables.filter(({ id }) => state.tables.has(id));
    for (const table of begun) await destination.unload(table);
    await source.completeIdentity(tables);
    const { run } = this.#init;
    const emit = (event: TaskEvent) => (isComplaint(event) ? undefined : run.emit(event));
    const signal = ends === undefined ? run.signal : AbortSignal.any([run.signal, ends]);
    const load = new FullLoad({ ...this.#init, run: { ...run, emit, signal }, plan });
    await load.copy(tables, begun.length === 0 ? state : await destination.state(), false);
    if (signal.aborted) return;
    const what = JSON.stringify(tables);
    if (load.someFailed && what === this.#failed) load.throwFailed();
    this.#failed = load.someFailed ? what : null;
  }
  /**
   * Copies what is to be copied; once all rows are as at one moment, whatever waited for that is completed. Returns how far the log is to
   * be followed before it goes on; null: there is nothing more.
   */
  async next(plan: FullLoadInit['plan'], state: DestinationState): Promise<Position | null> {
    const { source, destination, run } = this.#init;
    if (toReload(plan.tables, state).length > 0) return (await source.now()).position;
    const meet = toMeet(plan.tables, state);
    // A foreign key may lead to or from what is copied again beside the task, or be seen by one that joins, which is ahead of the others.
    if (run.joins?.isCopying !== false) return meet;
    const waits = plan.tables.some(({ stopped }) => stopped !== undefined && state.overlay?.refused?.has(stopped));
    if (meet === null && !waits && plan.tables.some(({ reload }) => reload === true))
      for (const error of await destination.validate()) run.emit(broken(error));
    return meet;
  }
}

/** What may be explained by a command that is still to be read is not told before it is tried again. */
function isComplaint(event: TaskEvent): boolean {
  return (event.kind === 'log' && event.level !== 'info') || (event.kind === 'table' && event.state === 'failed');
}
