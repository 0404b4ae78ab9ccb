import type { Destination } from '../destination/destination.ts';
import { buildTables, schemaNames } from '../plan/build.ts';
import type { Plan } from '../plan/plan.ts';
import { type TableName, tableId } from '../schema/table.ts';
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
  const place = (name: TableName): TableName => ({ schema: schemas.get(name.schema) ?? name.schema, name: name.name });
  const wanted = buildTables({ config, catalog, existing: new Set(), columnType });
  const names = [...wanted.tables.map((table) => table.destination), ...[...catalog.enums, ...catalog.sequences].map(place)];
  const existing = new Set((await destination.existing(names)).map(tableId));
  const { tables, sequences } = buildTables({ config, catalog, existing, columnType });
  const missing = (name: TableName): boolean => !existing.has(tableId(place(name)));
  // What is there already is used as it is; the precheck has said so, or the person chose to go on (conflict mode).
  const toMake = { ...catalog, enums: catalog.enums.filter(missing), sequences: catalog.sequences.filter(missing) };
  const statements = config.types.includes('schema') ? destination.structure(toMake, tables, schemas) : [];
  return { steps: config.types, tables, statements, sequences };
}
