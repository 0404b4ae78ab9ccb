import type { Column, Table } from '../catalog/table.ts';
import type { Incoming } from './rows.ts';
import { cast } from './value.ts';

/** Rows that were made for columns of an earlier schema, as the table's columns of today hold them. */
export function recast(rows: readonly Incoming[], planned: readonly Column[], table: Table): readonly Incoming[] {
  const changed = table.columns.filter(({ slot, type }) => planned.some((old) => old.slot === slot && old.type !== type));
  if (changed.length === 0) return rows;
  return rows.map(({ values, slots }) => {
    const fitted = [...values];
    for (const { slot, type } of changed) {
      const value = fitted[slot];
      const casting = typeof value === 'string' ? cast(value, type, { zone: 0, softLimit: Number.POSITIVE_INFINITY }) : null;
      if (casting !== null) fitted[slot] = 'value' in casting ? casting.value : null;
    }
    return { values: fitted, slots };
  });
}
