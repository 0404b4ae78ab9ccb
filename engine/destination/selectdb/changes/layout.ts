import type { TablePlan } from '../../../plan/plan.ts';
import { type RelationShape, type Tuple, valuesOf } from '../../../schema/row.ts';
import type { Values } from '../rows/change-lines.ts';

/** Finds the plan's columns in the tuples of a relation, by name: the two may be in another order after DDL. */
export class Layout {
  readonly #table: TablePlan;
  readonly #orders = new WeakMap<RelationShape, readonly number[]>();

  constructor(table: TablePlan) {
    this.#table = table;
  }

  /** By the plan's columns; `undefined` where the relation has none or did not send it. */
  values(relation: RelationShape, tuple: Tuple): Values {
    const all = valuesOf(tuple);
    return this.#order(relation).map((place) => (place < 0 ? undefined : all[place]));
  }

  #order(relation: RelationShape): readonly number[] {
    const known = this.#orders.get(relation);
    if (known !== undefined) return known;
    const order = this.#table.columns.map(({ source }) => relation.columns.indexOf(source));
    this.#orders.set(relation, order);
    return order;
  }
}

/** What was not sent because it is unchanged is as it was before. */
export function filled(values: Values, before: Values | null): Values {
  if (before === null || !values.includes(undefined)) return values;
  return values.map((value, index) => (value === undefined ? before[index] : value));
}

export function sizeOf(values: Values): number {
  let size = 0;
  for (const value of values) size += value?.length ?? 0;
  return size;
}
