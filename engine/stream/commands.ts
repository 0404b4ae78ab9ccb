import type { Carriage } from '../ddl/carriage.ts';
import { type CarryInit, carry } from '../ddl/carry.ts';
import { carried, notWhole, reloads } from '../ddl/tell.ts';
import type { Destination } from '../destination/destination.ts';
import type { Plan, SequencePlan, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { ChangeBatch, ChangeEvent, Position } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';

export interface CommandsInit extends Pick<CarryInit, 'columnType' | 'naming' | 'chosen'> {
  readonly destination: Pick<Destination, 'carry'>;
  readonly plan: Plan;
  readonly loaded: ReadonlyMap<TableId, Position | null>;
  readonly converging: ReadonlySet<TableId>;
  readonly emit: (event: TaskEvent) => void;
  /** The tables are others from here on. */
  readonly onTables: (tables: readonly TablePlan[]) => void;
}

/** The tables of the task as commands of the source leave them, one after the other. */
export class Commands {
  /** From where each table is followed; one that is not here waits for its rows. */
  readonly loaded: Map<TableId, Position | null>;
  readonly tables: Map<TableId, TablePlan>;
  readonly #init: CommandsInit;
  #sequences: readonly SequencePlan[];

  constructor(init: CommandsInit) {
    this.#init = init;
    this.tables = new Map(init.plan.tables.map((table) => [table.id, table]));
    this.loaded = new Map(init.loaded);
    this.#sequences = init.plan.sequences;
  }

  /**
   * Carries one command in the destination's transaction that is open, or opens it. Null when the command was nothing to the task.
   * @throws EngineError `source.table-changed`, `ddl.refused`
   */
  async run({ command, at }: NonNullable<ChangeBatch['ddl']>): Promise<Carriage | null> {
    const { destination, emit, onTables, columnType, naming, chosen } = this.#init;
    const sequences = this.#sequences;
    const carriage = carry(command, {
      tables: this.tables,
      sequences,
      waits: this.waiting > 0,
      ahead: this.#ahead(at),
      columnType,
      naming,
      chosen,
    });
    for (const each of carriage.leftOut) emit(notWhole(command, each));
    if (carriage.work.length === 0 && carriage.tables.size === 0 && carriage.sequences === null) return null;
    this.#take(carriage);
    const tables = [...this.tables.values()];
    await destination.carry(carriage, tables);
    emit(carried(carriage));
    for (const { source } of wanting(carriage)) emit(reloads(source));
    if (carriage.tables.size > 0) onTables(tables);
    return carriage;
  }

  /** Tables whose rows are still to be copied. */
  get waiting(): number {
    let count = 0;
    for (const { id, hasRows } of this.tables.values()) if (hasRows && !this.loaded.has(id)) count += 1;
    return count;
  }

  #take({ work, tables, sequences }: Carriage): void {
    for (const each of work) {
      if (each.kind === 'empty') this.loaded.delete(each.plan.id);
      if (each.kind !== 'rename') continue;
      const position = this.loaded.get(each.from.id);
      this.loaded.delete(each.from.id);
      if (position !== undefined) this.loaded.set(each.to.id, position);
    }
    for (const [id, plan] of tables) {
      if (plan !== null) this.tables.set(id, plan);
      else {
        this.tables.delete(id);
        this.loaded.delete(id);
      }
    }
    this.#sequences = sequences ?? this.#sequences;
  }

  /** Rows that were read after the command, or that come from several views, need not be what the command left of them. */
  #ahead(at: Position | null): ReadonlySet<TableId> {
    const ids = [...this.loaded].filter(([id, from]) => this.#init.converging.has(id) || (from !== null && at !== null && at < from));
    return new Set(ids.map(([id]) => id));
  }
}

/** Tables whose rows are to be copied since the command. */
export function wanting({ work }: Carriage): readonly TablePlan[] {
  return work.flatMap((each) => (each.kind === 'empty' || (each.kind === 'create' && each.plan.hasRows) ? [each.plan] : []));
}

/** One for each table that a command changed; null for what is no table. */
export function touchedBy({ tables, work }: Carriage): readonly (TableId | null)[] {
  const ids = new Set(
    work.flatMap((each) => (each.kind === 'alter' || each.kind === 'rename' ? [each.to.id] : 'plan' in each ? [each.plan.id] : [])),
  );
  for (const id of tables.keys()) ids.add(id);
  return ids.size === 0 ? [null] : [...ids];
}

/** Events in sections that end with a command: what comes after it is read with the tables as it leaves them. */
export function* toCommands(events: readonly ChangeEvent[]): Generator<readonly ChangeEvent[], void, undefined> {
  let from = 0;
  for (const [at, { kind }] of events.entries()) {
    if (kind !== 'ddl') continue;
    yield events.slice(from, at + 1);
    from = at + 1;
  }
  if (from < events.length || events.length === 0) yield from === 0 ? events : events.slice(from);
}
