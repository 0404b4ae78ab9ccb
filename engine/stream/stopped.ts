import type { ChangeEvent } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';

/** Changes of tables that wait for a person: nobody looks at how they are, and they are counted. */
export class PassedOver {
  readonly #isStopped: (id: TableId) => boolean;
  readonly #isAny: () => boolean;
  #counts = new Map<TableId, number>();

  constructor({ isStopped, isAny }: { readonly isStopped: (id: TableId) => boolean; readonly isAny: () => boolean }) {
    this.#isStopped = isStopped;
    this.#isAny = isAny;
  }

  /** The others. */
  rest(events: readonly ChangeEvent[]): readonly ChangeEvent[] {
    if (!this.#isAny() || !events.some((event) => this.#idOf(event) !== null)) return events;
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

  #idOf(event: ChangeEvent): TableId | null {
    if (event.kind === 'truncate') return event.relations.find(({ id }) => this.#isStopped(id))?.id ?? null;
    return 'relation' in event && this.#isStopped(event.relation.id) ? event.relation.id : null;
  }
}
