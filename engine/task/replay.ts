import type { Carriage } from '../ddl/carriage.ts';
import { carry } from '../ddl/carry.ts';
import { notChosen } from '../ddl/heed.ts';
import { divided, heldBack, thereAfter } from '../ddl/hold.ts';
import { notCarried, RefusedThere } from '../ddl/refused.ts';
import type { DdlCommand } from '../ddl/structure.ts';
import { notWhole } from '../ddl/tell.ts';
import { reportedRefusal, valuesKept } from '../ddl/tell-refused.ts';
import type { Destination, DestinationState } from '../destination/destination.ts';
import { isEngineError } from '../errors.ts';
import type { NameMap } from '../plan/names.ts';
import type { DdlAnswer, Plan, SequencePlan, TablePlan } from '../plan/plan.ts';
import type { RefusedDdl } from '../plan/refused-ddl.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { TableId } from '../schema/table.ts';
import { settledKept } from '../stream/kept.ts';
import { isAnyWaiting, type ReplayAsideInit, ROWS_STAY, replayAside } from './replay-aside.ts';
import { emptied, knownTo, marksGone, ready, rewritten, withoutMarks } from './replay-work.ts';
import type { RunInit } from './run-init.ts';
import { settledPlans } from './settled-plans.ts';
import { vocabulary } from './vocabulary.ts';

export interface ReplayInit {
  readonly run: Pick<RunInit, 'config' | 'emit'>;
  readonly destination: Pick<Destination, 'carry' | 'apply' | 'flush' | 'existing' | 'columnType' | 'shape'>;
  readonly names: () => NameMap;
  /** As it is by now. */
  readonly plan: Plan;
  readonly state: DestinationState;
}

/** With what changes that were set aside are applied. */
export type AnswerInit = ReplayInit & Omit<ReplayAsideInit, 'columnType'>;

interface Failure {
  readonly error: unknown;
  readonly sql: readonly string[];
}

/** Runs what waits, as a person has answered: in the transaction that is open, or that it opens. */
export class Replay {
  readonly told: TaskEvent[] = [];
  readonly #init: AnswerInit;
  readonly #known: RefusedDdl;
  readonly #answer: DdlAnswer;
  /** Tables that do not wait for this command. */
  readonly #others: ReadonlyMap<TableId, TablePlan>;
  /** Those that do, as each command leaves them. */
  #mine: Map<TableId, TablePlan>;
  /** Those of them whose rows stay, by what they are called where the commands are by now. */
  #aside: readonly TableId[];
  /** Of which plans were written on the way. */
  readonly #written = new Set<TableId>();
  readonly #words: ReturnType<typeof vocabulary>;
  #sequences: readonly SequencePlan[];
  /** As the last of them was settled with what the destination has. */
  #lastSettled: Carriage['tables'] | null = null;

  constructor(init: AnswerInit, known: RefusedDdl, answer: DdlAnswer) {
    this.#init = init;
    this.#known = known;
    this.#answer = answer;
    const { tables, sequences } = init.plan;
    this.#words = vocabulary(init.run.config, init.destination, init.names);
    this.#others = new Map(tables.filter(({ stopped }) => stopped !== known.id).map((table) => [table.id, table]));
    this.#mine = new Map(known.plans.map((table) => [table.id, table]));
    this.#aside = known.aside?.was ?? [];
    this.#sequences = sequences;
  }

  /** One that stopped nothing: its statements alone. Null when it is dealt with. */
  async alone(): Promise<RefusedDdl | null> {
    const { tables, sql: refused } = this.#known;
    const plan = this.#others.get(tables[0] ?? '');
    const { action, sql = refused } = this.#answer;
    const work = action === 'skip' || plan === undefined ? [] : [{ kind: 'sql', plan, sql } as const];
    const failure = await this.#try(this.#carriage({ work, refused: new Map([[this.#known.id, null]]) }));
    return failure === null ? null : this.#note({ ...failure, sql: refused }, { queue: [], plans: [] });
  }

  /** The command and those that came after it, in their order. Null when all are done; else from which on they still wait. */
  async commands(): Promise<RefusedDdl | null> {
    const { queue, id, tables, aside } = this.#known;
    await this.#settleKept();
    for (const [index, command] of queue.entries()) {
      const failure = index === 0 ? await this.#first(command) : await this.#next(command);
      const done = (aside?.done ?? 0) + index;
      if (failure !== null) return this.#wait(failure, { queue: queue.slice(index), plans: [...this.#mine.values()] }, done);
      this.#aside = thereAfter(this.#aside, command);
      await this.#settleKept();
      if (aside !== undefined) await this.#replayAside(done + 1);
    }
    const isAside = (table: TableId) => this.#aside.includes(table);
    const changed = this.#changed((plan) => ready(plan, { id, stays: isAside(plan.id) }), [...tables, ...this.#mine.keys()]);
    await this.#init.destination.carry(this.#carriage({ tables: changed, refused: new Map([[id, null]]) }), this.all);
    for (const plan of this.#mine.values()) {
      const state = isAside(plan.id) ? 'following' : 'waiting';
      this.told.push({ kind: 'table', at: Date.now(), id: plan.id, state: plan.stopped === undefined ? state : 'skipped' });
    }
    return null;
  }

  /** What the answer comes to was undone, for changes that were set aside were refused behind it: it waits on as before. */
  refuse(error: unknown): Promise<RefusedDdl> {
    const { sql, queue, plans } = this.#known;
    return this.#note({ error, sql }, { queue, plans });
  }

  /** A person may have given columns at the destination the types of the source since: rows that stay are in them. */
  async #settleKept(): Promise<void> {
    const { destination } = this.#init;
    const own = this.#aside.flatMap((id) => this.#mine.get(id) ?? []);
    const settled = new Map((await settledKept(destination, own, this.#words.columnType)).map((plan) => [plan.id, plan]));
    if (settled.size > 0) await this.#try(this.#carriage({ tables: settled }));
  }

  /** Changes of tables whose rows stay, of behind so many commands; what a person does without has none. */
  async #replayAside(behind: number): Promise<void> {
    const own = this.#aside.flatMap((id) => this.#mine.get(id) ?? []).filter(({ stopped }) => stopped === undefined);
    const tables = new Map(own.map((plan) => [plan.id, plan]));
    await replayAside({ ...this.#init, columnType: this.#words.columnType }, { refused: this.#known.id, behind, tables });
  }

  async #wait(failure: Failure, left: Pick<RefusedDdl, 'queue' | 'plans'>, done: number): Promise<RefusedDdl> {
    const { id, aside } = this.#known;
    if (aside === undefined) return this.#note(failure, left);
    await this.#init.destination.aside?.forget(id, done);
    return this.#note(failure, { ...left, aside: { now: aside.now, was: this.#aside, done } });
  }

  /** As a person has answered. */
  async #first(command: DdlCommand): Promise<Failure | null> {
    const carriage = this.#carried(command);
    if ('error' in carriage) return carriage;
    const { action, sql = [] } = this.#answer;
    const empty = emptied(carriage, this.#mine.values(), this.#aside);
    if (action === 'retry' && sql.length === 0)
      return (
        this.#lost(command, carriage, this.#known.sql) ??
        this.#try({ ...carriage, work: [...empty, ...withoutMarks(carriage, this.#aside)] })
      );
    const plan = [...this.#mine.values(), ...carriage.tables.values()].find((each) => each !== null);
    const own = plan && sql.length > 0 ? [{ kind: 'sql', plan, sql } as const] : [];
    const settle = async () => this.#settled(command, carriage);
    const failure = await this.#try({ ...carriage, work: [...empty, ...own, ...marksGone(carriage, this.#aside)], settle });
    for (const { source } of failure === null ? rewritten(carriage, this.#aside) : []) this.told.push(valuesKept(source));
    // What is run again without a word is the command itself.
    return failure === null ? null : { ...failure, sql: this.#known.sql };
  }

  /** One that waited behind it. */
  async #next(command: DdlCommand): Promise<Failure | null> {
    const { free, held } = divided(command, this.#mine);
    for (const [id, part] of held) this.#take(heldBack(part, id, { tables: this.#mine, refused: new Map() }).tables);
    if (free === null) return null;
    const carriage = this.#carried(free);
    if ('error' in carriage) return carriage;
    for (const each of carriage.ignored) this.told.push(notChosen(free, each));
    for (const each of carriage.leftOut) this.told.push(notWhole(free, each));
    return this.#lost(free, carriage) ?? this.#try({ ...carriage, work: withoutMarks(carriage, this.#aside) });
  }

  /** Rows that stay would have to go: that is for a person to do otherwise. */
  #lost(command: DdlCommand, carriage: Carriage, sql = [command.text] as readonly string[]): Failure | null {
    const [plan] = rewritten(carriage, this.#aside);
    return plan === undefined ? null : { error: notCarried(command, plan.source, ROWS_STAY), sql };
  }

  #carried(command: DdlCommand): Carriage | Failure {
    const tables = knownTo(command, this.#others, this.#mine);
    const stays = (id: TableId) => this.#known.aside !== undefined && (this.#aside.includes(id) || this.#mine.get(id)?.hasRows === false);
    const ahead = new Set([...this.#mine.keys()].filter((id) => !stays(id)));
    const waits = this.#known.aside === undefined || isAnyWaiting([...this.#others.values()], this.#init.state);
    try {
      return carry(command, { tables, sequences: this.#sequences, waits, ahead, staying: new Set(this.#aside), ...this.#words });
    } catch (error) {
      if (!isEngineError(error)) throw error;
      return { error, sql: [command.text] };
    }
  }

  async #settled(command: DdlCommand, { tables }: Carriage): Promise<Carriage['tables']> {
    const { plans, told } = await settledPlans(this.#init.destination, {
      command,
      evolved: tables,
      after: this.#after(tables),
      mine: this.#mine,
      others: this.#others,
      action: this.#answer.action,
      id: this.#known.id,
    });
    this.told.push(...told);
    this.#lastSettled = plans;
    return plans;
  }

  async #try(carriage: Carriage): Promise<Failure | null> {
    this.#lastSettled = null;
    try {
      await this.#init.destination.carry(carriage, [...this.#others.values(), ...this.#after(carriage.tables).values()]);
    } catch (error) {
      if (!(error instanceof RefusedThere)) throw error;
      this.told.length = 0;
      return { error, sql: error.refused.sql };
    }
    this.#take(this.#lastSettled ?? carriage.tables);
    this.#sequences = carriage.sequences ?? this.#sequences;
    return null;
  }

  #take(tables: Carriage['tables']): void {
    this.#mine = this.#after(tables);
    for (const id of tables.keys()) this.#written.add(id);
  }

  #after(tables: Carriage['tables']): Map<TableId, TablePlan> {
    const after = new Map(this.#mine);
    for (const [id, plan] of tables) {
      if (plan === null) after.delete(id);
      else after.set(id, plan);
    }
    return after;
  }

  /** It waits on, from the command that is refused now. */
  async #note({ error, sql }: Failure, left: Pick<RefusedDdl, 'queue' | 'plans' | 'aside'>): Promise<RefusedDdl> {
    const { id, attempt, tables } = this.#known;
    const tag = left.queue[0]?.tag ?? this.#known.tag;
    const refused = { ...this.#known, ...left, tag, attempt: attempt + 1, sql, error: reportedRefusal(error), at: Date.now() };
    const now = new Map(this.#init.plan.tables.map((table) => [table.id, table]));
    const changed = new Map([...this.#written, ...tables].map((table) => [table, now.get(table) ?? null]));
    await this.#init.destination.carry(this.#carriage({ tables: changed, refused: new Map([[id, refused]]) }), this.#init.plan.tables);
    return refused;
  }

  #changed(ready: (plan: TablePlan) => TablePlan, ids: readonly TableId[]): ReadonlyMap<TableId, TablePlan | null> {
    this.#mine = new Map([...this.#mine].map(([id, plan]) => [id, ready(plan)]));
    return new Map([...this.#written, ...ids].map((id) => [id, this.#mine.get(id) ?? this.#others.get(id) ?? null]));
  }

  get all(): readonly TablePlan[] {
    return [...this.#others.values(), ...this.#mine.values()];
  }

  #carriage(parts: Partial<Carriage>): Carriage {
    const command = this.#known.queue[0] ?? { tag: this.#known.tag, text: '', tables: [], enums: [], failure: null };
    const base = { command, work: [], tables: new Map(), sequences: null, leftOut: [], ignored: [] };
    return { ...base, names: this.#words.naming([]), ...parts };
  }
}
