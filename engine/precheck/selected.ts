import type { TablePlan } from '../plan/plan.ts';
import { type TableSpec, tableId } from '../schema/table.ts';
import type { DestinationEndpoint, SourceEndpoint, TaskConfig } from '../task/config.ts';
import type { CheckContext } from './check.ts';

/** A table the task carries, as the plan and as the source see it. */
export interface SelectedTable {
  readonly plan: TablePlan;
  readonly spec: TableSpec;
}

/** The tables the task carries; one that is missing at the source is left to its own item. */
export async function selectedTables(context: CheckContext): Promise<readonly SelectedTable[]> {
  const [plans, catalog] = await Promise.all([context.tables(), context.catalog()]);
  const specs = new Map(catalog.tables.map((spec) => [tableId(spec), spec]));
  return plans.flatMap((plan) => {
    const spec = specs.get(plan.id);
    return spec === undefined ? [] : [{ plan, spec }];
  });
}

/** Schemas of the server and our own, which nobody migrates. */
export function isSystemSchema(name: string): boolean {
  return name.startsWith('pg_') || name === 'information_schema' || name === 'opendts';
}

/** Subject of a problem that concerns a whole server. */
export function serverName(endpoint: SourceEndpoint | DestinationEndpoint): string {
  return `${endpoint.host}:${endpoint.port}`;
}

export const isIncremental = (config: TaskConfig): boolean => config.types.includes('incremental');
export const makesStructure = (config: TaskConfig): boolean => config.types.includes('schema');
export const loadsRows = (config: TaskConfig): boolean => config.types.includes('full');
/** Whether tables that exist at the destination are written to, instead of only tables the task made. */
export const usesExisting = (config: TaskConfig): boolean => !makesStructure(config) || config.conflictMode === 'ignore';
/** "Ignore Errors and Proceed": of tables that differ, the columns that both have are carried. */
export const ignoresDifferences = (config: TaskConfig): boolean => config.conflictMode === 'ignore';
/** Whether the task carries rows, at once or as they change. */
export const carriesRows = (config: TaskConfig): boolean => loadsRows(config) || isIncremental(config);
export const always = (): boolean => true;

/** Items about a PostgreSQL destination: others have items of their own. */
export const intoPostgres =
  (when: (config: TaskConfig) => boolean) =>
  (config: TaskConfig): boolean =>
    config.destination.type !== 'selectdb' && when(config);
export const intoSelectDb =
  (when: (config: TaskConfig) => boolean = always) =>
  (config: TaskConfig): boolean =>
    config.destination.type === 'selectdb' && when(config);
