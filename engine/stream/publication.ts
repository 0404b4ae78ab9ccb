import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Position } from '../schema/row.ts';
import { type TableId, type TableName, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { droppedTable, newPartition, notPublished } from './strangers.ts';

/** How often the source is asked for partitions that were made after the plan, and for tables whose changes it does not tell. */
const PARTITIONS_INTERVAL_MS = 10_000;
const PUBLISHED_INTERVAL_MS = 10_000;

export interface PublicationInit {
  readonly source: Pick<Source, 'unpublished' | 'newPartitions' | 'now'>;
  readonly emit: (event: TaskEvent) => void;
  /** Commands are in the log: what one of them changes is told there, in its turn. */
  readonly captured: boolean;
}

/** Looks whether the log that is followed has what the task is to follow. */
export class Publication {
  readonly #init: PublicationInit;
  /** New partitions and dropped tables that were told of. */
  readonly #told = new Set<TableId>();
  /** Tables that were found missing, and the end of the log then: a command before it may explain them. */
  readonly #missing = new Map<TableId, Position>();
  #lookedAt = -Infinity;
  #publishedAt = -Infinity;

  constructor(init: PublicationInit) {
    this.#init = init;
  }

  /** @throws EngineError `source.table-changed` */
  async check(followed: () => readonly TablePlan[], applied: Position): Promise<void> {
    if (performance.now() - this.#publishedAt < PUBLISHED_INTERVAL_MS) return;
    const { source, emit } = this.#init;
    const tables = followed();
    const missing = await source.unpublished(tables);
    const ids = new Set(missing.map(tableId));
    for (const id of this.#missing.keys()) if (!ids.has(id)) this.#missing.delete(id);
    for (const table of missing) {
      if ((await this.#isExplained(table, applied)) || this.#told.has(tableId(table))) continue;
      if (table.there) throw notPublished(table);
      this.#told.add(tableId(table));
      emit(droppedTable(table));
    }
    this.#publishedAt = performance.now();
  }

  async lookForPartitions(tables: readonly TablePlan[]): Promise<void> {
    const { source, emit, captured } = this.#init;
    if (captured || performance.now() - this.#lookedAt < PARTITIONS_INTERVAL_MS || tables.every(({ hasRows }) => hasRows)) return;
    this.#lookedAt = performance.now();
    for (const table of await source.newPartitions(tables)) {
      if (this.#told.has(tableId(table))) continue;
      this.#told.add(tableId(table));
      emit(newPartition(table));
    }
  }

  /** The source is ahead of what is applied. */
  async #isExplained(table: TableName, applied: Position): Promise<boolean> {
    if (!this.#init.captured) return false;
    const id = tableId(table);
    const seen = this.#missing.get(id);
    if (seen === undefined) this.#missing.set(id, (await this.#init.source.now()).position);
    return seen === undefined || applied < seen;
  }
}
