import type pg from 'pg';
import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';
import { qualified } from '../../postgres/quote.ts';
import type { Position, RowStream } from '../../schema/row.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import type { LargeObjectBatch, LoadResult, LoadUnit } from '../destination.ts';
import { loadLargeObjects } from './large-objects.ts';
import { isUniqueByKeyAlone, loadSlice, uniteViews, unloadTable } from './load.ts';
import { beginTable, setOccupied } from './load-marks.ts';

export interface LoadsInit {
  readonly taskId: string;
  /** For short statements beside the loads. */
  readonly control: pg.Client;
  readonly open: () => Promise<pg.Client>;
}

/** The connections that rows are loaded on: as many as slices are loaded side by side. */
export class Loads {
  readonly #init: LoadsInit;
  readonly #idle: pg.Client[] = [];
  readonly #busy = new Set<pg.Client>();
  /** Whether each table had rows of others when its load began. */
  readonly #begins = new Map<TableId, Promise<boolean>>();

  constructor(init: LoadsInit) {
    this.#init = init;
  }

  async load(unit: LoadUnit, read: () => Promise<RowStream>, position: Position | null): Promise<LoadResult | null> {
    const occupied = await this.#begun(unit);
    try {
      return await this.#on((loader) => loadSlice(loader, this.#init.taskId, { unit, read, position, occupied }));
    } catch (error) {
      // Whatever it was, what was noted of the table is read again.
      this.#begins.delete(unit.table.id);
      if (error instanceof EngineError && error.code === 'table.occupied')
        await setOccupied(this.#init.control, this.#init.taskId, unit.table.id);
      throw error;
    }
  }

  /** The marks of its load were taken away. */
  forget(table: TableId): void {
    this.#begins.delete(table);
  }

  async unload(table: TablePlan): Promise<void> {
    this.#begins.delete(table.id);
    await this.#on((loader) => unloadTable(loader, this.#init.taskId, table));
  }

  uniteViews(table: TablePlan): Promise<void> {
    return this.#on((loader) => uniteViews(loader, table));
  }

  isUniqueByKeyAlone(table: TablePlan): Promise<boolean> {
    return isUniqueByKeyAlone(this.#init.control, table);
  }

  largeObjects(batch: LargeObjectBatch) {
    return this.#on((loader) => loadLargeObjects(loader, this.#init.taskId, batch));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#busy].map((client) => client.end().catch(() => {})));
  }

  /** Once a table: two slices that note it in their own transactions would wait for each other. */
  #begun(unit: LoadUnit): Promise<boolean> {
    const { table } = unit;
    const known = this.#begins.get(table.id);
    if (known !== undefined) return known;
    const begun = this.#isOccupied(table).then((occupied) => beginTable(this.#init.control, this.#init.taskId, { ...unit, occupied }));
    begun.catch(() => this.#begins.delete(table.id));
    this.#begins.set(table.id, begun);
    return begun;
  }

  async #isOccupied({ origin, destination }: TablePlan): Promise<boolean> {
    if (origin === 'create') return false;
    const scope = { side: 'destination', object: displayName(destination) } as const;
    const [row] = await query(this.#init.control, scope, `select exists (select from ${qualified(destination)}) as rows`);
    return row?.rows === 't';
  }

  async #on<T>(work: (loader: pg.Client) => Promise<T>): Promise<T> {
    const loader = this.#idle.pop() ?? (await this.#init.open());
    this.#busy.add(loader);
    try {
      const done = await work(loader);
      this.#idle.push(loader);
      return done;
    } catch (error) {
      // A stopped COPY leaves the connection in the middle of a protocol exchange.
      await loader.end().catch(() => {});
      throw error;
    } finally {
      this.#busy.delete(loader);
    }
  }
}
