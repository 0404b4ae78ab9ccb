import type { Destination, DestinationState } from '../destination/destination.ts';
import type { NameMap } from '../plan/names.ts';
import { NO_OVERLAY, overlaid } from '../plan/overlay.ts';
import type { Plan, Statement, Step, TablePlan } from '../plan/plan.ts';
import { isLoaded, loadedSize, slicesOf } from '../schema/slice.ts';
import type { Source } from '../source/source.ts';
import { tellWaits } from '../stream/care-words.ts';
import { requireContinuity, requireMarks } from './continuity.ts';
import { copyAgain } from './copy-again.ts';
import { firstPlan } from './first-plan.ts';
import { type FollowOnInit, followOn, followTo, type Standing } from './follow-on.ts';
import { FullLoad } from './full-load.ts';
import { leaveAway } from './join/away.ts';
import { settleParted } from './join/parting.ts';
import { namesNow, planned } from './prepare.ts';
import { toReload } from './reload.ts';
import type { RunInit } from './run-init.ts';
import { copySequences } from './sequences.ts';
import { keepShapes } from './shapes.ts';
import { following, type RunningState } from './state.ts';
import { TaskStructure } from './structure.ts';
import { canConverge, makesKey, unloaded, viewsIn } from './views.ts';

/**
 * Walks a task from where it stands to its end, or until `signal` stops it at a checkpoint. Everything it decides comes from
 * the plan and from the destination's marks, so it may be called again after any crash.
 */
export async function runTask(init: RunInit): Promise<void> {
  await using source = await init.openSource();
  await using destination = await init.openDestination();
  const known = init.plan();
  const plan = known ?? (await firstPlan(init, source, destination));
  if (known === null) await init.savePlan(plan);
  const walk = new Walk(init, { source, destination, plan });
  let state: RunningState = init.state;
  await walk.open();
  while (!init.signal.aborted) {
    if (!(await walk.does(state)) || init.signal.aborted || !(await init.advance())) return;
    state = following(state, plan.steps.includes('full'));
  }
}

class Walk {
  readonly #init: RunInit;
  readonly #source: Source;
  readonly #destination: Destination;
  #plan: Plan;
  readonly #names: () => NameMap;
  #state: DestinationState = { checkpoint: null, tables: new Map(), statements: new Set(), fresh: true };
  #structure: TaskStructure;

  constructor(init: RunInit, parts: { readonly source: Source; readonly destination: Destination; readonly plan: Plan }) {
    this.#init = init;
    this.#source = parts.source;
    this.#destination = parts.destination;
    this.#plan = parts.plan;
    this.#names = namesNow(init.config, () => init.plan() ?? parts.plan);
    this.#structure = this.#takeUp();
  }

  #takeUp(): TaskStructure {
    const { emit, onDurable, signal } = this.#init;
    return new TaskStructure({ plan: this.#plan, destination: this.#destination, state: this.#state, emit, onDurable, signal });
  }

  async open(): Promise<void> {
    this.#state = await this.#destination.open(this.#plan);
    if (await copyAgain(this.#init, this.#source, this.#destination, this.#state)) this.#state = await this.#destination.open(this.#plan);
    const { joins } = this.#init;
    if (joins !== undefined) await settleParted(joins, this.#init.config, this.#state);
    const { sequences } = this.#planNow();
    if (joins !== undefined && (await leaveAway(joins, this.#destination, { gone: joins.leaving.all, sequences })))
      this.#state = await this.#destination.state();
    this.#plan = this.#planNow();
    // As commands and persons have left it: what is told of it must neither lose tables that came nor bring back those that went.
    this.#init.emit(planned(this.#plan));
    await requireMarks(this.#init.state, this.#plan, this.#state, this.#destination);
    this.#structure = this.#takeUp();
    this.#init.onMend((mend) => this.#structure.mend(mend));
    for (const [id, load] of this.#state.tables) {
      if (isLoaded(load))
        this.#init.emit({ kind: 'table', at: Date.now(), id, state: 'copied', ...loadedSize(load), slices: slicesOf(load) });
    }
    if (this.#follows) await requireContinuity(this.#init, this.#source, this.#state);
  }

  /** False when the task was stopped before the state's work was done. */
  async does(state: RunningState): Promise<boolean> {
    if (state === 'preparing') return this.#prepare();
    return state === 'loading' ? this.#load() : this.#follow();
  }

  /** Tables that are there: those whose making failed, or that were passed over by a person, take no rows. */
  get #tables(): readonly TablePlan[] {
    const skipped = new Set(this.#plan.skippedTables);
    // One that joined was made by a plan of its own, whatever became of a statement of this one.
    const isThere = (table: TablePlan) => this.#structure.isMade(table) || isLoaded(this.#state.tables.get(table.id));
    return this.#plan.tables.filter((table) => isThere(table) && !skipped.has(table.id));
  }

  /** As it was planned and mended, with what commands of the source have made of it. */
  #planNow(): Plan {
    return overlaid(this.#init.plan() ?? this.#plan, this.#state.overlay ?? NO_OVERLAY);
  }

  get #follows(): boolean {
    return this.#plan.steps.includes('incremental');
  }

  async #prepare(): Promise<boolean> {
    if (this.#plan.steps.includes('schema')) this.#step('schema', 'running');
    await this.#structure.before();
    if (this.#init.signal.aborted) return false;
    const full = this.#plan.steps.includes('full');
    while (!full && !(await this.#finishStructure())) {
      if (this.#init.signal.aborted) return false;
      await this.#structure.before();
    }
    if (this.#follows) await this.#source.publish(this.#tables.filter(withRows));
    // A task that is begun anew goes on with what was on its way to it.
    if (this.#follows && this.#init.joins !== undefined) await this.#source.publishMore(this.#init.joins.tables.filter(withRows));
    // Before the slot: what it tells of begins with commands noted.
    if (this.#follows && !(await this.#source.captureDdl())) await keepShapes(this.#init, this.#source);
    if (this.#follows && !full) await this.#beginStream();
    return !this.#init.signal.aborted;
  }

  async #load(): Promise<boolean> {
    this.#step('full', 'running');
    const { run, source, destination, structure } = this.#parts;
    const load = new FullLoad({ run, source, destination, structure, plan: this.#plan });
    // What failed at first may have been mended since: its table is then loaded like the others.
    await structure.before();
    do {
      do {
        await this.#unloadSkipped();
        await load.copy(unloaded(this.#tables, this.#state), this.#state);
        if (this.#init.signal.aborted) return false;
        this.#state = await destination.state();
        await structure.before();
        // One that was mended meanwhile is there now, and what stands on it must not come before its rows.
      } while (!load.someFailed && unloaded(this.#tables, this.#state).length > 0);
      if (load.someFailed) await this.#finishOthers(load);
    } while (!(await this.#finishStructure()) && !this.#init.signal.aborted);
    if (this.#init.signal.aborted) return false;
    await copySequences(this.#source, this.#destination, this.#plan);
    this.#step('full', 'done');
    return true;
  }

  /** Slices of a table that a person does without are no rows to rely on. */
  async #unloadSkipped(): Promise<void> {
    this.#plan = this.#planNow();
    for (const id of this.#plan.skippedTables ?? []) {
      const table = this.#plan.tables.find((each) => each.id === id);
      if (table === undefined || !this.#state.tables.has(id)) continue;
      await this.#destination.unload(table);
      this.#state = await this.#destination.state();
    }
  }

  /** The other tables get what they are to have before the task waits for a person. */
  async #finishOthers(load: FullLoad): Promise<void> {
    const missing = new Set(unloaded(this.#tables, this.#state).map(({ id }) => id));
    const { unsettled } = viewsIn(this.#state);
    await this.#structure.after(({ table }) => table === null || (!missing.has(table) && !unsettled.has(table)));
    load.throwFailed();
  }

  /** Incremental without full load: the slot alone fixes from where changes are followed. */
  async #beginStream(): Promise<void> {
    const { slot } = await this.#source.streamState();
    if (slot !== null) return this.#destination.begin(slot.confirmed);
    await using snapshot = await this.#source.openSnapshot('slot', tellWaits(this.#init.emit));
    if (snapshot.position !== null) await this.#destination.begin(snapshot.position);
  }

  /**
   * Nothing stands in the way of the changes any more when this is true: the person has dealt with every object that failed. False
   * when the task was stopped, or something was mended whose turn was over: all is then gone through once more.
   *
   * Rows that were read under different views (after a crash) meet only when the log has been followed past the last of them. Until
   * then foreign keys would find nothing to refer to, and of a table whose own slices differ nothing but the key may be unique.
   */
  async #finishStructure(): Promise<boolean> {
    const { meet, unsettled } = viewsIn(this.#state);
    if (meet !== null) {
      const tables = this.#tables.filter(({ id }) => unsettled.has(id));
      if (await this.#unloadKeyless(tables)) return false;
      for (const table of tables) await this.#destination.uniteViews(table);
      const isKey = (statement: Statement) => tables.some((table) => makesKey(table, statement));
      await this.#structure.after((statement) => statement.table === null || !unsettled.has(statement.table) || isKey(statement));
      const failed = new Set(this.#structure.failures.map(({ id }) => id));
      if (this.#plan.statements.some((statement) => failed.has(statement.id) && isKey(statement))) return this.#structure.isWhole();
      this.#step('incremental', 'running');
      if (!(await followTo(this.#following, meet))) return false;
      // A command on the way asked for rows: they are copied before anything is made of them.
      if (toReload(this.#tables, this.#state).length > 0) return false;
    }
    await this.#structure.after();
    await this.#structure.last();
    if (this.#init.signal.aborted) return false;
    if (!this.#structure.isWhole()) return false;
    if (this.#plan.steps.includes('schema')) this.#step('schema', 'done');
    return true;
  }

  /** A person did without the key by which the log would have found the rows: those tables are begun anew, under one view. */
  async #unloadKeyless(tables: readonly TablePlan[]): Promise<boolean> {
    this.#plan = this.#planNow();
    const keyless = tables.filter((table) => !canConverge(table, this.#plan));
    for (const table of keyless) await this.#destination.unload(table);
    if (keyless.length > 0) this.#state = await this.#destination.state();
    return keyless.length > 0;
  }

  /** Until the task is stopped, or is where another goes on: there is no state behind this one. */
  async #follow(): Promise<false> {
    this.#step('incremental', 'running');
    await followOn(this.#following);
    return false;
  }

  get #following(): FollowOnInit {
    return { ...this.#parts, names: this.#names, look: () => this.#lookAgain(), walk: runTask };
  }

  get #parts() {
    return { run: this.#init, source: this.#source, destination: this.#destination, structure: this.#structure };
  }

  /** Where the task stands, and what its tables are by now. */
  async #lookAgain(): Promise<Standing> {
    try {
      this.#state = await this.#destination.state();
    } catch (error) {
      if (!this.#init.signal.aborted) throw error;
    }
    this.#plan = this.#planNow();
    return { plan: this.#plan, tables: this.#tables, state: this.#state };
  }

  #step(step: Step, state: 'running' | 'done'): void {
    this.#init.emit({ kind: 'step', at: Date.now(), step, state });
  }
}

const withRows = ({ hasRows }: TablePlan): boolean => hasRows;
