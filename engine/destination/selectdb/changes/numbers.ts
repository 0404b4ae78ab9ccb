import type { TablePlan } from '../../../plan/plan.ts';
import type { TableId } from '../../../schema/table.ts';
import { CHANGE_COLUMNS } from '../design.ts';
import { qualified, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import type { StreamState } from '../state.ts';
import { noChangeColumns } from './lacking.ts';

/** Counts changes of tables that keep them all. */
export class Numbers {
  readonly #session: SelectDbSession;
  /** Tables that may hold changes after the checkpoint, from an engine that was killed. */
  readonly #ahead: Set<TableId>;
  #atCheckpoint: Map<TableId, number>;
  #now: Map<TableId, number>;
  /** The last number that is in a table of those. */
  readonly #there = new Map<TableId, number>();

  constructor(session: SelectDbSession, { numbered, ahead }: Pick<StreamState, 'numbered' | 'ahead'>) {
    this.#session = session;
    this.#ahead = new Set(ahead);
    this.#atCheckpoint = new Map(Object.entries(numbered));
    this.#now = new Map(this.#atCheckpoint);
  }

  /** What the marks are to say before anything after the checkpoint is sent. */
  get atCheckpoint(): Readonly<Record<TableId, number>> {
    return Object.fromEntries(this.#atCheckpoint);
  }

  get now(): Readonly<Record<TableId, number>> {
    return Object.fromEntries(this.#now);
  }

  /** The last number given, and the last one that is in the table though the checkpoint is before it; 0: none is. */
  async of(table: TablePlan): Promise<{ readonly last: number; readonly there: number }> {
    const last = this.#now.get(table.id);
    if (last === undefined) {
      // The first change of the table: numbers of an earlier task may be in it, and go on from there.
      const first = await this.#read(table);
      this.#atCheckpoint.set(table.id, first);
      this.#now.set(table.id, first);
      return { last: first, there: 0 };
    }
    if (this.#ahead.delete(table.id)) this.#there.set(table.id, await this.#read(table));
    return { last, there: this.#there.get(table.id) ?? 0 };
  }

  written(table: TableId, { number, there }: { readonly number: number; readonly there: number }): void {
    this.#now.set(table, number);
    this.#there.set(table, there);
  }

  checkpoint(): void {
    this.#atCheckpoint = new Map(this.#now);
  }

  async #read(table: TablePlan): Promise<number> {
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
