import { baseType, numberOf } from '../../postgres/binary/forms.ts';
import { qualified } from '../../postgres/quote.ts';
import { ArrayParameter } from './arrays.ts';
import type { Step } from './session.ts';
import type { TargetTable } from './statements.ts';

/**
 * Fails unless the columns are of the types that the plan says. Bytes of one type may be those of another value in a second one
 * (`integer` and `real`), so that a COPY in binary into a column that somebody gave another type would write what was never there. In
 * the same transaction as the COPY, behind it: no column can change its type any more.
 */
const CHECK = `select 1 / (count(*) = $2::integer)::integer from pg_attribute a join pg_type t on t.oid = a.atttypid
  join unnest($3::text[], $4::text[]) as w(name, type) on w.name = a.attname and w.type = case t.typtype when 'e' then 'enum' else t.oid::text end
  where a.attrelid = to_regclass($1::text) and a.attnum > 0 and not a.attisdropped`;

/** By the columns of a table as they are known: with each batch it is the same. */
const made = new WeakMap<TargetTable['columns'], Map<string, Step>>();

/** For the columns of the plan that are copied. */
export function typesCheck(table: TargetTable, columns: readonly number[]): Step {
  const known = made.get(table.columns) ?? new Map<string, Step>();
  made.set(table.columns, known);
  const of = `${qualified(table.destination)} ${columns.join(' ')}`;
  const step = known.get(of) ?? check(table, columns);
  known.set(of, step);
  return step;
}

function check(table: TargetTable, columns: readonly number[]): Step {
  const [names, types] = [new ArrayParameter('text'), new ArrayParameter('text')];
  for (const column of columns) {
    const { destination, type } = table.columns[column] ?? { destination: '', type: '' };
    names.addValue(destination);
    types.addValue(String(numberOf(baseType(type)) ?? 'enum'));
  }
  return { text: CHECK, values: [qualified(table.destination), String(columns.length), names.finish(), types.finish()] };
}
