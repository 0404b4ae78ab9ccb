import type { TablePlan } from '../../../plan/plan.ts';
import { type Form, filler, formOf, written } from './form.ts';
import { unfit } from './unfit.ts';

const PART = 1 << 20;

/** By the plan's columns; `undefined` for one that was not sent because it is unchanged. */
export type Values = readonly (string | null | undefined)[];

/** Writes rows of the log as lines of JSON; each has the same columns. */
export class ChangeLines {
  readonly #table: TablePlan;
  readonly #columns: readonly { readonly index: number; readonly name: string; readonly form: Form; readonly filler: string }[];
  readonly #parts: Buffer[] = [];
  #text = '';
  #rows = 0;

  constructor(table: TablePlan, columns: readonly number[]) {
    this.#table = table;
    this.#columns = columns.flatMap((index) => {
      const column = table.columns[index];
      if (column === undefined) return [];
      const { destination, type } = column;
      return [{ index, name: JSON.stringify(destination), form: formOf(type), filler: JSON.stringify(filler(type)) }];
    });
  }

  get rows(): number {
    return this.#rows;
  }

  /** `more`: JSON that ends the row. */
  add(values: Values, more: string): void {
    let line = '';
    for (const { index, name, form } of this.#columns) line += `,${name}:${this.#json(index, form, values)}`;
    this.#push(`{${line.slice(1)}${more}}\n`);
  }

  /** Of a row that is gone only the key matters, but every column must be something. */
  addGone(values: Values, key: ReadonlySet<number>, more: string): void {
    let line = '';
    for (const { index, name, form, filler: any } of this.#columns)
      line += `,${name}:${key.has(index) ? this.#json(index, form, values) : any}`;
    this.#push(`{${line.slice(1)}${more}}\n`);
  }

  body(): Buffer {
    return Buffer.concat([...this.#parts, Buffer.from(this.#text)]);
  }

  /** In parts: all of it may be more than a string can be. */
  #push(line: string): void {
    this.#text += line;
    this.#rows += 1;
    if (this.#text.length < PART) return;
    this.#parts.push(Buffer.from(this.#text));
    this.#text = '';
  }

  #json(index: number, form: Form, values: Values): string {
    const value = values[index];
    if (value === null || value === undefined) return 'null';
    const text = form === 'same' ? value : written(form, value);
    if (text === null) throw unfit(this.#table, index, (at) => values[at]);
    return JSON.stringify(text);
  }
}
