import type { Statement } from '../plan/plan.ts';
import type { TableId } from '../schema/table.ts';

/** What tells when statements may run that look at rows, while rows still arrive. */
export interface Arrival {
  /** The table whose rows must be there before; null: none. */
  readonly awaits: (statement: Statement) => TableId | null;
  /** Once it is true of a table it stays so. */
  readonly isReady: (table: TableId) => boolean;
  /** Whether more may still arrive. */
  readonly isOpen: () => boolean;
}

/** Whether the rows that a statement looks at are there. */
export function hasRows({ awaits, isReady }: Pick<Arrival, 'awaits' | 'isReady'>, statement: Statement): boolean {
  const table = awaits(statement);
  return table === null || isReady(table);
}

/** What waits for rows. By table, for it is asked after each table: asking statement by statement would be much for many tables. */
export class Rowless {
  readonly #arrival: Arrival;
  readonly #held = new Map<TableId, number[]>();

  constructor(arrival: Arrival) {
    this.#arrival = arrival;
  }

  get isOpen(): boolean {
    return this.#arrival.isOpen();
  }

  /** Whether the statement at this place must wait for rows; if so it is kept until `arrived`. */
  holds(statement: Statement, index: number): boolean {
    const table = this.#arrival.awaits(statement);
    if (table === null || this.#arrival.isReady(table)) return false;
    const held = this.#held.get(table);
    if (held === undefined) this.#held.set(table, [index]);
    else held.push(index);
    return true;
  }

  /** Places of what waited for tables that are ready now. */
  arrived(): readonly number[] {
    const ready = [...this.#held.keys()].filter((table) => this.#arrival.isReady(table));
    const places = ready.flatMap((table) => this.#held.get(table) ?? []);
    for (const table of ready) this.#held.delete(table);
    return places;
  }
}
