import type { Position } from './row.ts';

/**
 * How a table is cut for copying. n bounds make n+1 slices, each from its bound on (inclusive) up to the next: the first begins and the
 * last ends with the table, however it grows. A cut is kept for as long as the table's load lasts, so a slice means the same rows' places
 * in every attempt.
 */
export type Cut =
  | { readonly by: 'whole' }
  /** Numbers of heap pages (CTID ranges). */
  | { readonly by: 'page'; readonly bounds: readonly number[] }
  /** Values of the first key column, as text; `type` as the source names it. */
  | { readonly by: 'key'; readonly column: string; readonly type: string; readonly bounds: readonly string[] };

/** One slice: `from` inclusive, `to` exclusive; null at the ends of the table. */
export type Slice =
  | { readonly by: 'whole' }
  | { readonly by: 'page'; readonly from: number | null; readonly to: number | null }
  | {
      readonly by: 'key';
      readonly column: string;
      readonly type: string;
      readonly from: string | null;
      readonly to: string | null;
    };

export const WHOLE: Cut = { by: 'whole' };

export function sliceCount(cut: Cut): number {
  return cut.by === 'whole' ? 1 : cut.bounds.length + 1;
}

/** The `index`th slice, from 0. */
export function sliceAt(cut: Cut, index: number): Slice {
  if (cut.by === 'whole') return cut;
  if (cut.by === 'page') return { by: 'page', from: cut.bounds[index - 1] ?? null, to: cut.bounds[index] ?? null };
  const { by, column, type, bounds } = cut;
  return { by, column, type, from: bounds[index - 1] ?? null, to: bounds[index] ?? null };
}

/** A slice that is durable at the destination. */
export interface SliceMark {
  /** Of the view it was read under; null without a log. */
  readonly position: Position | null;
  readonly rows: number;
  readonly bytes: number;
}

/** How far the load of a table is, as the destination remembers it. */
export interface TableLoad {
  readonly cut: Cut;
  /** Identity of the table's storage at the source when it was cut: places in it mean nothing in another. */
  readonly storage: string;
  readonly done: ReadonlyMap<number, SliceMark>;
  /** The log must be followed to here before the table is as the source was at one moment, beside what the slices' views ask for. */
  readonly meet: Position | null;
  /** Rows of an older view than any mark's may be there: of a slice that arrived without its mark. Absent: none are. */
  readonly first?: Position;
}

export function isLoaded(load: TableLoad | undefined): boolean {
  return load !== undefined && load.done.size >= sliceCount(load.cut);
}

export function slicesOf({ cut, done }: TableLoad): { readonly done: number; readonly total: number } {
  return { done: done.size, total: sliceCount(cut) };
}

export function loadedSize({ done }: TableLoad): { readonly rows: number; readonly bytes: number } {
  let [rows, bytes] = [0, 0];
  for (const mark of done.values()) [rows, bytes] = [rows + mark.rows, bytes + mark.bytes];
  return { rows, bytes };
}

/**
 * From where the log is applied to a table, and up to where its slices' views differ; equal when all were read under one view. `read`
 * is the last of the views themselves.
 */
export function viewsOf({ done, meet, first }: TableLoad): Record<'first' | 'last' | 'read', Position | null> {
  const positions = [...done.values()].flatMap(({ position }) => (position === null ? [] : [position])).sort();
  const read = positions.at(-1) ?? null;
  const oldest = positions[0] ?? null;
  return {
    first: first !== undefined && (oldest === null || first < oldest) ? first : oldest,
    last: meet !== null && (read === null || meet > read) ? meet : read,
    read,
  };
}
