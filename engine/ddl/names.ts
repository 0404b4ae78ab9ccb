import type { NameMap } from '../plan/names.ts';
import type { TablePlan } from '../plan/plan.ts';
import { type TableName, tableId } from '../schema/table.ts';
import type { TableStructure } from './structure.ts';

/** Tables are called as their plans say, which commands may have changed since; all else as the task names it. */
export function namesOfPlans(base: NameMap, plans: Iterable<TablePlan>): NameMap {
  const byId = new Map([...plans].map((plan) => [plan.id, plan]));
  const renamed = new Set(base.renamed);
  const columns = new Map<string, ReadonlyMap<string, string>>();
  for (const { id, source, destination, columns: planned } of byId.values()) {
    if (source.schema !== destination.schema) renamed.add(source.schema);
    if (source.name !== destination.name) renamed.add(source.name);
    const others = planned.filter((column) => column.source !== column.destination);
    for (const column of others) renamed.add(column.source);
    if (others.length > 0) columns.set(id, new Map(planned.map((column) => [column.source, column.destination])));
  }
  const columnsOf = (table: TableName) => (byId.has(tableId(table)) ? (columns.get(tableId(table)) ?? null) : base.columns(table));
  return {
    changes: renamed.size > 0,
    renamed,
    schema: (name) => base.schema(name),
    relation: (table) => byId.get(tableId(table))?.destination ?? base.relation(table),
    column: (table, name) => columnsOf(table)?.get(name) ?? name,
    columns: columnsOf,
  };
}

/** What one command renamed, from before to after it. */
export function namesOfCommand(
  steps: readonly { readonly before: TableStructure | null; readonly after: TableStructure | null }[],
): NameMap {
  const relations = new Map<string, TableName>();
  const columns = new Map<string, ReadonlyMap<string, string>>();
  const renamed = new Set<string>();
  for (const { before, after } of steps) {
    if (before === null || after === null) continue;
    if (tableId(before) !== tableId(after)) {
      relations.set(tableId(before), { schema: after.schema, name: after.name });
      renamed.add(before.name);
      renamed.add(before.schema);
    }
    const now = new Map(after.columns.map(({ number, name }) => [number, name]));
    const pairs = before.columns.map(({ number, name }) => [name, now.get(number) ?? name] as const);
    if (pairs.every(([from, to]) => from === to)) continue;
    columns.set(tableId(before), new Map(pairs));
    for (const [from, to] of pairs) if (from !== to) renamed.add(from);
  }
  return {
    changes: renamed.size > 0,
    renamed,
    schema: (name) => name,
    relation: (table) => relations.get(tableId(table)) ?? table,
    column: (table, name) => columns.get(tableId(table))?.get(name) ?? name,
    columns: (table) => columns.get(tableId(table)) ?? null,
  };
}
