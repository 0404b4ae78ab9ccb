import type { Destination, DestinationState } from '../destination/destination.ts';
import type { Mend } from '../engine.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan, Step, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Position } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import { loadLargeObjects } from '../snapshot/large-objects.ts';
import { loadTables } from '../snapshot/load.ts';
import type { Source } from '../source/source.ts';
import { follow } from '../stream/follow.ts';
import type { TaskConfig } from './config.ts';
import { checkContinuity, checkMarks, someFailed } from './continuity.ts';
import { makePlan, namesAsPlanned, planned } from './prepare.ts';
import { sequencesStale } from './sequences.ts';
import { following, type RunningState } from './state.ts';
import { TaskStructure } from './structure.ts';

/** Tables copied side by side: two streams fill two cores (engine.md, full load). */
const STREAMS = 2;

export interface RunInit {
  readonly config: TaskConfig;
  readonly state: RunningState;
  /** As it is now: a person may mend statements of it at any time. */
  readonly plan: () => Plan | null;
  readonly openSource: () => Promise<Source>;
  readonly openDestination: () => Promise<Destination>;
  readonly savePlan: (plan: Plan) => Promise<void>;
  /** Resolves when the next state is durable; false when the task is then finished. */
  readonly advance: () => Promise<boolean>;
  /** Who wants to hear what a person does about failed statements. */
  readonly onMend: (listener: (mend: Mend) => void) => void;
  readonly emit: (event: TaskEvent) => void;
  /** Called after everything that became durable. */
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}

/**
 * Walks a task from where it stands to its end, or until `signal` stops it at a checkpoint. Everything it decides comes from
 * the plan and from the destination's marks, so it may be called again after any crash.
 */
export async function runTask(init: RunInit): Promise<void> {
  await using source = await init.openSource();
  await using destination = await init.openDestination();
  const known = init.plan();
  const plan = known ?? (await makePlan(init.config, source, destination));
  if (known === null) await init.savePlan(plan);
  init.emit(planned(plan));
  const walk = new Walk(init, { source, destination, plan });
  let state: RunningState = init.state;
  await walk.open();
  while (!init.signal.aborted) {
    if (!(await walk.does(state)) || init.signal.aborted) return;
    if (!(await init.advance())) return;
    state = following(state, plan.steps.includes('full'));
  }
}

class Walk {
  readonly #init: RunInit;
  readonly #source: Source;
  readonly #destination: Destination;
  #plan: Plan;
  readonly #names: NameMap;
  #state: DestinationState = { checkpoint: null, loaded: new Map(), statements: new Set(), fresh: true };
  #structure: TaskStructure;

  constructor(init: RunInit, parts: { readonly source: Source; readonly destination: Destination; readonly plan: Plan }) {
    this.#init = init;
    this.#source = parts.source;
    this.#destination = parts.destination;
    this.#plan = parts.plan;
    this.#names = namesAsPlanned(init.config, parts.plan);
    this.#structure = this.#takeUp();
  }

  #takeUp(): TaskStructure {
    const { emit, onDurable, signal } = this.#init;
    return new TaskStructure({ plan: this.#plan, destination: this.#destination, state: this.#state, emit, onDurable, signal });
  }

  async open(): Promise<void> {
    this.#state = await this.#destination.open(this.#plan);
    this.#plan = this.#init.plan() ?? this.#plan;
    checkMarks(this.#init.state, this.#plan, this.#state);
    this.#structure = this.#takeUp();
    this.#init.onMend((mend) => this.#structure.mend(mend));
    for (const [id, { rows, bytes }] of this.#state.loaded) {
      this.#init.emit({ kind: 'table', at: Date.now(), id, state: 'copied', rows, bytes });
    }
    if (this.#follows) checkContinuity(await this.#source.streamState(), this.#state);
  }

  /** False when the task was stopped before the state's work was done. */
  async does(state: RunningState): Promise<boolean> {
    if (state === 'preparing') return this.#prepare();
    return state === 'loading' ? this.#load() : this.#stream(null);
  }

  /** Tables that are there: those whose making failed, or was passed over by a person, take no rows. */
  get #tables(): readonly TablePlan[] {
    return this.#plan.tables.filter((table) => this.#structure.isMade(table));
  }

  get #follows(): boolean {
    return this.#plan.steps.includes('incremental');
  }

  async #prepare(): Promise<boolean> {
    if (this.#plan.steps.includes('schema')) this.#step('schema', 'running');
    await this.#structure.before();
    if (this.#init.signal.aborted) return false;
    const full = this.#plan.steps.includes('full');
    while (!full && !(await this.#finishStructure(null))) {
      if (this.#init.signal.aborted) return false;
      await this.#structure.before();
    }
    if (this.#follows) await this.#source.publish(this.#tables.filter(({ hasRows }) => hasRows).map(({ source }) => source));
    if (this.#follows && !full) await this.#beginStream();
    return !this.#init.signal.aborted;
  }

  async #load(): Promise<boolean> {
    this.#step('full', 'running');
    // What failed at first may have been mended since: its table is then loaded like the others.
    await this.#structure.before();
    do {
      do {
        await this.#copyMissing();
        if (this.#init.signal.aborted) return false;
        this.#state = await this.#destination.state();
        await this.#structure.before();
        // One that was mended meanwhile is there now, and what stands on it must not come before its rows.
      } while (this.#missing.length > 0);
    } while (!(await this.#finishStructure(this.#lastMet())) && !this.#init.signal.aborted);
    if (this.#init.signal.aborted) return false;
    await this.#copySequences();
    this.#step('full', 'done');
    return true;
  }

  /** Tables whose rows are not there yet. */
  get #missing(): readonly TablePlan[] {
    return this.#tables.filter(({ id, hasRows }) => hasRows && !this.#state.loaded.has(id));
  }

  async #copyMissing(): Promise<void> {
    const { config, emit, onDurable, signal } = this.#init;
    const destination = this.#destination;
    const tables = this.#missing;
    const objects = config.full.largeObjects && this.#state.largeObjects?.done !== true;
    await using snapshot = await this.#snapshot(tables, objects);
    if (snapshot === null) return;
    const [first, ...more] = await loadTables({ snapshot, destination, tables, streams: STREAMS, emit, onDurable, signal });
    if (signal.aborted) return;
    if (first !== undefined) throw someFailed(first, 1 + more.length);
    const { conflictMode, structure } = config;
    if (objects) await loadLargeObjects({ ...this.#init, ...structure, conflictMode, snapshot, destination });
  }

  /** The view to read the missing tables under; made even without any when the slot is still to be made. */
  async #snapshot(missing: readonly TablePlan[], objects: boolean) {
    const needed = missing.length > 0 || objects;
    if (!this.#follows) return needed ? this.#source.openSnapshot('plain', STREAMS) : null;
    const { slot } = await this.#source.streamState();
    if (slot !== null && !needed) return null;
    // One that could not be made at first is not published yet; it must be before its rows are read.
    await this.#source.publishMore(missing.map(({ source }) => source));
    const snapshot = await this.#source.openSnapshot(slot === null ? 'slot' : 'meet', STREAMS);
    const first = slot === null ? snapshot.position : slot.confirmed;
    if (first !== null) await this.#destination.begin(first);
    return snapshot;
  }

  /** Incremental without full load: the slot alone fixes from where changes are followed. */
  async #beginStream(): Promise<void> {
    const { slot } = await this.#source.streamState();
    if (slot !== null) return this.#destination.begin(slot.confirmed);
    await using snapshot = await this.#source.openSnapshot('slot', 0);
    if (snapshot.position !== null) await this.#destination.begin(snapshot.position);
  }

  /**
   * When tables were read under different views (after a crash), rows of one may refer to rows of another that only the log
   * brings. Foreign keys then wait until the log has been followed past the last view.
   */
  #lastMet(): Position | null {
    if (!this.#follows) return null;
    const positions = [...this.#state.loaded.values()].flatMap(({ position }) => (position === null ? [] : [position]));
    return new Set(positions).size > 1 ? (positions.sort().at(-1) ?? null) : null;
  }

  /**
   * Nothing stands in the way of the changes any more when this is true: the person has dealt with every object that failed. False
   * when the task was stopped, or something was mended whose turn was over: all is then gone through once more.
   */
  async #finishStructure(meet: Position | null): Promise<boolean> {
    await this.#structure.after();
    if (meet !== null && !(await this.#stream(meet))) return false;
    await this.#structure.last();
    if (this.#init.signal.aborted) return false;
    if (!this.#structure.isWhole()) return false;
    if (this.#plan.steps.includes('schema')) this.#step('schema', 'done');
    return true;
  }

  async #stream(until: Position | null): Promise<boolean> {
    this.#step('incremental', 'running');
    this.#state = await this.#destination.state();
    const { emit, onDurable, signal } = this.#init;
    if (until === null) {
      for (const table of this.#tables) if (table.hasRows) emit({ kind: 'table', at: Date.now(), id: table.id, state: 'following' });
    }
    const { checkpoint } = this.#state;
    await follow({
      source: this.#source,
      destination: this.#destination,
      plan: { ...this.#plan, tables: this.#tables },
      checkpoint,
      loaded: this.#positions(),
      emit,
      onDurable,
      signal,
      until,
      columnType: (type) => this.#destination.columnType(type, this.#names),
    }).catch((error: unknown) => {
      // A connection that fails while the task is being stopped has nothing to be tried again for.
      if (!signal.aborted) throw error;
    });
    // Sequences are not in the log: whoever pauses here finds them as they are at the source now, or is told that they are not.
    if (until === null) await this.#copySequences().catch((error: unknown) => this.#init.emit(sequencesStale(error)));
    return until !== null && !signal.aborted;
  }

  #positions(): ReadonlyMap<TableId, Position | null> {
    return new Map(this.#tables.filter(({ hasRows }) => hasRows).map(({ id }) => [id, this.#state.loaded.get(id)?.position ?? null]));
  }

  async #copySequences(): Promise<void> {
    if (this.#plan.sequences.length === 0) return;
    await this.#destination.setSequences(await this.#source.sequenceValues(this.#plan.sequences));
  }

  #step(step: Step, state: 'running' | 'done'): void {
    this.#init.emit({ kind: 'step', at: Date.now(), step, state });
  }
}
