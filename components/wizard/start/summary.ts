import { isWhole } from '#engine/plan/select.ts';
import type { Finding } from '#engine/precheck/check.ts';
import type { SchemaSelection } from '#engine/task/config.ts';

export interface SelectionSummary {
  /** Taken whole. */
  readonly schemas: number;
  /** Named one by one. */
  readonly tables: number;
  readonly others: number;
  readonly renames: number;
  readonly filters: number;
  /** Tables of which not all columns are taken, or some under another name. */
  readonly columns: number;
  /** Columns that are given another type. */
  readonly types: number;
  /** Schemas and tables with operations of their own. */
  readonly operations: number;
  /** Tables of which it is said how SelectDB makes them. */
  readonly designs: number;
}

export function summarizeSelection(objects: readonly SchemaSelection[]): SelectionSummary {
  const tables = objects.flatMap((object) => object.tables ?? []);
  const renamed = [...objects.map(({ schema, as }) => [schema, as]), ...tables.map(({ name, as }) => [name, as])];
  return {
    schemas: objects.filter(isWhole).length,
    tables: tables.length,
    others: objects.flatMap((object) => object.others ?? []).length,
    renames: renamed.filter(([name, as]) => as !== undefined && as !== name).length,
    filters: tables.filter((table) => table.where !== undefined).length,
    columns: tables.filter((table) => table.columns !== undefined).length,
    types: tables.reduce((sum, { columns = [] }) => sum + columns.filter(({ type }) => type !== undefined).length, 0),
    designs: objects.reduce(
      (sum, object) =>
        sum + Object.keys(object.selectdb ?? {}).length + (object.tables ?? []).filter(({ selectdb }) => selectdb !== undefined).length,
      0,
    ),
    operations: [...objects, ...tables].filter(({ operations }) => operations !== undefined).length,
  };
}

export interface PrecheckSummary {
  readonly total: number;
  readonly passed: number;
  readonly accepted: number;
}

/** An accepted warning counts as passed: it does not stand in the way. */
export function summarizePrecheck(findings: readonly Finding[]): PrecheckSummary {
  const accepted = findings.filter((finding) => finding.severity !== 'pass' && finding.accepted).length;
  const passed = findings.filter((finding) => finding.severity === 'pass').length + accepted;
  return { total: findings.length, passed, accepted };
}
