import type { TablePlan } from '../../../plan/plan.ts';
import { literal, qualified, quote, quoteAll } from '../../../postgres/quote.ts';
import type { Slice } from '../../../schema/slice.ts';

/** `ONLY`: rows of inheritance children and partitions are read with their own table. */
export function copySql(table: TablePlan, slice: Slice): string {
  const columns = quoteAll(table.columns.map((column) => column.source));
  const name = qualified(table.source);
  const format = table.copy?.format === 'binary' ? ' with (format binary)' : '';
  const conditions = [...sliceConditions(slice), ...(table.where === null ? [] : [`(${table.where}\n)`])];
  // A table may have rows without having columns; COPY takes no empty list.
  if (conditions.length === 0) return `copy ${name}${columns === '' ? '' : ` (${columns})`} to stdout${format}`;
  return `copy (select ${columns} from only ${name} where ${conditions.join(' and ')}) to stdout${format}`;
}

function sliceConditions(slice: Slice): readonly string[] {
  if (slice.by === 'whole') return [];
  const [place, value] =
    slice.by === 'page'
      ? ['ctid', (page: number | string) => `'(${page},0)'::tid`]
      : [quote(slice.column), (key: number | string) => `${literal(String(key))}::${slice.type}`];
  return [
    ...(slice.from === null ? [] : [`${place} >= ${value(slice.from)}`]),
    ...(slice.to === null ? [] : [`${place} < ${value(slice.to)}`]),
  ];
}
