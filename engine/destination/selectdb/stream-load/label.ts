import { createHash, randomBytes } from 'node:crypto';
import type { Position } from '../../../schema/row.ts';
import type { TableId } from '../../../schema/table.ts';

/**
 * Names of loads. A server loads what has a label once, so one label must mean the same bytes for as long as the server remembers it:
 * labels tell the task, the table, and where in the source the rows are from, and they end with what no other opening of the task has,
 * for after a restart the same range need not be cut the same way. What an earlier opening sent is asked for by the labels it noted.
 */
export class Labels {
  readonly #task: string;
  /** Of this opening. */
  readonly #run = randomBytes(6).toString('hex');
  #count = 0;

  constructor(taskId: string) {
    this.#task = short(taskId, 12);
  }

  slice(table: TableId, slice: number, view: Position | null): string {
    return this.#label(['load', short(table, 12), String(slice), view ?? 'plain']);
  }

  changes(table: TableId, range: { readonly from: Position | null; readonly to: Position | null }): string {
    return this.#label(['log', short(table, 12), range.from ?? 'start', range.to ?? 'open']);
  }

  /** At most 128 characters, of those that any server takes. */
  #label(parts: readonly string[]): string {
    this.#count += 1;
    return ['opendts', this.#task, ...parts, this.#run, this.#count.toString(36)].join('-');
  }
}

/** Names may hold anything: a label holds a few letters. */
function short(value: string, length: number): string {
  return createHash('sha256').update(value).digest('hex').slice(0, length);
}
