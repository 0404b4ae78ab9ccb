import type { ColumnSummary, ObjectSummary, TableDesign } from '#engine/engine.ts';
import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import type { FilterCount, FilterCountAsked, FilterVerdict } from '#engine/precheck/filter.ts';
import type { SchemaHits, SchemaSummary, TableName, TableSummary } from '#engine/schema/table.ts';
import type { DraftConfig, SourceEndpoint } from '#engine/task/config.ts';
import { engine } from '#lib/engine.ts';
import { openDocument, openSide, openSource, type SideName } from './document.ts';
import { findTask } from './store.ts';

/** What the wizard asks of the databases of a draft, with the secrets that are stored. */
export async function diagnoseSide(taskId: string, side: SideName): Promise<Diagnosis> {
  const config = (await findTask(taskId)).config as unknown as DraftConfig;
  return engine().diagnose(await openSide(config, side), { side, incremental: config.types.includes('incremental') });
}

/** The schemas of a draft's source. */
export async function browseSchemas(taskId: string): Promise<readonly SchemaSummary[]> {
  return engine().schemas(await source(taskId));
}

/** The tables of one schema of a draft's source. */
export async function browseTables(taskId: string, schema: string): Promise<readonly TableSummary[]> {
  return engine().tables(await source(taskId), schema);
}

/** Everything that can be chosen one by one in one schema of a draft's source. */
export async function browseObjects(taskId: string, schema: string): Promise<readonly ObjectSummary[]> {
  return engine().objects(await source(taskId), schema);
}

/** The schemas of a draft's source that hold something of this name. */
export async function findObjects(taskId: string, wanted: string): Promise<readonly SchemaHits[]> {
  return engine().find(await source(taskId), wanted);
}

/** The event triggers of a draft's source. */
export async function browseEventTriggers(taskId: string): Promise<readonly string[]> {
  return engine().eventTriggers(await source(taskId));
}

/** The columns of one table of a draft's source. */
export async function browseColumns(taskId: string, table: TableName): Promise<readonly ColumnSummary[]> {
  return engine().columns(await source(taskId), table);
}

/** Whether the draft's source accepts a WHERE filter. */
export async function verifyFilter(taskId: string, table: TableName, where: string): Promise<FilterVerdict> {
  return engine().verifyFilter(await source(taskId), table, where);
}

/** How many rows of the draft's source a WHERE filter lets through. */
export async function countFiltered(taskId: string, asked: FilterCountAsked): Promise<FilterCount> {
  return engine().countFiltered(await source(taskId), asked);
}

/** How the selected tables of a draft, or one of them, would be made at its destination. */
export async function browseDesigns(taskId: string, table: TableName | null): Promise<readonly TableDesign[]> {
  return engine().designs(await openDocument((await findTask(taskId)).config as unknown as DraftConfig), table);
}

async function source(taskId: string): Promise<SourceEndpoint> {
  return openSource((await findTask(taskId)).config as unknown as DraftConfig);
}
