import type { ChangeEvent } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Commands } from './commands.ts';

/** Changes of tables that wait for a person: nobody looks yet at how they are, and they are counted. */
export class PassedOver {
  readonly #commands: () => Pick<Commands, 'isStopped' | 'refused'>;
  #counts = new Map<TableId, number>();

  constructor(commands: () => Pick<Commands, 'isStopped' | 'refused'>) {
    this.#commands = commands;
  }

  /** The others. */
  rest(events: readonly ChangeEvent[]): readonly ChangeEvent[] {
    if (this.#commands().refused.size === 0 || !events.some((event) => this.#idOf(event) !== null)) return events;
    return events.flatMap((event): readonly ChangeEvent[] => {
      const id = this.#idOf(event);
      if (id === null) return [event];
      this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
      if (event.kind !== 'truncate') return [];
      return [{ ...event, relations: event.relations.filter((relation) => !this.#isStopped(relation.id)) }];
    });
  }

  /** Since they were taken last, by table. */
  take(): { readonly passed?: Readonly<Record<TableId, number>> } {
    if (this.#counts.size === 0) return {};
    const passed = Object.fromEntries(this.#counts);
    this.#counts = new Map();
    return { passed };
  }

  #isStopped(id: TableId): boolean {
    return this.#commands().isStopped(id);
  }

  #idOf(event: ChangeEvent): TableId | null {
    if (event.kind === 'truncate') return event.relations.find(({ id }) => this.#isStopped(id))?.id ?? null;
    return 'relation' in event && this.#isStopped(event.relation.id) ? event.relation.id : null;
  }
}
