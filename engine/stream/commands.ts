import { randomUUID } from 'node:crypto';
import { type Way, withoutAway } from '../ddl/away.ts';
import type { Carriage } from '../ddl/carriage.ts';
import { type CarryInit, carry } from '../ddl/carry.ts';
import { isOnlyIgnored, notChosen } from '../ddl/heed.ts';
import { divided, followed, heldBack, type Noted, requireFreeNames, stopFor } from '../ddl/hold.ts';
import { RefusedThere, waitsWhole } from '../ddl/refused.ts';
import type { DdlCommand } from '../ddl/structure.ts';
import { carried, notWhole, reloads } from '../ddl/tell.ts';
import { refusedNow, stops } from '../ddl/tell-refused.ts';
import type { Destination } from '../destination/destination.ts';
import type { Plan, SequencePlan, TablePlan } from '../plan/plan.ts';
import type { RefusedDdl, RefusedDdls } from '../plan/refused-ddl.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { ChangeBatch, Position } from '../schema/row.ts';
import type { TableId, TableName } from '../schema/table.ts';
import { SettingAside, whyNotAside } from './aside.ts';
import { settledKept } from './kept.ts';

export interface CommandsInit extends Pick<CarryInit, 'columnType' | 'shape' | 'naming' | 'chosen' | 'operations'> {
  readonly destination: Pick<Destination, 'carry' | 'existing' | 'aside'>;
  readonly plan: Plan;
  /** Commands of the source are in the log. */
  readonly captured: boolean;
  /** Commands that the destination refused before. Absent: none. */
  readonly refused?: RefusedDdls;
  readonly loaded: ReadonlyMap<TableId, Position | null>;
  readonly converging: ReadonlySet<TableId>;
  readonly emit: (event: TaskEvent) => void;
  /** The tables are others from here on. */
  readonly onTables: (tables: readonly TablePlan[]) => void;
  /** Each command, before anything is made of it. */
  readonly onCommand?: (command: DdlCommand) => Promise<void>;
  /** Of a table that is on its way to the task: how it comes. Absent: none is. */
  readonly wayOf?: (table: TableName) => Way | null;
}

const NO_COMMAND: DdlCommand = { tag: '', text: '', tables: [], enums: [], failure: null };

/** What came of a command. */
export interface Ran {
  /** The destination's transaction is open now. */
  readonly opened: boolean;
  /** Null when nothing of it was carried. */
  readonly carriage: Carriage | null;
}

/** The tables of the task as commands of the source leave them, one after the other. */
export class Commands {
  /** From where each table is followed; one that is not here waits for its rows. */
  readonly loaded: Map<TableId, Position | null>;
  readonly tables: Map<TableId, TablePlan>;
  /** Commands that wait for a person, by id. */
  readonly refused: Map<string, RefusedDdl>;
  /** Keeps the changes of those of them whose rows stay. */
  readonly aside: SettingAside;
  readonly #init: CommandsInit;
  #sequences: readonly SequencePlan[];

  constructor(init: CommandsInit) {
    this.#init = init;
    this.tables = new Map(init.plan.tables.map((table) => [table.id, table]));
    this.loaded = new Map(init.loaded);
    this.refused = new Map(init.refused);
    this.aside = new SettingAside({ destination: init.destination, tables: this.tables, refused: this.refused });
    this.#sequences = init.plan.sequences;
  }

  /**
   * Carries one command in the destination's transaction that is open, or opens it. What the destination refuses stops its tables.
   * @throws EngineError `source.table-changed`, `ddl.refused` where nothing but the whole task can wait for it
   */
  async run({ command, at }: NonNullable<ChangeBatch['ddl']>): Promise<Ran> {
    const { onCommand, emit, wayOf = () => null } = this.#init;
    await onCommand?.(command);
    requireFreeNames(command, this.tables);
    const parted = withoutAway(command, this.tables, wayOf);
    for (const each of parted.left) emit(notWhole(command, each));
    const { free, held } = divided(parted.command, this.tables);
    for (const [id, part] of held) await this.#note(heldBack(part, id, this));
    const ran = free === null ? null : await this.#carry(free, at);
    return { opened: held.size > 0 || ran !== null, carriage: ran === 'refused' ? null : ran };
  }

  /** True when the destination's transaction is open for it. */
  async settleTypes(): Promise<boolean> {
    const { destination, columnType } = this.#init;
    const settled = await settledKept(destination, this.tables.values(), columnType);
    if (settled.length === 0) return false;
    await this.#note({
      command: NO_COMMAND,
      work: [],
      tables: new Map(settled.map((table) => [table.id, table])),
      sequences: null,
      refused: new Map(),
    });
    return true;
  }

  /** Null when the command was nothing to the task. `anew`: tables that take it only without their rows. */
  async #carry(command: DdlCommand, at: Position | null, anew: ReadonlySet<TableId> = new Set()): Promise<Carriage | 'refused' | null> {
    const { destination, emit, onTables, converging, columnType, shape, naming, chosen, operations } = this.#init;
    const sequences = this.#sequences;
    const ahead = new Set([...this.#ahead(at), ...anew]);
    const carriage = carry(command, {
      tables: this.tables,
      sequences,
      waits: this.waiting > 0,
      ahead,
      columnType,
      ...(shape === undefined ? {} : { shape }),
      naming,
      chosen,
      operations,
    });
    const told = [...carriage.ignored.map((each) => notChosen(command, each)), ...carriage.leftOut.map((each) => notWhole(command, each))];
    if (anew.size === 0) for (const event of told) emit(event);
    if (carriage.work.length === 0 && carriage.tables.size === 0 && carriage.sequences === null) return null;
    const before = { tables: new Map(this.tables), loaded: new Map(this.loaded) };
    this.#take(carriage);
    const tables = [...this.tables.values()];
    const refused = followed(this.refused, carriage, before.tables);
    try {
      await destination.carry({ ...carriage, refused }, tables);
    } catch (error) {
      if (!(error instanceof RefusedThere)) throw error;
      const emptied = new Set([...anew, ...(error.refused.anew ?? [])]);
      if (emptied.size > anew.size) {
        this.#restore(before, sequences);
        return this.#carry(command, at, emptied);
      }
      const { binds } = error.refused;
      const standing = { captured: this.#init.captured, canKeep: destination.aside !== undefined, isConverging: converging.size > 0 };
      const noted = stopFor(carriage, error, {
        id: randomUUID(),
        at: Date.now(),
        tables: before.tables,
        whyNotAside: (plans) => whyNotAside(plans, { ...standing, loaded: before.loaded, ahead, binds }),
      });
      if ('why' in noted) throw waitsWhole(error, noted.why);
      this.#restore(before, sequences);
      await this.#note(noted);
      return 'refused';
    }
    this.#know(refused);
    if (!isOnlyIgnored(carriage)) emit(carried(carriage));
    for (const { source } of wanting(carriage)) emit(reloads(source));
    if (carriage.tables.size > 0) onTables(tables);
    // By its new name it is another to people.
    for (const { id } of renamed(carriage))
      if (converging.size === 0 && this.loaded.has(id)) emit({ kind: 'table', at: Date.now(), id, state: 'following' });
    return carriage;
  }

  /** Tables whose rows are still to be copied, those that wait for a person included. */
  get waiting(): number {
    let count = 0;
    for (const { id, hasRows, stopped } of this.tables.values())
      if (stopped === undefined ? hasRows && !this.loaded.has(id) : this.refused.has(stopped)) count += 1;
    return count;
  }

  /** Whose changes are passed over. */
  isStopped(id: TableId): boolean {
    return this.tables.get(id)?.stopped !== undefined;
  }

  /** In the same transaction, so that a crash has both or none: what was refused, and from where on its tables are passed over. */
  async #note(noted: Noted): Promise<void> {
    const { destination, emit, onTables, naming } = this.#init;
    const carriage = { ...noted, names: naming([]), leftOut: [], ignored: [] };
    this.#take(carriage);
    const tables = [...this.tables.values()];
    await destination.carry(carriage, tables);
    if (noted.tables.size > 0) onTables(tables);
    for (const [id, each] of noted.refused) if (each !== null && !this.refused.has(id)) for (const event of stops(each)) emit(event);
    this.#know(noted.refused);
    for (const id of noted.tables.keys()) this.#tellStopped(id);
    for (const { id, stopped } of tables) if (stopped !== undefined && !this.aside.has(id)) this.loaded.delete(id);
  }

  /** By the name that it has by now. */
  #tellStopped(id: TableId): void {
    const error = this.refused.get(this.tables.get(id)?.stopped ?? '')?.error;
    if (error !== undefined) this.#init.emit({ kind: 'table', at: Date.now(), id, state: 'stopped', error });
  }

  #know(refused: Noted['refused']): void {
    for (const [id, each] of refused) {
      if (each === null) this.refused.delete(id);
      else this.refused.set(id, each);
    }
    if (refused.size > 0) this.#init.emit(refusedNow(this.refused));
  }

  #restore({ tables, loaded }: Pick<Commands, 'tables' | 'loaded'>, sequences: readonly SequencePlan[]): void {
    this.tables.clear();
    this.loaded.clear();
    for (const [id, plan] of tables) this.tables.set(id, plan);
    for (const [id, position] of loaded) this.loaded.set(id, position);
    this.#sequences = sequences;
  }

  #take({ work, tables, sequences }: Carriage): void {
    for (const each of work) {
      if (each.kind === 'empty') this.loaded.delete(each.plan.id);
      if (each.kind !== 'rename' && each.kind !== 'called') continue;
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

function renamed({ work }: Carriage): readonly TablePlan[] {
  return work.flatMap((each) => (each.kind === 'rename' ? [each.to] : []));
}

/** One for each table that a command changed; null for what is no table. */
export function touchedBy({ tables, work }: Carriage): readonly (TableId | null)[] {
  const ids = new Set(
    work.flatMap((each) => (each.kind === 'alter' || each.kind === 'rename' ? [each.to.id] : 'plan' in each ? [each.plan.id] : [])),
  );
  for (const id of tables.keys()) ids.add(id);
  return ids.size === 0 ? [null] : [...ids];
}
