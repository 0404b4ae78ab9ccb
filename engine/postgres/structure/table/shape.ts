import type { ColumnSpec, TableName, TableSpec } from '../../../schema/table.ts';

/** How a table is written. */
export interface TableShape {
  readonly table: TableName;
  /** The destination's, as `server_version_num`. */
  readonly version: number;
  /** `CREATE TABLE … OF type`: columns are written only for what the type does not say. */
  readonly typed: boolean;
  /** With an INHERITS clause; columns that only parents bring are then not written. */
  readonly inherits: boolean;
  /** The table or a column is called anew at the destination: names made from theirs would be others. */
  readonly renamed: boolean;
}

/** How to write the table with these of its columns. */
export function shapeOf(
  spec: TableSpec,
  kept: readonly ColumnSpec[],
  { version, renamed = false }: { readonly version: number; readonly renamed?: boolean },
): TableShape {
  return {
    table: spec,
    version,
    renamed,
    typed: spec.ofType !== null && kept.length === spec.columns.length,
    inherits: spec.inherits.length > 0 && !joinsLater(spec, kept),
  };
}

/**
 * A child that has all of its parents' columns and checks as its own as well was made alone, and joined them by ALTER TABLE … INHERIT.
 * Made that way again, its columns keep their order; an INHERITS clause would put the parents' columns first.
 */
export function joinsLater(spec: TableSpec, kept: readonly ColumnSpec[]): boolean {
  const checks = new Set(spec.checks.map(({ name }) => name));
  const own = kept.every(({ local, notNullSpec }) => local && (notNullSpec === null || notNullSpec.valid));
  const apart = spec.constraints.some(({ kind, name }) => kind === 'check' && !checks.has(name));
  return spec.inherits.length > 0 && own && spec.checks.every(({ local }) => local) && !apart;
}
