import type { Way } from '../../ddl/away.ts';
import type { TableStep } from '../../ddl/structure.ts';
import type { Destination } from '../../destination/destination.ts';
import type { TableMend } from '../../engine.ts';
import type { Away, CopyAsked, Joining, Plan, TablePlan } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import type { Limits } from '../../schema/limits.ts';
import { asPosition, type Position } from '../../schema/row.ts';
import { type TableId, tableId } from '../../schema/table.ts';
import type { Source } from '../../source/source.ts';
import { isStaying } from './again.ts';
import { joiningId } from './config.ts';
import { Leaving } from './leaving.ts';
import type { JoinedNews } from './news.ts';
import { Stands } from './stands.ts';

export interface JoinsInit {
  readonly plan: () => Plan | null;
  /** Durable, and in the plan, when it resolves. */
  readonly save: (news: JoinedNews) => Promise<void>;
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
  /** Those that are the task's at the destination, and still to be tidied up. */
  readonly #in = new Set<string>();
  /** What was taken away, and how far that is. */
  readonly leaving: Leaving;
  /** Of tables that leave for a while. */
  readonly stands = new Stands();
  #applied: Position | null = null;
  #saving: Promise<void> = Promise.resolve();
  #changed: () => void = () => {};
  #mended: (mend: TableMend) => void = () => {};
  #limited: (limits: Limits) => void = () => {};

  constructor(init: JoinsInit) {
    this.#init = init;
    this.leaving = new Leaving(() => this.away);
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
  isJoining(table: TableId): boolean {
    return this.wayOf(table) !== null;
  }

  wayOf(table: TableId): Way | null {
    const found = this.entries.find(({ id, ids }) => ids.includes(table) && !this.#in.has(id));
    return found === undefined ? null : found.again === undefined ? 'added' : 'again';
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
    if (event.kind === 'applied') {
      this.#applied = asPosition(event.position);
      this.#init.emit({ ...event, waiting: (event.waiting ?? 0) + this.#again.length });
      return;
    }
    this.#init.emit(event);
  };

  /** Those whose rows are copied again, until they are in. */
  get #again(): readonly Joining[] {
    return this.entries.filter(({ id, again, cancelled }) => again !== undefined && cancelled !== true && !this.#in.has(id));
  }

  /** Whether a table that was the task's is at another place of the log than the others. */
  get isCopying(): boolean {
    return this.#again.some((joining) => !isStaying(joining));
  }

  /** Whether the table is to leave for a while, to be copied again. */
  isToLeave(table: TableId): boolean {
    return this.#again.some((joining) => isStaying(joining) && joining.again.asked.table === table);
  }

  /** As the task has it by now, as it was told last. */
  followed(table: TableId): TablePlan | undefined {
    return this.#told?.tables.find(({ id }) => id === table);
  }

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
    const entries = this.entries.filter(({ id }) => !this.#in.has(id));
    const coming = entries.flatMap(({ id, plan }) => this.#tables.get(id) ?? plan?.tables ?? []).filter(({ id }) => !known.has(id));
    this.#init.emit({ ...this.#told, tables: [...this.#told.tables, ...coming] });
  }

  /** The one that joins as it is stored now; null when it is none any more. */
  now({ id }: Joining): Joining | null {
    return this.entries.find((each) => each.id === id) ?? null;
  }

  /** Has a table of the task copied again beside it. */
  async copyAgain(asked: CopyAsked): Promise<void> {
    await this.#save({ kind: 'again', asked });
    this.#changed();
  }

  change({ id }: Joining, part: Partial<Joining>): Promise<void> {
    return this.#save({ kind: 'changed', id, part });
  }

  /** The destination has made it a part of the task. */
  cameIn({ id }: Joining): void {
    this.#in.add(id);
  }

  /** It is a part of the task, and nothing of it is kept apart any more. */
  async joined({ id }: Joining): Promise<void> {
    this.#tables.delete(id);
    await this.#save({ kind: 'joined', id });
    this.#in.delete(id);
  }

  async givenUp({ id }: Joining): Promise<void> {
    this.#tables.delete(id);
    await this.#save({ kind: 'given-up', id });
    this.#tell();
  }

  /**
   * A command of the source may call a table otherwise that is none of the task's, or make a partition of it. Its changes are passed over
   * under that name as well, also by whoever goes on behind the command: so it is durable before the task is.
   */
  async hear(steps: readonly TableStep[]): Promise<void> {
    this.stands.hear(steps);
    for (const { before, after } of steps) {
      const from = before ?? after?.partitionOf ?? null;
      if (from === null || after === null) continue;
      const [was, id] = [tableId(from), tableId(after)];
      if (this.#isKnown(was) && !this.#isKnown(id)) await this.#save({ kind: 'called', was, id });
    }
  }

  #isKnown(id: TableId): boolean {
    return this.entries.some(({ ids }) => ids.includes(id)) || this.away.some((each) => each.id === id);
  }

  /** The source publishes these no more. */
  async withdrawn(gone: readonly Away[]): Promise<void> {
    const ids = gone.map(({ id }) => id);
    await this.#save({ kind: 'withdrawn', ids });
    this.leaving.over(ids);
  }

  /** One after the other, as they came. */
  #save(news: JoinedNews): Promise<void> {
    const saved = this.#saving.then(() => this.#init.save(news)).then(() => this.leaving.look());
    this.#saving = saved.catch(() => {});
    return saved;
  }

  /** A person has changed who comes and who goes: the plan says it already. */
  changed(): void {
    this.leaving.look();
    this.#changed();
  }

  onChanged(listener: () => void): void {
    this.#changed = listener;
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
