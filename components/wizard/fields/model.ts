import type { TableDesign } from '#engine/engine.ts';
import type { TableName } from '#engine/schema/table.ts';
import type { SchemaSelection, SelectDbTable } from '#engine/task/config.ts';

export type Status = 'done' | 'open';
export type StatusFilter = 'all' | Status;

/** What the document says of a table; undefined: it is decided from the source's key. */
export function modelOf(objects: readonly SchemaSelection[], { schema, name }: TableName): SelectDbTable | undefined {
  const selection = objects.find((object) => object.schema === schema);
  return selection?.tables?.find((table) => table.name === name)?.selectdb ?? selection?.selectdb?.[name];
}

/** Says it by the schema, which works for schemas that are chosen whole as well; null takes back what was said. */
export function withModel(
  objects: readonly SchemaSelection[],
  { schema, name }: TableName,
  model: SelectDbTable | null,
): SchemaSelection[] {
  return objects.map((object) => {
    if (object.schema !== schema) return object;
    const { selectdb = {}, tables, ...rest } = object;
    const { [name]: _, ...others } = selectdb;
    const next = model === null ? others : { ...others, [name]: model };
    const bare = tables?.map(({ selectdb: own, ...table }) =>
      table.name === name || own === undefined ? table : { ...table, selectdb: own },
    );
    return { ...rest, ...(bare === undefined ? {} : { tables: bare }), ...(Object.keys(next).length === 0 ? {} : { selectdb: next }) };
  });
}

/** A table wants a decision while it cannot be made, or while nothing but its lack of a key decides what becomes of its rows. */
export function statusOf({ model, exists, sourceKey }: TableDesign, said: SelectDbTable | undefined): Status {
  if (exists) return 'done';
  if (model.refused !== undefined) return 'open';
  return said === undefined && sourceKey.length === 0 ? 'open' : 'done';
}

/** The form of a table: what is said of it, with what the design makes of the rest. Names are the source's. */
export interface ModelForm {
  readonly engine: SelectDbTable['engine'] & string;
  readonly keys: readonly string[];
  readonly distribution: readonly string[];
  readonly buckets: SelectDbTable['buckets'];
}

export function formOf({ model, sourceKey }: TableDesign, said: SelectDbTable | undefined): ModelForm {
  const engine = said?.engine ?? model.engine;
  return {
    engine,
    keys: said?.keys ?? (engine === 'unique' ? sourceKey : []),
    distribution: said?.distribution ?? [],
    buckets: said?.buckets ?? 'auto',
  };
}

/** What the form says, as the document holds it: a distribution key goes with the key it is taken out of. */
export function saidBy(form: ModelForm): SelectDbTable {
  const distribution = form.engine === 'unique' ? form.distribution.filter((name) => form.keys.includes(name)) : [...form.distribution];
  return {
    engine: form.engine,
    ...(form.keys.length === 0 ? {} : { keys: [...form.keys] }),
    ...(distribution.length === 0 ? {} : { distribution }),
    buckets: form.buckets,
  };
}

/** Adds a name at the end, or takes it out: the order is that of the choosing. */
export function toggled(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names.filter((each) => each !== name) : [...names, name];
}
