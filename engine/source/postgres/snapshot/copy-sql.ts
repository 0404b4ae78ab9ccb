import type { TablePlan } from '../../../plan/plan.ts';
import { keptSql } from '../../../postgres/fits.ts';
import { literal, qualified, quote, quoteAll } from '../../../postgres/quote.ts';
import type { Slice } from '../../../schema/slice.ts';

/** `ONLY`: rows of inheritance children and partitions are read with their own table. */
export function copySql(table: TablePlan, slice: Slice): string {
  const columns = quoteAll(table.columns.map((column) => column.source));
  const hasKept = table.columns.some(({ kept }) => kept !== undefined);
  const name = qualified(table.source);
  const format = table.copy?.format === 'binary' ? ' with (format binary)' : '';
  const conditions = [...sliceConditions(slice), ...(table.where === null ? [] : [`(${table.where}\n)`])];
  // A table may have rows without having columns; COPY takes no empty list.
  if (conditions.length === 0 && !hasKept) return `copy ${name}${columns === '' ? '' : ` (${columns})`} to stdout${format}`;
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  return `copy (select ${hasKept ? table.columns.map(keptSql).join(', ') : columns} from only ${name}${where}) to stdout${format}`;
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
