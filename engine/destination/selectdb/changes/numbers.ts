import type { TablePlan } from '../../../plan/plan.ts';
import type { TableId } from '../../../schema/table.ts';
import { CHANGE_COLUMNS } from '../design.ts';
import { qualified, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import type { StreamState } from '../state.ts';
import type { StreamLoads } from '../stream-load/client.ts';
import { noChangeColumns } from './lacking.ts';

/** Of one table, whatever it is called by now. */
interface Count {
  /** What the checkpoint calls it; null: it was made since. */
  readonly id: TableId | null;
  /** The last number given; null before the first. */
  last: number | null;
  /** The last one that is in the table though the checkpoint is before it; null: nobody has asked. */
  there: number | null;
}

interface NumbersInit {
  readonly session: SelectDbSession;
  readonly loads: Pick<StreamLoads, 'seen'>;
}

/**
 * Counts changes of tables that keep them all. Commands may give a name that the checkpoint knows to another table: what is noted goes by
 * the names of the checkpoint, for after a kill it is read before the commands come again.
 */
export class Numbers {
  readonly #session: SelectDbSession;
  readonly #loads: Pick<StreamLoads, 'seen'>;
  /** Tables, by the names they had then, that may hold changes after the checkpoint, from an engine that was killed. */
  readonly #ahead: ReadonlySet<TableId>;
  #atCheckpoint: Map<TableId, number>;
  #counts: Map<TableId, Count>;

  constructor({ session, loads }: NumbersInit, { numbered, ahead }: Pick<StreamState, 'numbered' | 'ahead'>) {
    this.#session = session;
    this.#loads = loads;
    this.#ahead = new Set(ahead);
    this.#atCheckpoint = new Map(Object.entries(numbered));
    this.#counts = new Map([...this.#atCheckpoint].map(([id, last]) => [id, { id, last, there: null }]));
  }

  /** What the marks are to say before anything after the checkpoint is sent. */
  get atCheckpoint(): Readonly<Record<TableId, number>> {
    return Object.fromEntries(this.#atCheckpoint);
  }

  get now(): Readonly<Record<TableId, number>> {
    return Object.fromEntries([...this.#counts].flatMap(([id, { last }]) => (last === null ? [] : [[id, last] as const])));
  }

  /** The last number given, and the last one that is in the table though the checkpoint is before it; 0: none is. */
  async of(table: TablePlan): Promise<{ readonly last: number; readonly there: number }> {
    const count = this.#countOf(table.id);
    if (count.last === null) {
      // The first change of the table: numbers of an earlier task may be in it, and go on from there.
      const first = await this.#read(table);
      // One that was made since is made anew after a kill.
      if (count.id !== null) this.#atCheckpoint.set(count.id, first);
      count.last = first;
      return { last: first, there: 0 };
    }
    if (count.there === null && this.#ahead.has(table.id)) count.there = await this.#read(table);
    return { last: count.last, there: count.there ?? 0 };
  }

  #countOf(id: TableId): Count {
    const known = this.#counts.get(id);
    if (known !== undefined) return known;
    const count: Count = { id, last: null, there: null };
    this.#counts.set(id, count);
    return count;
  }

  /** The table goes by another id; what the checkpoint says of it stays under the old one until it moves. */
  rename(from: TableId, to: TableId): void {
    const count = this.#countOf(from);
    this.#counts.delete(from);
    this.#counts.set(to, count);
  }

  /** The table is gone, and what goes by its id from here on is another. */
  forget(table: TableId): void {
    this.#counts.set(table, { id: null, last: null, there: null });
  }

  /** What was there by its number is not there any more. */
  emptied(table: TableId): void {
    this.#countOf(table).there = 0;
  }

  written(table: TableId, { number, isEmptied }: { readonly number: number; readonly isEmptied: boolean }): void {
    const count = this.#countOf(table);
    count.last = number;
    if (isEmptied) count.there = 0;
  }

  checkpoint(): void {
    this.#atCheckpoint = new Map(Object.entries(this.now));
    this.#counts = new Map([...this.#counts].flatMap(([id, count]) => (count.last === null ? [] : [[id, { ...count, id }] as const])));
  }

  async #read(table: TablePlan): Promise<number> {
    await this.#loads.seen();
    const record = CHANGE_COLUMNS[2];
    const object = table.destination.name;
    const columns = await this.#session.query(
      'select COLUMN_NAME from `information_schema`.`columns` where TABLE_SCHEMA = ? and TABLE_NAME = ?',
      [table.destination.schema, table.destination.name],
      object,
    );
    const names = new Set(columns.map(({ COLUMN_NAME }) => COLUMN_NAME?.toLowerCase()));
    if (!CHANGE_COLUMNS.every((name) => names.has(name))) throw noChangeColumns(table);
    const [row] = await this.#session.query(`select max(${quote(record)}) as last from ${qualified(table.destination)}`, [], object);
    return Number(row?.last ?? 0);
  }
}
