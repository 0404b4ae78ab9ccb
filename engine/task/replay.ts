import type { Carriage, DdlWork } from '../ddl/carriage.ts';
import { carry } from '../ddl/carry.ts';
import { notChosen } from '../ddl/heed.ts';
import { divided, heldBack } from '../ddl/hold.ts';
import { notFit, RefusedThere } from '../ddl/refused.ts';
import { settleTable } from '../ddl/settle.ts';
import type { DdlCommand } from '../ddl/structure.ts';
import { notWhole } from '../ddl/tell.ts';
import { lacking, reportedRefusal } from '../ddl/tell-refused.ts';
import type { Destination, DestinationState } from '../destination/destination.ts';
import { isEngineError } from '../errors.ts';
import type { NameMap } from '../plan/names.ts';
import type { DdlAnswer, Plan, SequencePlan, TablePlan } from '../plan/plan.ts';
import type { RefusedDdl } from '../plan/refused-ddl.ts';
import type { TaskEvent } from '../progress/event.ts';
import { displayName, type TableId, tableId } from '../schema/table.ts';
import { text } from '../text.ts';
import type { RunInit } from './run-init.ts';
import { vocabulary } from './vocabulary.ts';

export interface ReplayInit {
  readonly run: Pick<RunInit, 'config' | 'emit'>;
  readonly destination: Pick<Destination, 'carry' | 'apply' | 'flush' | 'existing' | 'columnType' | 'shape'>;
  readonly names: () => NameMap;
  /** As it is by now. */
  readonly plan: Plan;
  readonly state: DestinationState;
}

interface Failure {
  readonly error: unknown;
  readonly sql: readonly string[];
}

/** Runs what waits, as a person has answered: in the transaction that is open, or that it opens. */
export class Replay {
  readonly told: TaskEvent[] = [];
  readonly #init: ReplayInit;
  readonly #known: RefusedDdl;
  readonly #answer: DdlAnswer;
  /** Tables that do not wait for this command. */
  readonly #others: ReadonlyMap<TableId, TablePlan>;
  /** Those that do, as each command leaves them. */
  #mine: Map<TableId, TablePlan>;
  /** Of which plans were written on the way. */
  readonly #written = new Set<TableId>();
  readonly #words: ReturnType<typeof vocabulary>;
  #sequences: readonly SequencePlan[];
  /** As the last of them was settled with what the destination has. */
  #lastSettled: Carriage['tables'] | null = null;

  constructor(init: ReplayInit, known: RefusedDdl, answer: DdlAnswer) {
    this.#init = init;
    this.#known = known;
    this.#answer = answer;
    const { tables, sequences } = init.plan;
    this.#words = vocabulary(init.run.config, init.destination, init.names);
    this.#others = new Map(tables.filter(({ stopped }) => stopped !== known.id).map((table) => [table.id, table]));
    this.#mine = new Map(known.plans.map((table) => [table.id, table]));
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
    const { queue, id, tables } = this.#known;
    for (const [index, command] of queue.entries()) {
      const failure = index === 0 ? await this.#first(command) : await this.#next(command);
      if (failure !== null) return this.#note(failure, { queue: queue.slice(index), plans: [...this.#mine.values()] });
    }
    const changed = this.#changed((plan) => ready(plan, id), [...tables, ...this.#mine.keys()]);
    await this.#init.destination.carry(this.#carriage({ tables: changed, refused: new Map([[id, null]]) }), this.all);
    for (const plan of this.#mine.values())
      this.told.push({ kind: 'table', at: Date.now(), id: plan.id, state: plan.stopped === undefined ? 'waiting' : 'skipped' });
    return null;
  }

  /** As a person has answered. */
  async #first(command: DdlCommand): Promise<Failure | null> {
    const carriage = this.#carried(command);
    if ('error' in carriage) return carriage;
    const { action, sql = [] } = this.#answer;
    const emptied = this.#emptied(carriage);
    if (action === 'retry' && sql.length === 0) return this.#try({ ...carriage, work: [...emptied, ...carriage.work.map(apart)] });
    const plan = [...this.#mine.values(), ...carriage.tables.values()].find((each) => each !== null);
    const own = plan && sql.length > 0 ? [{ kind: 'sql', plan, sql } as const] : [];
    const settle = async () => this.#settled(command, carriage);
    const failure = await this.#try({ ...carriage, work: [...emptied, ...own], settle });
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
    return this.#try({ ...carriage, work: carriage.work.map(apart) });
  }

  /** Changes were passed over, so the rows are copied again; those of a table that goes stay what they are. */
  #emptied({ work }: Carriage): readonly DdlWork[] {
    const gone = new Set(work.flatMap((each) => (each.kind === 'drop' ? [each.plan.id] : [])));
    const left = [...this.#mine.values()].filter(({ id, hasRows }) => hasRows && !gone.has(id));
    return left.map((plan) => ({ kind: 'empty', plan, apart: true }) as const);
  }

  #carried(command: DdlCommand): Carriage | Failure {
    const tables = new Map([...this.#others, ...this.#mine]);
    const ahead = new Set(this.#mine.keys());
    try {
      return carry(command, { tables, sequences: this.#sequences, waits: true, ahead, ...this.#words });
    } catch (error) {
      if (!isEngineError(error)) throw error;
      return { error, sql: [command.text] };
    }
  }

  async #settled(command: DdlCommand, { tables }: Carriage): Promise<Carriage['tables']> {
    const after = this.#after(tables);
    const pairs = [...after.values()].map((evolved) => {
      const step = command.tables.find((each) => each.after !== null && tableId(each.after) === evolved.id) ?? null;
      const before = this.#mine.get(step === null ? evolved.id : step.before === null ? '' : tableId(step.before)) ?? null;
      return { evolved, before, step };
    });
    const asked = pairs.flatMap(({ evolved, before }) => [evolved.destination, ...(before === null ? [] : [before.destination])]);
    const there = new Map((await this.#init.destination.existing(asked)).map((table) => [tableId(table), table]));
    const settled = new Map(tables);
    const taken = new Set([...this.#others.values()].map(({ destination }) => tableId(destination)));
    for (const pair of pairs) {
      const { evolved, before } = pair;
      // What is there by its name is not the task's, or another table of it.
      const isForeign = before === null && (this.#answer.action === 'skip' || taken.has(tableId(evolved.destination)));
      const { plan, lacking: columns } = isForeign ? { plan: null, lacking: [] } : settleTable({ ...pair, there });
      if (plan === null && this.#answer.action === 'retry')
        throw notFit(
          evolved.destination,
          text('it is not there after these statements, or is of another table', '执行语句后该表不存在，或属于其他表'),
        );
      settled.set(pair.evolved.id, plan ?? { ...pair.evolved, stopped: this.#known.id });
      if (columns.length > 0) this.told.push(lacking(displayName(pair.evolved.destination), columns));
    }
    this.#lastSettled = settled;
    return settled;
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
  async #note({ error, sql }: Failure, left: Pick<RefusedDdl, 'queue' | 'plans'>): Promise<RefusedDdl> {
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

/** Followed again once its rows are copied; one that the destination does not have is passed over for good. */
function ready({ stopped, ...plan }: TablePlan, id: string): TablePlan {
  if (stopped === id) return { ...plan, stopped };
  return { ...plan, ...(plan.hasRows ? { reload: true } : {}) };
}

function apart(work: DdlWork): DdlWork {
  return work.kind === 'empty' || work.kind === 'drop' || work.kind === 'rename' ? { ...work, apart: true } : work;
}
