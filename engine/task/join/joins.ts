import type { TableStep } from '../../ddl/structure.ts';
import type { Destination } from '../../destination/destination.ts';
import type { TableMend } from '../../engine.ts';
import type { Away, Joining, Plan, TablePlan } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import type { Limits } from '../../schema/limits.ts';
import { asPosition, type Position } from '../../schema/row.ts';
import { nameOfTable, type TableId, tableId } from '../../schema/table.ts';
import type { Source } from '../../source/source.ts';
import { joiningId } from './config.ts';

/** What of a plan says who comes and who has gone. */
export type Joined = Required<Pick<Plan, 'joining' | 'away'>>;

export interface JoinsInit {
  readonly plan: () => Plan | null;
  /** Durable when it resolves; all else of the plan stays. */
  readonly save: (joined: Joined) => Promise<void>;
  readonly taskId: string;
  /** By its own name at both sides. */
  readonly openSource: (name: string) => Promise<Source>;
  readonly openDestination: (name: string) => Promise<Destination>;
  readonly emit: (event: TaskEvent) => void;
}

/** The tables that join a task, and those that were taken away, while its worker runs: one over all of its attempts. */
export class Joins {
  readonly #init: JoinsInit;
  /** What the task has told of its tables last. */
  #told: Extract<TaskEvent, { kind: 'planned' }> | null = null;
  /** The tables of those that join, as they have told of them. */
  readonly #tables = new Map<string, readonly TablePlan[]>();
  #applied: Position | null = null;
  #saving: Promise<void> = Promise.resolve();
  #mended: (mend: TableMend) => void = () => {};
  #limited: (limits: Limits) => void = () => {};

  constructor(init: JoinsInit) {
    this.#init = init;
  }

  get entries(): readonly Joining[] {
    return this.#init.plan()?.joining ?? [];
  }

  get away(): readonly Away[] {
    return this.#init.plan()?.away ?? [];
  }

  /** What the log of the task tells of these is not for it: it is part of what is copied, or of a table that was taken away. */
  readonly others: Pick<ReadonlySet<TableId>, 'has'> = {
    has: (id) => this.isJoining(id) || this.away.some((each) => each.id === id),
  };

  /** Whether it is on its way: what a command makes of it is not for the task. */
  isJoining(id: TableId): boolean {
    return this.entries.some(({ ids }) => ids.includes(id));
  }

  /** Those that are on their way, as they were planned. */
  get tables(): readonly TablePlan[] {
    return this.entries.filter(({ cancelled }) => cancelled !== true).flatMap(({ plan }) => plan?.tables ?? []);
  }

  /** What it is called at both sides. */
  nameOf(joining: Joining): string {
    return joiningId(this.#init.taskId, joining);
  }

  openSource(joining: Joining): Promise<Source> {
    return this.#init.openSource(this.nameOf(joining));
  }

  openDestination(joining: Joining): Promise<Destination> {
    return this.#init.openDestination(this.nameOf(joining));
  }

  /** As the task tells it; its tables with those that are on their way to it. */
  readonly emit = (event: TaskEvent): void => {
    if (event.kind === 'planned') {
      this.#told = event;
      this.#tell();
      return;
    }
    if (event.kind === 'applied') this.#applied = asPosition(event.position);
    this.#init.emit(event);
  };

  /** What the task has applied, as it was told last. */
  get applied(): Position | null {
    return this.#applied;
  }

  /** As one that joins tells it, as far as it is of its tables: positions, steps and attempts are the task's own. */
  tell({ id }: Joining, event: TaskEvent): void {
    if (event.kind === 'planned') {
      this.#tables.set(id, event.tables);
      this.#tell();
    } else if (event.kind === 'log' || event.kind === 'slot-waits' || (event.kind === 'table' && event.state !== 'following'))
      this.#init.emit(event);
  }

  #tell(): void {
    if (this.#told === null) return;
    const known = new Set(this.#told.tables.map(({ id }) => id));
    const coming = this.entries.flatMap(({ id, plan }) => this.#tables.get(id) ?? plan?.tables ?? []).filter(({ id }) => !known.has(id));
    this.#init.emit({ ...this.#told, tables: [...this.#told.tables, ...coming] });
  }

  /** The one that joins as it is stored now; null when it is none any more. */
  now({ id }: Joining): Joining | null {
    return this.entries.find((each) => each.id === id) ?? null;
  }

  change({ id }: Joining, part: Partial<Joining>): Promise<void> {
    return this.#save(({ joining, away }) => ({ joining: joining.map((each) => (each.id === id ? { ...each, ...part } : each)), away }));
  }

  /** It is a part of the task. What was taken away once may have come back with it. */
  joined({ id, ids }: Joining): Promise<void> {
    this.#tables.delete(id);
    return this.#save(({ joining, away }) => ({
      joining: joining.filter((each) => each.id !== id),
      away: away.filter((each) => !ids.includes(each.id)),
    }));
  }

  /** It is given up. The task's log has told of its tables, and is passed over there as for those that were taken away. */
  async givenUp({ id, ids }: Joining): Promise<void> {
    this.#tables.delete(id);
    await this.#save(({ joining, away }) => ({
      joining: joining.filter((each) => each.id !== id),
      away: [
        ...away.filter((each) => !ids.includes(each.id)),
        ...ids.map((table) => ({ id: table, source: nameOfTable(table), settled: true })),
      ],
    }));
    this.#tell();
  }

  /**
   * A command of the source may call a table otherwise that is none of the task's, or make a partition of it. Its changes are passed over
   * under that name as well, also by whoever goes on behind the command: so it is durable before the task is.
   */
  async hear(steps: readonly TableStep[]): Promise<void> {
    for (const { before, after } of steps) {
      const from = before ?? after?.partitionOf ?? null;
      if (from === null || after === null) continue;
      const [was, id] = [tableId(from), tableId(after)];
      if (!this.others.has(was) || this.others.has(id)) continue;
      const called = { id, source: nameOfTable(id), settled: true };
      await this.#save(({ joining, away }) => ({
        joining: joining.map((each) => (each.ids.includes(was) ? { ...each, ids: [...each.ids, id] } : each)),
        away: away.some((each) => each.id === was) ? [...away, called] : away,
      }));
    }
  }

  settle(): Promise<void> {
    return this.#save(({ joining, away }) => ({ joining, away: away.map((each) => ({ ...each, settled: true })) }));
  }

  /** One after the other, each from what the one before has left. */
  #save(made: (now: Joined) => Joined): Promise<void> {
    const saved = this.#saving.then(() => this.#init.save(made({ joining: this.entries, away: this.away })));
    this.#saving = saved.catch(() => {});
    return saved;
  }

  onMend(listener: (mend: TableMend) => void): void {
    this.#mended = listener;
  }

  onLimits(listener: (limits: Limits) => void): void {
    this.#limited = listener;
  }

  /** What a person does about a table that failed. */
  mend(mend: TableMend): void {
    this.#mended(mend);
  }

  limit(limits: Limits): void {
    this.#limited(limits);
  }
}
