import { type BoxState, schemaBox } from '#engine/plan/select.ts';
import { displayName, type SchemaSummary, type TableSummary, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import type { Loaded } from './browse.ts';

export type SourceRow =
  | {
      readonly kind: 'schema';
      readonly id: string;
      readonly level: 1;
      readonly schema: SchemaSummary;
      readonly box: BoxState;
      readonly open: boolean;
    }
  | {
      readonly kind: 'table';
      readonly id: string;
      readonly level: number;
      readonly table: TableSummary;
      readonly box: BoxState;
      /** A partition whose table is chosen: it cannot be chosen or left out by itself. */
      readonly along: boolean;
      readonly partitions: number;
      readonly open: boolean;
    }
  | { readonly kind: 'waiting'; readonly id: string; readonly level: 2; readonly schema: string }
  | {
      readonly kind: 'failed';
      readonly id: string;
      readonly level: 2;
      readonly schema: string;
      readonly error: unknown;
      readonly retry: () => void;
    }
  | { readonly kind: 'empty'; readonly id: string; readonly level: 2; readonly schema: string };

export interface SourceRowsInput {
  readonly schemas: readonly SchemaSummary[];
  readonly tables: ReadonlyMap<string, Loaded>;
  readonly objects: readonly SchemaSelection[];
  /** Ids of opened schemas and partitioned tables. */
  readonly open: ReadonlySet<string>;
  readonly search: string;
}

export const schemaRowId = (schema: string): string => tableId({ schema, name: '' });

/** The lines of the source tree as they are shown now, from top to bottom. Pure. */
export function sourceRows(input: SourceRowsInput): readonly SourceRow[] {
  const wanted = input.search.trim().toLowerCase();
  return input.schemas.flatMap((schema) => rowsOfSchema(input, schema, wanted));
}

function rowsOfSchema(input: SourceRowsInput, schema: SchemaSummary, wanted: string): readonly SourceRow[] {
  const { name } = schema;
  const loaded = input.tables.get(name);
  const id = schemaRowId(name);
  const line = (open: boolean): SourceRow => ({ kind: 'schema', id, level: 1, schema, box: schemaBox(input.objects, name), open });
  if (wanted !== '') {
    const named = name.toLowerCase().includes(wanted);
    const matches = loaded?.state === 'loaded' ? matching(loaded.tables, wanted) : new Set<string>();
    if (loaded?.state === 'loaded' && matches.size > 0) return [line(true), ...tableRows(input, loaded.tables, matches)];
    if (loaded?.state === 'failed') return [line(true), failedRow(name, loaded)];
    return named ? [line(false)] : [];
  }
  if (!input.open.has(id)) return [line(false)];
  if (loaded?.state === 'failed') return [line(true), failedRow(name, loaded)];
  if (loaded?.state === 'loaded') {
    const rows = tableRows(input, loaded.tables, null);
    return [line(true), ...(rows.length === 0 ? [{ kind: 'empty' as const, id: `${id}empty`, level: 2 as const, schema: name }] : rows)];
  }
  // As many as there will be: nothing below moves when they arrive.
  const waiting = Array.from({ length: Math.max(1, schema.tableCount) }, (_, index) => index);
  return [line(true), ...waiting.map((index) => ({ kind: 'waiting' as const, id: `${id}${index}`, level: 2 as const, schema: name }))];
}

function failedRow(schema: string, { error, retry }: Extract<Loaded, { state: 'failed' }>): SourceRow {
  return { kind: 'failed', id: `${schemaRowId(schema)}failed`, level: 2, schema, error, retry };
}

/** Ids of the tables that are found, by name or as `schema.name`, and of those above them. */
function matching(tables: readonly TableSummary[], wanted: string): ReadonlySet<string> {
  const byId = new Map(tables.map((table) => [tableId(table), table]));
  const found = new Set<string>();
  for (const table of tables) {
    if (!table.name.toLowerCase().includes(wanted) && !(wanted.includes('.') && displayName(table).toLowerCase().includes(wanted)))
      continue;
    let each: TableSummary | undefined = table;
    while (each !== undefined && !found.has(tableId(each))) {
      found.add(tableId(each));
      each = each.parent === null ? undefined : byId.get(tableId(each.parent));
    }
  }
  return found;
}

/** Tables with their partitions below them; with `only`, those alone and all of them open. */
function tableRows(input: SourceRowsInput, tables: readonly TableSummary[], only: ReadonlySet<string> | null): readonly SourceRow[] {
  const here = new Set(tables.map(tableId));
  const below = new Map<string, TableSummary[]>();
  const roots: TableSummary[] = [];
  for (const table of tables) {
    const parent = table.parent === null ? null : tableId(table.parent);
    if (parent === null || !here.has(parent)) roots.push(table);
    else if (!below.get(parent)?.push(table)) below.set(parent, [table]);
  }
  const selection = input.objects.find(({ schema }) => schema === tables[0]?.schema);
  const named = new Set(selection?.tables?.map(({ name }) => name));
  const isChosen = ({ name }: TableSummary) => selection !== undefined && (selection.tables === undefined || named.has(name));
  const rows: SourceRow[] = [];
  const visit = (table: TableSummary, level: number, parentChosen: boolean): void => {
    const id = tableId(table);
    if (only !== null && !only.has(id)) return;
    const partitions = below.get(id) ?? [];
    const chosen = isChosen(table);
    const open = only === null ? input.open.has(id) : partitions.some((each) => only.has(tableId(each)));
    const box = chosen || parentChosen ? 'on' : 'off';
    rows.push({ kind: 'table', id, level, table, box, along: parentChosen, partitions: partitions.length, open });
    if (open) for (const each of partitions) visit(each, level + 1, chosen || parentChosen);
  };
  for (const root of roots) visit(root, 2, false);
  return rows;
}
