import { LogRow } from '../../schema/log-row.ts';
import { type RelationShape, type RowChange, type Tuple, valueAt } from '../../schema/row.ts';
import type { TargetTable } from './statements.ts';

/** Where the plan's columns are in the tuples of a relation, by name: the two may be in another order after DDL (trap 14). */
export interface Layout {
  /** By plan column. */
  readonly order: readonly number[];
  /** Of the columns that identify a row. */
  readonly key: readonly number[];
}

/** The layouts of one table: the log may describe it anew. */
export class Layouts {
  readonly #table: TargetTable;
  readonly #known = new WeakMap<RelationShape, Layout>();

  constructor(table: TargetTable) {
    this.#table = table;
  }

  of(relation: RelationShape): Layout {
    const known = this.#known.get(relation);
    if (known !== undefined) return known;
    const at = (name: string) => relation.columns.indexOf(name);
    const layout = { order: this.#table.columns.map(({ source }) => at(source)), key: this.#table.key.map(at) };
    this.#known.set(relation, layout);
    return layout;
  }
}

/** Positions in the plan of the columns that identify a row. */
export function keyColumns(table: TargetTable): readonly number[] {
  return table.key.map((name) => table.columns.findIndex((column) => column.source === name));
}

/** Where the row is looked for: its old key when it was sent, else the key it still has. */
export function lookup(change: RowChange): Tuple {
  if (change.kind === 'insert') return change.next;
  if (change.kind === 'delete') return change.previous.tuple;
  return change.previous?.tuple ?? change.next;
}

/**
 * The values at the places, as one string to compare by. Comparing their text is enough: the log sends the old key whenever its bytes
 * change, so 1.0 becoming 1.00 is seen as a move from one to the other.
 */
export function identityOf(tuple: Tuple, places: readonly number[]): string {
  const [first] = places;
  if (places.length === 1 && first !== undefined) return bytesOf(tuple, first);
  return places
    .map((place) => bytesOf(tuple, place))
    .map((bytes) => `${bytes.length}:${bytes}`)
    .join('');
}

/** One character a byte: quicker than reading characters, and as good to compare by. */
function bytesOf(tuple: Tuple, place: number): string {
  if (tuple instanceof LogRow) return tuple.raw(place);
  return Buffer.from(valueAt(tuple, place) ?? '').toString('latin1');
}
