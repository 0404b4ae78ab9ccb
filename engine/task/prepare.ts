import type { Destination } from '../destination/destination.ts';
import { buildTables, schemaNames } from '../plan/build.ts';
import type { Plan } from '../plan/plan.ts';
import { tableId } from '../schema/table.ts';
import type { CatalogScope, Source } from '../source/source.ts';
import type { TaskConfig } from './config.ts';

/** The part of the catalogs the selection asks for. */
export function scopeOf(config: Pick<TaskConfig, 'objects'>): CatalogScope {
  return { schemas: config.objects.map((object) => ({ name: object.schema, tables: object.tables?.map((table) => table.name) ?? null })) };
}

/** Decides everything the task will do, from the catalogs as they are now. Sends nothing that changes anything. */
export async function makePlan(config: TaskConfig, source: Source, destination: Destination): Promise<Plan> {
  const catalog = await source.readCatalog(scopeOf(config));
  const schemas = schemaNames(config);
  const columnType = (type: string) => destination.columnType(type, schemas);
  const wanted = buildTables({ config, catalog, existing: new Set(), columnType });
  const taken = await destination.existing(wanted.tables.map((table) => table.destination));
  const { tables, sequences } = buildTables({ config, catalog, existing: new Set(taken.map(tableId)), columnType });
  const statements = config.types.includes('schema') ? destination.structure(catalog, tables, schemas) : [];
  return { steps: config.types, tables, statements, sequences };
}
