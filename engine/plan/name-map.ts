import { type TableId, type TableName, tableId } from '../schema/table.ts';
import type { ColumnSelection, SchemaSelection, TableSelection, TaskConfig } from '../task/config.ts';
import { caseOf, type Named } from './case.ts';
import type { NameMap } from './names.ts';

/** A relation of the source, as far as its names go. */
export interface NamedRelation extends TableName {
  readonly kind: 'table' | 'view' | 'materialized-view' | 'sequence';
  /** In the source's order; of a sequence none. */
  readonly columns: readonly string[];
  /** The table it is a partition of: its columns are called like that one's. */
  readonly parent?: TableName | null;
}

export interface NameMapInit {
  readonly config: Pick<TaskConfig, 'objects' | 'nameCase'>;
  /** What the policy `default` makes of schemas and relations there; columns stay as they are. */
  readonly destinationCase: 'lower';
  readonly relations: Iterable<NamedRelation>;
}

interface Mapped {
  readonly to: TableName;
  /** Null when no column gets another name. */
  readonly columns: ReadonlyMap<string, string> | null;
}

/**
 * What a task calls everything at the destination: a name that was given wins over the policy. Only relations of selected schemas
 * are called anew; types, functions and indexes keep their names and go with their schema.
 */
export function createNameMap(init: NameMapInit): NameMap {
  const selections = new Selections(init);
  const all = new Map([...init.relations].map((each) => [tableId(each), each]));
  const mapped = new Map<TableId, Mapped>();
  for (const [id, each] of all) mapped.set(id, mapRelation(selections, all, each));
  const relation = (name: TableName): TableName =>
    mapped.get(tableId(name))?.to ?? { schema: selections.schema(name.schema), name: selections.table(name)?.as ?? name.name };
  const columns = (name: TableName) => mapped.get(tableId(name))?.columns ?? null;
  const renamed = renamedIn(init, selections, all.values(), mapped);
  return {
    changes: renamed.size > 0,
    renamed,
    schema: (name) => selections.schema(name),
    relation,
    column: (of, name) => columns(of)?.get(name) ?? name,
    columns,
  };
}

/** What the task document says of names. */
class Selections {
  readonly #policy: (what: Named, name: string) => string;
  readonly #schemas: ReadonlyMap<string, SchemaSelection>;
  readonly #tables: ReadonlyMap<TableId, TableSelection>;

  constructor({ config, destinationCase }: NameMapInit) {
    const { nameCase, objects } = config;
    this.#policy = (what, name) => caseOf(nameCase === 'default' && what !== 'column' ? destinationCase : nameCase, what, name);
    this.#schemas = new Map(objects.map((object) => [object.schema, object]));
    this.#tables = new Map(
      objects.flatMap(({ schema, tables = [] }) => tables.map((table) => [tableId({ schema, name: table.name }), table] as const)),
    );
  }

  /** Schemas that are no part of the task stay: what is in them is not made. */
  schema(name: string): string {
    const selection = this.#schemas.get(name);
    return selection === undefined ? name : (selection.as ?? this.#policy('schema', name));
  }

  table(name: TableName): TableSelection | undefined {
    return this.#tables.get(tableId(name));
  }

  has(schema: string): boolean {
    return this.#schemas.has(schema);
  }

  name(what: Named, name: string): string {
    return this.#policy(what, name);
  }
}

function mapRelation(selections: Selections, all: ReadonlyMap<TableId, NamedRelation>, each: NamedRelation): Mapped {
  if (!selections.has(each.schema)) return { to: { schema: each.schema, name: each.name }, columns: null };
  const name = selections.table(each)?.as ?? selections.name('relation', each.name);
  const given = new Map(givenColumns(selections, all, each).map((column) => [column.name, column.as]));
  const columns = new Map(each.columns.map((column) => [column, given.get(column) ?? selections.name('column', column)]));
  const changed = each.kind !== 'sequence' && [...columns].some(([from, to]) => from !== to);
  return { to: { schema: selections.schema(each.schema), name }, columns: changed ? columns : null };
}

/** A partition's columns are its parent's, unless it was selected with its own. */
function givenColumns(selections: Selections, all: ReadonlyMap<TableId, NamedRelation>, each: NamedRelation): readonly ColumnSelection[] {
  const own = selections.table(each)?.columns;
  if (own !== undefined || !each.parent) return own ?? [];
  const parent = all.get(tableId(each.parent)) ?? { ...each.parent, kind: 'table' as const, columns: [] };
  return givenColumns(selections, all, parent);
}

function renamedIn(
  { config }: NameMapInit,
  selections: Selections,
  relations: Iterable<NamedRelation>,
  mapped: ReadonlyMap<TableId, Mapped>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (from: string, to: string) => {
    if (from !== to) found.add(from);
  };
  for (const { schema, tables = [] } of config.objects) {
    add(schema, selections.schema(schema));
    for (const table of tables) add(table.name, table.as ?? table.name);
  }
  for (const each of relations) {
    const { to, columns } = mapped.get(tableId(each)) ?? { to: each, columns: null };
    add(each.name, to.name);
    for (const [from, name] of columns ?? []) add(from, name);
  }
  return found;
}
