import { listedTables } from '#engine/plan/select.ts';
import { type SchemaSummary, type TableSummary, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import type { Loaded } from './browse.ts';

export type SelectedRow =
  | { readonly kind: 'schema'; readonly id: string; readonly selection: SchemaSelection; readonly open: boolean; readonly gone: boolean }
  | {
      readonly kind: 'table';
      readonly id: string;
      readonly schema: string;
      readonly table: TableSelection;
      readonly gone: boolean;
      /** All tables of its schema, once they were read: needed to change it when the schema is selected as a whole. */
      readonly tables: readonly TableSummary[];
    }
  | { readonly kind: 'waiting'; readonly id: string }
  | { readonly kind: 'failed'; readonly id: string; readonly error: unknown; readonly retry: () => void };

export interface SelectedRowsInput {
  readonly objects: readonly SchemaSelection[];
  /** Null while they are not read. */
  readonly schemas: readonly SchemaSummary[] | null;
  readonly tables: ReadonlyMap<string, Loaded>;
  /** Whether a schema's tables are shown. */
  readonly isOpen: (selection: SchemaSelection) => boolean;
}

/** The lines of the selected objects, by name. Pure. */
export function selectedRows(input: SelectedRowsInput): readonly SelectedRow[] {
  return byName(input.objects, ({ schema }) => schema).flatMap((selection) => {
    const { schema } = selection;
    const open = input.isOpen(selection);
    const known = input.schemas?.find(({ name }) => name === schema);
    const line: SelectedRow = {
      kind: 'schema',
      id: tableId({ schema, name: '' }),
      selection,
      open,
      gone: input.schemas !== null && known === undefined,
    };
    return open ? [line, ...tableRows(selection, input.tables.get(schema), known?.tableCount ?? 1)] : [line];
  });
}

function tableRows(selection: SchemaSelection, loaded: Loaded | undefined, expected: number): readonly SelectedRow[] {
  const { schema } = selection;
  const read = loaded?.state === 'loaded' ? loaded.tables : null;
  const line = (table: TableSelection, gone: boolean): SelectedRow => ({
    kind: 'table',
    id: tableId({ schema, name: table.name }),
    schema,
    table,
    gone,
    tables: read ?? [],
  });
  if (selection.tables !== undefined) {
    const names = read === null ? null : new Set(read.map(({ name }) => name));
    return byName(selection.tables, ({ name }) => name).map((table) => line(table, names !== null && !names.has(table.name)));
  }
  if (read !== null) return listedTables(read).map((name) => line({ name }, false));
  if (loaded?.state === 'failed') return [{ kind: 'failed', id: `${schema} failed`, error: loaded.error, retry: loaded.retry }];
  return Array.from({ length: Math.max(1, expected) }, (_, index) => ({ kind: 'waiting', id: `${schema} ${index}` }));
}

function byName<T>(list: readonly T[], nameOf: (each: T) => string): readonly T[] {
  return [...list].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
