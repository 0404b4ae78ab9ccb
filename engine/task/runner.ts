import type { Destination, DestinationState } from '../destination/destination.ts';
import { EngineError, reportOf } from '../errors.ts';
import { schemaNames } from '../plan/build.ts';
import type { Plan, Statement, Step } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Position } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import { loadTables } from '../snapshot/load.ts';
import type { Source } from '../source/source.ts';
import { follow } from '../stream/follow.ts';
import type { TaskConfig } from './config.ts';
import { checkContinuity, checkMarks, someFailed } from './continuity.ts';
import { makePlan } from './prepare.ts';
import { sequencesStale } from './sequences.ts';
import type { RunningState } from './state.ts';

/** Tables copied side by side: two streams fill two cores (engine.md, full load). */
const STREAMS = 2;

export interface RunInit {
  readonly config: TaskConfig;
  readonly state: RunningState;
  readonly plan: Plan | null;
  readonly openSource: () => Promise<Source>;
  readonly openDestination: () => Promise<Destination>;
  readonly savePlan: (plan: Plan) => Promise<void>;
  /** Resolves when the next state is durable; false when the task is then finished. */
  readonly advance: () => Promise<boolean>;
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
  const plan = init.plan ?? (await makePlan(init.config, source, destination));
  if (init.plan === null) await init.savePlan(plan);
  init.emit({ kind: 'planned', at: Date.now(), steps: plan.steps, tables: plan.tables, statements: plan.statements });
  const walk = new Walk(init, { source, destination, plan });
  let state: RunningState = init.state;
  await walk.open();
  while (!init.signal.aborted) {
    if (!(await walk.does(state)) || init.signal.aborted) return;
    if (!(await init.advance())) return;
    state = next(state, plan.steps);
  }
}

function next(state: RunningState, steps: readonly Step[]): RunningState {
  return state === 'preparing' && steps.includes('full') ? 'loading' : 'streaming';
}

class Walk {
  readonly #init: RunInit;
  readonly #source: Source;
  readonly #destination: Destination;
  readonly #plan: Plan;
  readonly #schemas: ReadonlyMap<string, string>;
  #state: DestinationState = { checkpoint: null, loaded: new Map(), statements: new Set() };

  constructor(init: RunInit, parts: { readonly source: Source; readonly destination: Destination; readonly plan: Plan }) {
    this.#init = init;
    this.#source = parts.source;
    this.#destination = parts.destination;
    this.#plan = parts.plan;
    this.#schemas = schemaNames(init.config);
  }

  async open(): Promise<void> {
    this.#state = await this.#destination.open(this.#plan);
    checkMarks(this.#init.state, this.#plan, this.#state);
    for (const id of this.#state.statements) this.#init.emit({ kind: 'statement', at: Date.now(), id, error: null });
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

  get #follows(): boolean {
    return this.#plan.steps.includes('incremental');
  }

  async #prepare(): Promise<boolean> {
    if (this.#plan.steps.includes('schema')) this.#step('schema', 'running');
    for (const statement of this.#plan.statements.filter(({ phase }) => phase === 'before')) {
      if (this.#init.signal.aborted) return false;
      await this.#run(statement);
    }
    if (this.#follows) await this.#source.publish(this.#plan.tables.filter(({ hasRows }) => hasRows).map(({ source }) => source));
    if (!this.#plan.steps.includes('full')) await this.#finishStructure(null);
    if (this.#follows && !this.#plan.steps.includes('full')) await this.#beginStream();
    return !this.#init.signal.aborted;
  }

  async #load(): Promise<boolean> {
    const { signal } = this.#init;
    this.#step('full', 'running');
    const missing = this.#plan.tables.filter(({ id, hasRows }) => hasRows && !this.#state.loaded.has(id));
    await using snapshot = await this.#snapshot(missing.length > 0);
    if (snapshot !== null) {
      const { emit, onDurable } = this.#init;
      const failed = await loadTables({
        snapshot,
        destination: this.#destination,
        tables: missing,
        streams: STREAMS,
        emit,
        onDurable,
        signal,
      });
      if (signal.aborted) return false;
      const [first] = failed;
      if (first !== undefined) throw someFailed(first, failed.length);
    }
    if (signal.aborted) return false;
    this.#state = await this.#destination.state();
    const fullDone = await this.#finishStructure(this.#lastMet());
    if (!fullDone) return false;
    await this.#copySequences();
    this.#step('full', 'done');
    return true;
  }

  /** The view to read the missing tables under; made even without any when the slot is still to be made. */
  async #snapshot(needed: boolean) {
    if (!this.#follows) return needed ? this.#source.openSnapshot('plain', STREAMS) : null;
    const { slot } = await this.#source.streamState();
    if (slot !== null && !needed) return null;
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

  async #finishStructure(meet: Position | null): Promise<boolean> {
    const after = this.#plan.statements.filter(({ phase }) => phase === 'after');
    await this.#runAll(after.filter(({ kind }) => kind !== 'foreign-key'));
    if (meet !== null && !(await this.#stream(meet))) return false;
    await this.#runAll(after.filter(({ kind }) => kind === 'foreign-key'));
    if (this.#plan.steps.includes('schema') && !this.#init.signal.aborted) this.#step('schema', 'done');
    return !this.#init.signal.aborted;
  }

  /** One refused statement does not stop the others; the first error is thrown when all were tried. */
  async #runAll(statements: readonly Statement[]): Promise<void> {
    const errors: unknown[] = [];
    for (const statement of statements) {
      if (this.#init.signal.aborted) return;
      await this.#run(statement).catch((error: unknown) => {
        if (error instanceof EngineError && error.connection) throw error;
        errors.push(error);
      });
    }
    if (errors.length > 0) throw errors[0];
  }

  async #run(statement: Statement): Promise<void> {
    if (this.#state.statements.has(statement.id)) return;
    try {
      await this.#destination.run(statement);
      this.#init.emit({ kind: 'statement', at: Date.now(), id: statement.id, error: null });
      this.#init.onDurable();
    } catch (error) {
      this.#init.emit({ kind: 'statement', at: Date.now(), id: statement.id, error: reportOf(error) });
      throw error;
    }
  }

  async #stream(until: Position | null): Promise<boolean> {
    this.#step('incremental', 'running');
    this.#state = await this.#destination.state();
    const { emit, onDurable, signal } = this.#init;
    if (until === null) {
      for (const table of this.#plan.tables) if (table.hasRows) emit({ kind: 'table', at: Date.now(), id: table.id, state: 'following' });
    }
    const { checkpoint } = this.#state;
    await follow({
      source: this.#source,
      destination: this.#destination,
      plan: this.#plan,
      checkpoint,
      loaded: this.#positions(),
      emit,
      onDurable,
      signal,
      until,
      columnType: (type) => this.#destination.columnType(type, this.#schemas),
    }).catch((error: unknown) => {
      // A connection that fails while the task is being stopped has nothing to be tried again for.
      if (!signal.aborted) throw error;
    });
    // Sequences are not in the log: whoever pauses here finds them as they are at the source now, or is told that they are not.
    if (until === null) await this.#copySequences().catch((error: unknown) => this.#init.emit(sequencesStale(error)));
    return until !== null && !signal.aborted;
  }

  #positions(): ReadonlyMap<TableId, Position | null> {
    return new Map(this.#plan.tables.filter(({ hasRows }) => hasRows).map(({ id }) => [id, this.#state.loaded.get(id)?.position ?? null]));
  }

  async #copySequences(): Promise<void> {
    if (this.#plan.sequences.length === 0) return;
    await this.#destination.setSequences(await this.#source.sequenceValues(this.#plan.sequences));
  }

  #step(step: Step, state: 'running' | 'done'): void {
    this.#init.emit({ kind: 'step', at: Date.now(), step, state });
  }
}
