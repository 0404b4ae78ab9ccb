import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { Position, RowStream } from '../../schema/row.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import type { LoadResult, LoadUnit } from '../destination.ts';
import type { Marks } from './marks.ts';
import { qualified } from './quote.ts';
import { copyLines } from './rows/copy-lines.ts';
import { SEQUENCE_FIELD, type Sequences, sequenceOf } from './sequence.ts';
import type { SelectDbSession } from './session.ts';
import { type SliceState, sliceId, sliceMark, type TableMark, type TaskMarks, tableMark } from './state.ts';
import { columnsHeader, type StreamLoads } from './stream-load/client.ts';
import type { Labels } from './stream-load/label.ts';

export interface LoadsInit {
  readonly session: SelectDbSession;
  readonly loads: StreamLoads;
  readonly marks: Marks;
  readonly labels: Labels;
  readonly sequences: Sequences;
  readonly known: TaskMarks;
}

/**
 * Loads slices, each by one Stream Load: all of its rows arrive, or none. Its label is noted before the first row is sent, its mark is
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
  /** Tables that keep every row, of which nobody knows whether a load arrived. */
  readonly #unclear = new Set<TableId>();

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
    await this.#begun(unit, position);
    const arrived = this.#arrived.get(id) ?? (await this.#arrive(unit, read, position));
    this.#arrived.set(id, arrived);
    await this.#mark(arrived);
    this.#arrived.delete(id);
    return arrived.done;
  }

  async #arrive({ table, slice }: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<SliceState> {
    const label = this.#init.labels.slice(table.id, slice, position);
    const state: SliceState = { id: table.id, slice, label, table: table.destination, done: null };
    await this.#mark(state);
    try {
      return { ...state, done: { position, ...(await this.#send(table, { label, position, rows: await read() })) } };
    } catch (error) {
      if (error instanceof EngineError && error.code === 'load.outcome-unknown' && table.model?.engine !== 'unique')
        this.#unclear.add(table.id);
      throw error;
    }
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
    if (!keeps) await this.#init.session.query(`TRUNCATE TABLE ${qualified(table.destination)}`, [], displayName(table.destination));
    await this.forget(table.id);
    // Rows it had before the task stay, and so do ours: what is gone at the source since is in the log from the oldest view on.
    if (!keeps || before === undefined) return;
    this.#tables.set(table.id, { ...before, cut: { by: 'whole' }, storage: '' });
    await this.#write([table.id]);
  }

  async forget(table: TableId): Promise<void> {
    const slices = [...this.#slices.values()].filter(({ id }) => id === table).map(({ slice }) => sliceId(table, slice));
    if (slices.length > 0) await this.#init.marks.drop('slice', slices);
    if (this.#tables.has(table)) await this.#init.marks.drop('table', [table]);
    for (const id of slices) {
      this.#slices.delete(id);
      this.#arrived.delete(id);
    }
    this.#unclear.delete(table);
    this.#tables.delete(table);
    this.#begins.delete(table);
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
    const keyed = table.model?.engine === 'unique';
    const first = before?.first ?? (keyed ? position : null);
    this.#tables.set(table.id, { cut, storage, meet: before?.meet ?? null, first });
    await this.#write([table.id]);
  }

  async #send(
    table: TablePlan,
    { label, position, rows }: { readonly label: string; readonly position: Position | null; readonly rows: RowStream },
  ): Promise<{ readonly rows: number; readonly bytes: number }> {
    const hasSequence = await this.#init.sequences.has(table);
    const sent = { rows: 0, bytes: 0 };
    const body = copyLines(rows, {
      table,
      ...(hasSequence ? { more: { [SEQUENCE_FIELD]: sequenceOf(position) } } : {}),
      onRows: (count, bytes) => {
        sent.rows += count;
        sent.bytes += bytes;
      },
    });
    const names = table.columns.map(({ destination }) => destination);
    await this.#init.loads.load({
      table: table.destination,
      label,
      headers: {
        columns: columnsHeader(hasSequence ? [...names, SEQUENCE_FIELD] : names),
        ...(hasSequence ? { 'function_column.sequence_col': SEQUENCE_FIELD } : {}),
      },
      body,
      rows: () => sent.rows,
      key: table.model?.keys ?? [],
      appends: table.model?.engine !== 'unique',
    });
    return sent;
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

function unclear(table: TablePlan): EngineError {
  const name = displayName(table.destination);
  return new EngineError({
    code: 'load.unclear',
    message: text(
      `Whether rows of ${name} arrived cannot be found out, and the table keeps what it is given twice`,
      `无法确定 ${name} 的部分数据是否已写入，而该表会保留重复写入的数据`,
    ),
    hint: text('Resume the task: the table is emptied and copied again.', '请恢复任务：该表会被清空并重新复制。'),
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}

/** Nobody can tell the task's rows from those of others in it, and it has no key by which they would be written over. */
export function rowsOfOthers(tables: readonly TablePlan[]): EngineError {
  const [first] = tables;
  const names = tables.map(({ destination }) => displayName(destination)).join(', ');
  return new EngineError({
    code: 'table.rows-of-others',
    message: text(
      `${names} may hold rows of others too, which cannot be told from the task's own`,
      `${names} 中可能还有其他来源的数据，无法与任务写入的行区分`,
    ),
    hint: text('Release this task, empty these tables or take them out, and migrate again.', '请释放该任务，清空或移除这些表后重新迁移。'),
    retry: 'never',
    side: 'destination',
    ...(first === undefined ? {} : { object: displayName(first.destination) }),
  });
}
