import type { TablePlan } from '../../plan/plan.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { BARE_COLUMN, BARE_TABLE } from '../../schema/bare.ts';
import { type ColumnSpec, type TableSpec, tableId } from '../../schema/table.ts';
import type { SelectDbTable } from '../../task/config.ts';
import type { ExistingTable } from '../destination.ts';
import { shapeTable } from './design.ts';

/** For tests: a column of the source; built-in types are their own bytes. */
export function sourceColumn(name: string, type: string, more: Partial<ColumnSpec> = {}): ColumnSpec {
  return { ...BARE_COLUMN, name, type, ...more };
}

/** For tests: a table `app.t` of the source with these columns; `key` is its primary key. */
export function sourceTable(columns: readonly ColumnSpec[], key: readonly string[] = [], more: Partial<TableSpec> = {}): TableSpec {
  return {
    ...BARE_TABLE,
    schema: 'app',
    name: 't',
    columns: columns.map((column) => (key.includes(column.name) ? { ...column, notNull: true } : column)),
    keys: key.length === 0 ? [] : [{ name: 't_pkey', columns: key, primary: true, notNull: true }],
    identityColumns: key,
    ...more,
  };
}

/** For tests: the plan of such a table in SelectDB; `called` says which columns have other names there. */
export function shapedTable(
  spec: TableSpec,
  chosen?: SelectDbTable,
  options: { readonly called?: Readonly<Record<string, string>>; readonly there?: ExistingTable } = {},
): TablePlan {
  const columns = spec.columns
    .filter(({ generated }) => generated === 'no')
    .map(({ name, type, comparable }) => ({ source: name, destination: options.called?.[name] ?? name, type, comparable }));
  const origin = options.there === undefined ? 'create' : 'existing';
  const plan = plannedTable({ id: tableId(spec), source: { schema: spec.schema, name: spec.name }, columns, origin });
  return shapeTable(plan, spec, chosen, options.there ?? null);
}
