import type { Destination, DestinationState } from '../destination/destination.ts';
import { type EngineError, reportOf } from '../errors.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import { isLoaded, WHOLE } from '../schema/slice.ts';
import type { TableId } from '../schema/table.ts';
import type { JobInit } from '../snapshot/job.ts';
import { loadLargeObjects } from '../snapshot/large-objects.ts';
import { LoadRun } from '../snapshot/load.ts';
import { tableGone } from '../snapshot/tell.ts';
import type { Snapshot, Source } from '../source/source.ts';
import { tellWaits } from '../stream/care-words.ts';
import { text } from '../text.ts';
import { someFailed } from './continuity.ts';
import type { RunInit } from './run-init.ts';
import type { TaskStructure } from './structure.ts';
import { canConverge, viewsIn } from './views.ts';

export interface FullLoadInit {
  readonly run: RunInit;
  readonly source: Source;
  readonly destination: Destination;
  readonly plan: Plan;
  readonly structure: TaskStructure;
}

/** Copies the rows that are not there yet, and makes the indexes of tables that are while others are still copied. */
export class FullLoad {
  readonly #init: FullLoadInit;
  /** Tables that failed and that nobody has mended; the errors that say why. */
  #failed: readonly EngineError[] = [];

  constructor(init: FullLoadInit) {
    this.#init = init;
  }

  /** Copies `tables`, or as far as the task is not stopped. Those that fail are kept for `throwFailed`. */
  async copy(tables: readonly TablePlan[], state: DestinationState, withObjects = true): Promise<void> {
    const { run, destination } = this.#init;
    const objects = withObjects && run.config.full.largeObjects && state.largeObjects?.done !== true;
    this.#failed = [];
    await using snapshot = await this.#view(tables, objects);
    if (snapshot === null) return;
    this.#failed = await this.#copyTables(snapshot, tables, state);
    if (run.signal.aborted || !objects || this.#failed.length > 0) return;
    const { conflictMode, structure } = run.config;
    await loadLargeObjects({ ...run, ...structure, conflictMode, snapshot, destination });
  }

  /** @throws EngineError about the tables that failed, when there are any */
  throwFailed(): void {
    const [first, ...more] = this.#failed;
    if (first !== undefined) throw someFailed(first, 1 + more.length);
  }

  get someFailed(): boolean {
    return this.#failed.length > 0;
  }

  /** The view to read the tables under; made even without any when the slot is still to be made. */
  async #view(tables: readonly TablePlan[], objects: boolean): Promise<Snapshot | null> {
    const { source, destination, plan, run } = this.#init;
    const needed = tables.length > 0 || objects;
    if (!plan.steps.includes('incremental')) return needed ? source.openSnapshot('plain') : null;
    const { slot } = await source.streamState();
    if (slot !== null && !needed) return null;
    // One that could not be made at first is not published yet; it must be before its rows are read.
    await source.publishMore(tables);
    const snapshot = await source.openSnapshot(slot === null ? 'slot' : 'meet', tellWaits(run.emit));
    const first = slot === null ? snapshot.position : slot.confirmed;
    if (first !== null) await destination.begin(first);
    return snapshot;
  }

  async #copyTables(snapshot: Snapshot, tables: readonly TablePlan[], state: DestinationState): Promise<readonly EngineError[]> {
    const { run, destination, structure } = this.#init;
    const { jobs, gone } = await this.#jobs(snapshot, tables, state);
    const ready = this.#readyAtFirst(state);
    // A table that goes on from slices of an older view is not even before the log has been followed: its indexes wait.
    const resumed = new Set(jobs.filter(({ done }) => done.size > 0).map(({ table }) => table.id));
    const beside = structure.beside((table) => ready.has(table));
    const load = new LoadRun({
      snapshot,
      destination,
      jobs,
      limits: run.limits(),
      emit: run.emit,
      onDurable: run.onDurable,
      onLoaded: (table) => {
        if (resumed.has(table)) return;
        ready.add(table);
        beside.more();
      },
      pause: run.pause,
      signal: run.signal,
    });
    run.onLimits((limits) => load.setLimits(limits));
    run.onTableMend(({ table, action }) => (action === 'retry' ? load.retry(table) : load.skip(table)));
    try {
      return [...(await load.run()), ...gone];
    } catch (error) {
      await beside.end().catch(() => {});
      throw error;
    } finally {
      run.onLimits(() => {});
      run.onTableMend(() => {});
    }
  }

  /** Tables loaded before, all under one view: their indexes may be made at once. */
  #readyAtFirst(state: DestinationState): Set<TableId> {
    const { unsettled } = viewsIn(state);
    return new Set([...state.tables].filter(([id, load]) => isLoaded(load) && !unsettled.has(id)).map(([id]) => id));
  }

  /**
   * What is to be copied of each table. Slices that are there stay where the log can make one table of them and the rest; else, and
   * where the table's storage is another by now, it is begun anew.
   */
  async #jobs(
    snapshot: Snapshot,
    tables: readonly TablePlan[],
    state: DestinationState,
  ): Promise<{ readonly jobs: readonly JobInit[]; readonly gone: readonly EngineError[] }> {
    const { run, destination, plan } = this.#init;
    const measured = await snapshot.measure(tables, run.config.full.sliceMegabytes * 1_000_000);
    const jobs: JobInit[] = [];
    const gone: EngineError[] = [];
    for (const table of tables) {
      const found = measured.get(table.id);
      const before = state.tables.get(table.id);
      if (found === undefined) {
        const error = tableGone(table);
        gone.push(error);
        run.emit({ kind: 'table', at: Date.now(), id: table.id, state: 'failed', error: reportOf(error) });
        continue;
      }
      const keeps =
        before !== undefined &&
        before.storage === found.storage &&
        // Slices of two views have rows twice, which unique indexes that are there already would refuse.
        plan.copyAgain === undefined &&
        canConverge(table, plan) &&
        (table.origin === 'create' || (await destination.isUniqueByKeyAlone(table)));
      if (before !== undefined && !keeps) await destination.unload(table);
      jobs.push({
        table: plan.copyAgain === undefined ? table : asText(table),
        ...(table.columns.length === 0 ? { ...found, cut: WHOLE } : found),
        done: new Map(),
        ...(keeps ? before : {}),
      });
    }
    return { jobs, gone };
  }
}

/**
 * While the log was lost nobody noted what became of a column's type, and the bytes of another one of the same length would be taken for
 * a value: text means the same in both, or is refused.
 */
function asText(table: TablePlan): TablePlan {
  return table.copy?.format === 'binary' ? { ...table, copy: { format: 'text', reason: UNNOTED } } : table;
}

const UNNOTED = text(
  'Copied as text: the table may have been changed while the log of the source was lost',
  '以文本格式复制：源库日志丢失期间，该表可能发生过结构变更',
);
