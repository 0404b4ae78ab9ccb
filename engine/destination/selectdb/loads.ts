import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { Position, RowStream } from '../../schema/row.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import type { LoadResult, LoadUnit } from '../destination.ts';
import { truncateTable } from './ddl.ts';
import { rowsOfOthers, unclear } from './load-errors.ts';
import type { Mark, Marks } from './marks.ts';
import { copyPieces } from './rows/copy-lines.ts';
import { Parts } from './rows/parts.ts';
import { SEQUENCE_FIELD, type Sequences, sequenceOf } from './sequence.ts';
import type { SelectDbSession } from './session.ts';
import { type After, type Sending, type SliceState, sliceId, sliceMark, type TableMark, type TaskMarks, tableMark } from './state.ts';
import { columnsHeader, type StreamLoads } from './stream-load/client.ts';
import type { Labels } from './stream-load/label.ts';

export interface LoadsInit {
  readonly session: SelectDbSession;
  readonly loads: StreamLoads;
  readonly marks: Marks;
  readonly labels: Labels;
  readonly sequences: Sequences;
  readonly known: TaskMarks;
  /** Bytes of one body, about. */
  readonly mostBytes: number;
}

/**
 * Loads slices, each by one Stream Load, but for those that are longer than a server takes at once: all of its rows arrive, or none. Its label is noted before the first row is sent, its mark is
 * written when it has arrived. After a kill between the two the slice is read again, under a newer view: rows of a table with a key bring
 * the position of their view, so the newer stay, and the log is followed from the oldest view that was ever sent (`first`), for rows
 * that are gone since. A table without a key is emptied and loaded anew.
 */
export class Loads {
  readonly #init: LoadsInit;
  readonly #tables: Map<TableId, TableMark>;
  readonly #slices: Map<string, SliceState>;
  readonly #begins = new Map<TableId, Promise<void>>();
  /** Slices that arrived though their marks could not be written. */
  readonly #arrived = new Map<string, SliceState>();
  /** Tables that keep every row, of which nobody knows whether a load arrived; and slices of such, of which some did. */
  readonly #unclear = new Set<TableId>();
  readonly #partly = new Set<string>();

  constructor(init: LoadsInit) {
    this.#init = init;
    this.#tables = new Map(init.known.tables);
    this.#slices = new Map(init.known.slices.map((slice) => [sliceId(slice.id, slice.slice), slice]));
  }

  /** What an engine that was killed had sent is either there or never will be, once this resolves. */
  async fence(): Promise<void> {
    for (const { label, table, done } of this.#slices.values()) if (done === null) await this.#init.loads.becomes(label, table);
  }

  async load(unit: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<LoadResult | null> {
    const { table, slice } = unit;
    const id = sliceId(table.id, slice);
    if (this.#slices.get(id)?.done) return null;
    if (this.#unclear.has(table.id)) throw unclear(table);
    if (this.#partly.has(id)) await this.#takeBack(unit);
    await this.#begun(unit, position);
    const arrived = this.#arrived.get(id) ?? (await this.#arrive(unit, read, position));
    this.#arrived.set(id, arrived);
    await this.#mark(arrived);
    this.#arrived.delete(id);
    return arrived.done;
  }

  async #arrive({ table, slice }: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<SliceState> {
    const label = () => this.#init.labels.slice(table.id, slice, position);
    let state: SliceState = { id: table.id, slice, label: label(), table: table.destination, done: null };
    const note = async (): Promise<string> => {
      state = { ...state, label: label() };
      await this.#mark(state);
      return state.label;
    };
    await this.#mark(state);
    try {
      const sent = await this.#send(table, { first: state, note, position, rows: await read() });
      return { ...state, done: { position, ...sent } };
    } catch (error) {
      if (error instanceof EngineError && error.code === 'load.outcome-unknown' && table.model?.engine !== 'unique')
        this.#unclear.add(table.id);
      throw error;
    }
  }

  /** What arrived of the slice goes, where it is all that the table has; else the table is begun anew. */
  async #takeBack({ table, slice, cut }: LoadUnit): Promise<void> {
    if (cut.by !== 'whole' || table.origin !== 'create' || table.merged === true) throw unclear(table);
    await this.#init.session.query(truncateTable(table.destination), [], displayName(table.destination));
    this.#partly.delete(sliceId(table.id, slice));
  }

  async meetAt(tables: readonly TableId[], position: Position): Promise<void> {
    const moved: TableId[] = [];
    for (const id of tables) {
      const mark = this.#tables.get(id);
      if (mark === undefined || (mark.meet !== null && mark.meet >= position)) continue;
      this.#tables.set(id, { ...mark, meet: position });
      moved.push(id);
    }
    await this.#write(moved);
  }

  /** The table first: marks without rows are only rows to be loaded again. */
  async unload(table: TablePlan): Promise<void> {
    const before = this.#tables.get(table.id);
    const keeps = table.origin === 'existing';
    if (keeps && table.model?.engine !== 'unique' && before !== undefined) throw rowsOfOthers([table]);
    if (!keeps) await this.#init.session.query(truncateTable(table.destination), [], displayName(table.destination));
    await this.forget(table.id);
    // Rows it had before the task stay, and so do ours: what is gone at the source since is in the log from the oldest view on.
    if (!keeps || before === undefined) return;
    this.#tables.set(table.id, { ...before, cut: { by: 'whole' }, storage: '' });
    await this.#write([table.id]);
  }

  async forget(table: TableId): Promise<void> {
    const slices = this.#slicesOf(table).map(({ slice }) => sliceId(table, slice));
    if (slices.length > 0) await this.#init.marks.drop('slice', slices);
    if (this.#tables.has(table)) await this.#init.marks.drop('table', [table]);
    this.#lose(table);
  }

  #lose(table: TableId): void {
    for (const { slice } of this.#slicesOf(table))
      for (const each of [this.#slices, this.#arrived, this.#partly]) each.delete(sliceId(table, slice));
    this.#unclear.delete(table);
    this.#tables.delete(table);
    this.#begins.delete(table);
  }

  /** The table goes by another id from here on: the marks that say so, for the next checkpoint. */
  async rename(from: TableId, to: Pick<TablePlan, 'id' | 'destination'>): Promise<readonly Mark[]> {
    // An attempt before a kill may have left some.
    await this.forget(to.id);
    const mark = this.#tables.get(from);
    const slices = this.#slicesOf(from).map((slice) => ({ ...slice, id: to.id, table: to.destination }));
    this.#lose(from);
    if (mark !== undefined) this.#tables.set(to.id, mark);
    for (const slice of slices) this.#slices.set(sliceId(to.id, slice.slice), slice);
    return [...(mark === undefined ? [] : [tableMark(to.id, mark)]), ...slices.map(sliceMark)];
  }

  /** Its marks stay until the checkpoint is past the command. Which they are. */
  leave(table: TableId): Pick<After, 'tables' | 'slices'> {
    const left = this.leaves(table);
    this.#lose(table);
    return left;
  }

  leaves(table: TableId): Pick<After, 'tables' | 'slices'> {
    return { tables: this.#tables.has(table) ? [table] : [], slices: this.#slicesOf(table).map(({ slice }) => sliceId(table, slice)) };
  }

  /** Of ids that tables had, those that no others have by now. */
  lost({ tables, slices }: Pick<After, 'tables' | 'slices'>): Pick<After, 'tables' | 'slices'> {
    return { tables: tables.filter((id) => !this.#tables.has(id)), slices: slices.filter((id) => !this.#slices.has(id)) };
  }

  /** After a kill the marks of such were read once more. */
  async forgetLeft({ tables, slices }: Pick<After, 'tables' | 'slices'>): Promise<void> {
    if (slices.length > 0) await this.#init.marks.drop('slice', slices);
    if (tables.length > 0) await this.#init.marks.drop('table', tables);
    for (const table of tables) this.#lose(table);
  }

  #slicesOf(table: TableId): readonly SliceState[] {
    return [...this.#slices.values()].filter(({ id }) => id === table);
  }

  /** As sequences, those of the views that rows of the table are of. */
  positions(table: TableId): ReadonlySet<string> {
    return new Set(this.#slicesOf(table).flatMap(({ done }) => (done === null ? [] : [sequenceOf(done.position)])));
  }

  /** Tables whose load has begun. */
  get begun(): ReadonlySet<TableId> {
    return new Set(this.#tables.keys());
  }

  /** Once a table, before its first slice. */
  #begun(unit: LoadUnit, position: Position | null): Promise<void> {
    const known = this.#begins.get(unit.table.id);
    if (known !== undefined) return known;
    const begun = this.#begin(unit, position);
    begun.catch(() => this.#begins.delete(unit.table.id));
    this.#begins.set(unit.table.id, begun);
    return begun;
  }

  async #begin({ table, cut, storage }: LoadUnit, position: Position | null): Promise<void> {
    const before = this.#tables.get(table.id);
    const first = before?.first ?? (table.model?.engine === 'unique' ? position : null);
    this.#tables.set(table.id, { cut, storage, meet: before?.meet ?? null, first });
    await this.#write([table.id]);
  }

  async #send(table: TablePlan, { first, note, position, rows }: Sending): Promise<{ readonly rows: number; readonly bytes: number }> {
    const hasSequence = await this.#init.sequences.has(table);
    const sent = { rows: 0, bytes: 0 };
    const pieces = copyPieces(rows, {
      table,
      ...(hasSequence ? { more: { [SEQUENCE_FIELD]: sequenceOf(position) } } : {}),
      onRows: (count, bytes) => {
        sent.rows += count;
        sent.bytes += bytes;
      },
    });
    const names = table.columns.map(({ destination }) => destination);
    const headers = {
      columns: columnsHeader(hasSequence ? [...names, SEQUENCE_FIELD] : names),
      ...(hasSequence ? { 'function_column.sequence_col': SEQUENCE_FIELD } : {}),
    };
    const appends = table.model?.engine !== 'unique';
    const order = { table: table.destination, headers, key: table.model?.keys ?? [], appends };
    const id = sliceId(first.id, first.slice);
    const parts = new Parts(pieces, this.#init.mostBytes);
    try {
      for (let part = await parts.next(), label = first.label; part !== null; part = await parts.next()) {
        if (label === '') label = await note();
        await this.#init.loads.load({ ...order, ...part, label });
        if (appends) this.#partly.add(id);
        label = '';
      }
      this.#partly.delete(id);
      return sent;
    } finally {
      await parts.end();
    }
  }

  async #mark(state: SliceState): Promise<void> {
    await this.#init.marks.write([sliceMark(state)]);
    this.#slices.set(sliceId(state.id, state.slice), state);
  }

  async #write(tables: readonly TableId[]): Promise<void> {
    const marks = tables.flatMap((id) => {
      const mark = this.#tables.get(id);
      return mark === undefined ? [] : [tableMark(id, mark)];
    });
    await this.#init.marks.write(marks);
  }
}
