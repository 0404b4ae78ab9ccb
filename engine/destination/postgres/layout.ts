import { baseType } from '../../postgres/binary/forms.ts';
import { LogRow, type ValueForm } from '../../schema/log-row.ts';
import { type RelationShape, type RowChange, type Tuple, valueAt } from '../../schema/row.ts';
import { elementOf } from './arrays.ts';
import type { Carriage, TargetTable } from './statements.ts';

/** Where the plan's columns are in the tuples of a relation, by name: the two may be in another order after DDL (trap 14). */
export interface Layout {
  /** By plan column. */
  readonly order: readonly number[];
  /** Of the columns that identify a row. */
  readonly key: readonly number[];
  /** Columns of the plan that the log has. */
  readonly present: readonly number[];
  /** One of the plan's refuses to be set. */
  readonly hasAlways: boolean;
  readonly carriage: Carriage;
  /** The log has every column in the binary form of what it is to be at the destination. */
  readonly copiesBinary: boolean;
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
    const { columns, key, origin, copy } = this.#table;
    const order = columns.map(({ source }) => at(source));
    const forms = order.map((place) => relation.forms?.[place] ?? null);
    const layout = {
      order,
      key: key.map(at),
      present: columns.flatMap((_, index) => ((order[index] ?? -1) < 0 ? [] : [index])),
      hasAlways: columns.some(({ identityAlways }) => identityAlways === true),
      carriage: columns.map(({ type }, index) => elementOf(type, forms[index])),
      // How a table is that was there before was looked at when it was chosen how to copy it.
      copiesBinary: columns.every(({ type }, index) => isSame(type, forms[index])) && (origin === 'create' || copy?.format === 'binary'),
    };
    this.#known.set(relation, layout);
    return layout;
  }
}

/** Labels of an enum may go to any enum that has them. */
function isSame(type: string, form: ValueForm | null | undefined): boolean {
  return form != null && (form.type === 'enum' ? type.includes('.') : form.type === baseType(type));
}

/** Positions in the plan of the columns that identify a row. */
export function keyColumns(table: TargetTable): readonly number[] {
  return table.key.map((name) => table.columns.findIndex((column) => column.source === name));
}

/** What is written; of a DELETE, what was. */
export function nextOf(change: RowChange): Tuple {
  return change.kind === 'delete' ? change.previous.tuple : change.next;
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
