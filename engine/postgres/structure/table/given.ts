import type { TablePlan } from '../../../plan/plan.ts';
import type { ColumnSpec, IdentitySequence, TableSpec } from '../../../schema/table.ts';
import { hasCollation } from '../../../schema/typename.ts';

/** A table with the types that people gave its columns. */
export function withGivenTypes(spec: TableSpec, { columns }: Pick<TablePlan, 'columns'>): TableSpec {
  const given = new Map(columns.flatMap((column) => (column.given === undefined ? [] : [[column.source, column.given] as const])));
  if (given.size === 0) return spec;
  return {
    ...spec,
    columns: spec.columns.map((column) => {
      const type = given.get(column.name);
      return type === undefined ? column : withType(column, type);
    }),
  };
}

/** How values are stored was chosen for the other type. */
function withType(column: ColumnSpec, type: string): ColumnSpec {
  return {
    ...column,
    type,
    collation: hasCollation(type) ? column.collation : null,
    ...(hasCollation(type) && hasCollation(column.type) ? {} : { storage: null, compression: null }),
    identityOptions: column.identityOptions === null ? null : withBounds(column.identityOptions, column.type, type),
  };
}

const ENDS: Readonly<Record<string, { readonly min: string; readonly max: string }>> = {
  smallint: { min: '-32768', max: '32767' },
  integer: { min: '-2147483648', max: '2147483647' },
  bigint: { min: '-9223372036854775808', max: '9223372036854775807' },
};

/** A sequence that went to the end of its type goes to the end of the other one. */
function withBounds(sequence: IdentitySequence, from: string, to: string): IdentitySequence {
  const [was, is] = [ENDS[from], ENDS[to]];
  if (was === undefined || is === undefined) return sequence;
  return {
    ...sequence,
    min: sequence.min === was.min ? is.min : sequence.min,
    max: sequence.max === was.max ? is.max : sequence.max,
  };
}
