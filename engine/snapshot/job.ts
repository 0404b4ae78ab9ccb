import type { EngineError } from '../errors.ts';
import type { TablePlan } from '../plan/plan.ts';
import { type Slice, sliceAt, sliceCount, type TableLoad } from '../schema/slice.ts';

/** What has passed of a slice that is being copied. */
export interface Pass {
  rows: number;
  bytes: number;
}

export interface JobInit extends Pick<TableLoad, 'cut' | 'storage' | 'done'> {
  readonly table: TablePlan;
}

/** The load of one table: which of its slices are done, under way, or still to come. No input or output. */
export class Job {
  readonly table: TablePlan;
  readonly cut: TableLoad['cut'];
  readonly storage: string;
  readonly total: number;
  /** Null while nothing is wrong with it. */
  failed: EngineError | null = null;
  skipped = false;
  /** When its progress was last told of, ms since 1970. */
  toldAt = 0;
  readonly #passes = new Map<number, Pass>();
  readonly #done = new Set<number>();
  readonly #before: number;
  #waiting: number[];
  #rows = 0;
  #bytes = 0;
  /** Bytes of the slices of this attempt, for what is to be expected of the others. */
  #copied = 0;

  constructor({ table, cut, storage, done }: JobInit) {
    this.table = table;
    this.cut = cut;
    this.storage = storage;
    this.total = sliceCount(cut);
    this.#waiting = Array.from({ length: this.total }, (_, index) => index).filter((index) => !done.has(index));
    for (const [index, { rows, bytes }] of done) {
      this.#done.add(index);
      this.#rows += rows;
      this.#bytes += bytes;
    }
    this.#before = this.#done.size;
  }

  /** Bytes that another stream would find to do here, beside those at work; negative when it would find nothing. */
  get share(): number {
    if (this.failed !== null || this.skipped || this.#waiting.length === 0) return -1;
    const left = this.#waiting.length + this.#passes.size;
    return ((this.table.bytes / this.total) * left) / (this.#passes.size + 1);
  }

  /** The next slice to copy, or null. */
  take(): number | null {
    const index = this.#waiting.shift();
    if (index === undefined) return null;
    this.#passes.set(index, { rows: 0, bytes: 0 });
    return index;
  }

  slice(index: number): Slice {
    return sliceAt(this.cut, index);
  }

  /** Begins to count a slice, anew when it is tried again. */
  pass(index: number): Pass {
    const pass = { rows: 0, bytes: 0 };
    this.#passes.set(index, pass);
    return pass;
  }

  settle(index: number, { rows, bytes }: Pass): void {
    this.#passes.delete(index);
    this.#done.add(index);
    this.#rows += rows;
    this.#bytes += bytes;
    this.#copied += bytes;
  }

  /** The slice is to be copied again, when the table is. */
  giveBack(index: number): void {
    this.#passes.delete(index);
    this.#waiting.unshift(index);
  }

  get isLoaded(): boolean {
    return this.#done.size >= this.total;
  }

  /** False while slices of it are under way. */
  get isIdle(): boolean {
    return this.#passes.size === 0;
  }

  get slices(): { readonly done: number; readonly total: number } {
    return { done: this.#done.size, total: this.total };
  }

  /** Counted: of durable slices, and what has passed of those under way. */
  get counted(): Pass {
    let [rows, bytes] = [this.#rows, this.#bytes];
    for (const pass of this.#passes.values()) [rows, bytes] = [rows + pass.rows, bytes + pass.bytes];
    return { rows, bytes };
  }

  /** Bytes of the table at the source that this attempt has to deal with, and has dealt with; of slices under way by their share. */
  get size(): { readonly all: number; readonly done: number } {
    const each = this.table.bytes / this.total;
    const here = this.#done.size - this.#before;
    const expected = here === 0 || this.#copied === 0 ? each : this.#copied / here;
    let done = here * each;
    for (const { bytes } of this.#passes.values()) done += expected === 0 ? 0 : Math.min(0.95, bytes / expected) * each;
    return { all: (this.total - this.#before) * each, done };
  }
}
