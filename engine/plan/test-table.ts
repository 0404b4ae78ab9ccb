import type { TablePlan } from './plan.ts';

/** For tests: a table the task makes, by the name it has at the source, with nothing in it unless it is said. */
export function plannedTable({ source, ...more }: Pick<TablePlan, 'id' | 'source'> & Partial<TablePlan>): TablePlan {
  return {
    source,
    destination: source,
    columns: [],
    key: [],
    where: null,
    whereColumns: [],
    leftOut: [],
    origin: 'create',
    hasRows: true,
    identityAlways: false,
    estimatedRows: 0,
    bytes: 0,
    ...more,
  };
}
