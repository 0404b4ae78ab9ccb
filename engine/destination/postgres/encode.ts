import { LogRow, NOT_SENT } from '../../schema/log-row.ts';
import { type Tuple, valueAt } from '../../schema/row.ts';
import { type ArrayParameter, takes, Unfit } from './arrays.ts';
import type { BinaryRows } from './binary-rows.ts';
import type { CopyRows } from './copy-rows.ts';

/** Which columns of the plan are written, `from` to `to` of them, and where each is in the tuple. */
export interface Span {
  readonly order: readonly number[];
  readonly columns: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Adds one row. Plain arguments and a plain loop: what they would be wrapped into was a quarter of all garbage. */
export function copyRow(rows: CopyRows, tuple: Tuple, order: readonly number[], columns: readonly number[]): void {
  if (tuple instanceof LogRow) {
    locate(tuple);
    const { forms } = tuple;
    for (let index = 0; index < columns.length; index += 1) {
      const place = order[columns[index] ?? -1] ?? -1;
      const length = place < 0 ? NOT_SENT : (places[place * 2 + 1] ?? NOT_SENT);
      const form = forms?.[place];
      if (length < 0) rows.addNull();
      else if (form === undefined || form.isText) rows.add(tuple.bytes, places[place * 2] ?? 0, length);
      else addText(rows, form.read(tuple.bytes, places[place * 2] ?? 0, length));
    }
  } else {
    for (const column of columns) {
      const value = valueAt(tuple, order[column] ?? -1) ?? null;
      if (value === null) rows.addNull();
      else addText(rows, value);
    }
  }
  rows.endRow();
}

function addText(rows: CopyRows, text: string): void {
  const bytes = Buffer.from(text);
  rows.add(bytes, 0, bytes.length);
}

/** Adds one row as it is in the log. @throws Unfit where it is text there */
export function copyBinaryRow(rows: BinaryRows, tuple: Tuple, order: readonly number[], columns: readonly number[]): void {
  if (!(tuple instanceof LogRow) || tuple.forms === null) throw new Unfit();
  locate(tuple);
  rows.beginRow(columns.length);
  for (let index = 0; index < columns.length; index += 1) {
    const place = order[columns[index] ?? -1] ?? -1;
    const length = place < 0 ? NOT_SENT : (places[place * 2 + 1] ?? NOT_SENT);
    rows.add(tuple.bytes, places[place * 2] ?? 0, length);
  }
  rows.endRow();
}

/** Adds one row's values to the parameters of a span. */
export function fill(parameters: readonly ArrayParameter[], tuple: Tuple, { order, columns, from, to }: Span): void {
  if (from === to) return;
  if (!(tuple instanceof LogRow)) {
    for (let index = from; index < to; index += 1) parameters[index]?.addValue(valueAt(tuple, order[columns[index] ?? -1] ?? -1) ?? null);
    return;
  }
  locate(tuple);
  const { forms } = tuple;
  for (let index = from; index < to; index += 1) {
    const parameter = parameters[index];
    const place = order[columns[index] ?? -1] ?? -1;
    const length = place < 0 ? NOT_SENT : (places[place * 2 + 1] ?? NOT_SENT);
    const form = forms?.[place];
    if (form === undefined) parameter?.add(tuple.bytes, places[place * 2] ?? 0, length);
    else if (parameter !== undefined && takes(parameter.element, form)) parameter.addBinary(tuple.bytes, places[place * 2] ?? 0, length);
    else parameter?.addValue(length < 0 ? null : form.read(tuple.bytes, places[place * 2] ?? 0, length));
  }
}

/** Of the row that is being written; used again for the next. */
let places = new Int32Array(64);

function locate(row: LogRow): void {
  if (places.length < row.length * 2) places = new Int32Array(row.length * 2);
  row.locate(places);
}
