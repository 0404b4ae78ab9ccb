import { LogRow, NOT_SENT } from '../../schema/log-row.ts';
import { type Tuple, valueAt } from '../../schema/row.ts';
import type { ArrayParameter } from './arrays.ts';
import type { CopyRows } from './copy-rows.ts';

/** Which columns of the plan are written, and where each is in the tuple. */
interface Columns {
  readonly order: readonly number[];
  readonly columns: readonly number[];
}

/** Adds one row. */
export function copyRow(rows: CopyRows, tuple: Tuple, { order, columns }: Columns): void {
  if (tuple instanceof LogRow) {
    locate(tuple);
    for (const column of columns) {
      const place = order[column] ?? -1;
      const length = place < 0 ? NOT_SENT : (places[place * 2 + 1] ?? NOT_SENT);
      if (length < 0) rows.addNull();
      else rows.add(tuple.bytes, places[place * 2] ?? 0, length);
    }
  } else {
    for (const column of columns) {
      const value = valueAt(tuple, order[column] ?? -1) ?? null;
      const bytes = value === null ? null : Buffer.from(value);
      if (bytes === null) rows.addNull();
      else rows.add(bytes, 0, bytes.length);
    }
  }
  rows.endRow();
}

/** Adds one row's values to the parameters from `from` up to `to`. */
export function fill(
  parameters: readonly ArrayParameter[],
  row: Columns & { readonly tuple: Tuple; readonly from: number; readonly to: number },
): void {
  const { tuple, order, columns, from, to } = row;
  if (!(tuple instanceof LogRow)) {
    for (let index = from; index < to; index += 1) parameters[index]?.addValue(valueAt(tuple, order[columns[index] ?? -1] ?? -1) ?? null);
    return;
  }
  locate(tuple);
  for (let index = from; index < to; index += 1) {
    const place = order[columns[index] ?? -1] ?? -1;
    const length = place < 0 ? NOT_SENT : (places[place * 2 + 1] ?? NOT_SENT);
    parameters[index]?.add(tuple.bytes, places[place * 2] ?? 0, length);
  }
}

/** Of the row that is being written; used again for the next. */
let places = new Int32Array(64);

function locate(row: LogRow): void {
  if (places.length < row.length * 2) places = new Int32Array(row.length * 2);
  row.locate(places);
}
