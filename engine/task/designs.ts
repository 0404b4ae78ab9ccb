import { openDestination } from '../destination/index.ts';
import type { TableDesign } from '../engine.ts';
import { objectId } from '../schema/object.ts';
import { type TableName, type TableSpec, tableId } from '../schema/table.ts';
import { openSource } from '../source/index.ts';
import type { TaskConfig } from './config.ts';
import { prepare } from './prepare.ts';

/** What becomes of the selected tables, or of one of them; only for destinations that have models of tables. */
export async function readDesigns(config: TaskConfig, only: TableName | null): Promise<readonly TableDesign[]> {
  const asked = only === null ? config : { ...config, objects: narrowed(config, only) };
  await using source = await openSource(asked.source, asked.name);
  await using destination = await openDestination(asked.destination, asked.name);
  const { catalog, structure } = await prepare(asked, source, destination);
  if (structure === null) return [];
  const specs = new Map(catalog.tables.map((spec) => [tableId(spec), spec]));
  const objects = new Map(catalog.objects.map((object) => [object.id, object]));
  return structure.tables.flatMap(({ id, source: name, destination: place, columns, model, origin }) => {
    const spec = specs.get(id);
    const object = objects.get(objectId({ kind: 'table', ...name, table: null }));
    if (spec === undefined || object === undefined || model === undefined) return [];
    const types = new Map(spec.columns.map((column) => [column.name, column.type]));
    return [
      {
        source: name,
        destination: place,
        columns: columns.map(({ source: column, type }) => ({ name: column, type, sourceType: types.get(column) ?? '' })),
        sourceKey: keyOf(spec),
        model,
        ddl: model.refused === undefined ? structure.writer.ddl(object) : '',
        exists: origin === 'existing',
      },
    ];
  });
}

function keyOf({ keys }: TableSpec): readonly string[] {
  return (keys.find(({ primary }) => primary) ?? keys.find(({ notNull }) => notNull))?.columns ?? [];
}

/** The document for one table: the catalog is read of that one alone. */
function narrowed({ objects }: TaskConfig, { schema, name }: TableName): TaskConfig['objects'] {
  return objects.flatMap(({ others: _, tables, ...object }) =>
    object.schema === schema ? [{ ...object, tables: [tables?.find((table) => table.name === name) ?? { name }] }] : [],
  );
}
