import { contentsOf, isEdited, isWhole, otherKey } from '#engine/plan/select.ts';
import { type SchemaSummary, tableId } from '#engine/schema/table.ts';
import type { OtherSelection, SchemaSelection, TableSelection } from '#engine/task/config.ts';
import type { Held, Loaded } from './browse.ts';
import { type ChosenKind, GROUPS } from './kinds.ts';

interface Line {
  readonly id: string;
}

/** A line of something the source may no longer have. */
interface Named extends Line {
  readonly gone: boolean;
}

/** What of its schema is there, as far as it was read: needed to leave something out when the schema is selected as a whole. */
interface Within extends Named {
  readonly schema: string;
  readonly held: Held;
}

export type SelectedRow =
  | (Named & { readonly kind: 'schema'; readonly selection: SchemaSelection; readonly open: boolean })
  /** `model`: how SelectDB makes it was said. */
  | (Within & { readonly kind: 'table'; readonly table: TableSelection; readonly model: boolean })
  | (Within & { readonly kind: 'other'; readonly other: OtherSelection })
  /** Over what belongs to no schema. */
  | (Line & { readonly kind: 'database' })
  | (Named & { readonly kind: 'event'; readonly name: string })
  | (Line & { readonly kind: 'waiting' })
  | (Line & { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void });

export interface SelectedRowsInput {
  readonly objects: readonly SchemaSelection[];
  /** Null while they are not read. */
  readonly schemas: readonly SchemaSummary[] | null;
  readonly contents: ReadonlyMap<string, Loaded>;
  /** `names` is null while they are not read. */
  readonly eventTriggers: { readonly names: readonly string[] | null; readonly chosen: readonly string[] };
  /** Whether what is chosen of a schema is shown. */
  readonly isOpen: (selection: SchemaSelection) => boolean;
}

const NOTHING: Held = { tables: [], objects: [] };

/** The lines of the selected objects: tables by name, then the others by kind and name. Pure. */
export function selectedRows(input: SelectedRowsInput): readonly SelectedRow[] {
  const schemas = byName(input.objects, ({ schema }) => schema).flatMap((selection) => {
    const { schema } = selection;
    const open = input.isOpen(selection);
    const known = input.schemas?.find(({ name }) => name === schema);
    const gone = input.schemas !== null && known === undefined;
    const line: SelectedRow = { kind: 'schema', id: tableId({ schema, name: '' }), selection, open, gone };
    return open ? [line, ...contentRows(selection, input.contents.get(schema), known?.tableCount ?? 1)] : [line];
  });
  return [...schemas, ...eventRows(input.eventTriggers)];
}

function contentRows(selection: SchemaSelection, loaded: Loaded | undefined, expected: number): readonly SelectedRow[] {
  const { schema } = selection;
  const held = loaded?.state === 'loaded' ? loaded : null;
  if (!isWhole(selection)) return linesOf(selection, { tables: selection.tables ?? [], others: selection.others ?? [] }, held);
  if (held !== null) {
    const { tables, others } = contentsOf(held.tables, held.objects);
    return linesOf(selection, { tables: tables.map((name) => ({ name })), others }, held);
  }
  if (loaded?.state === 'failed') return [{ kind: 'failed', id: `${schema} failed`, error: loaded.error, retry: loaded.retry }];
  return Array.from({ length: Math.max(1, expected) }, (_, index) => ({ kind: 'waiting', id: `${schema} ${index}` }));
}

function linesOf(
  { schema, selectdb = {} }: SchemaSelection,
  chosen: { readonly tables: readonly TableSelection[]; readonly others: readonly OtherSelection[] },
  held: Held | null,
): readonly SelectedRow[] {
  const within = { schema, held: held ?? NOTHING };
  const tables = held === null ? null : new Set(held.tables.map(({ name }) => name));
  const others = held === null ? null : new Set(contentsOf([], held.objects).others.map(otherKey));
  return [
    ...byName(chosen.tables, ({ name }) => name).map((table): SelectedRow => {
      const { name } = table;
      const model = (table.selectdb ?? selectdb[name]) !== undefined;
      return { kind: 'table', id: tableId({ schema, name }), ...within, table, model, gone: tables?.has(name) === false };
    }),
    ...byName(chosen.others, orderOf).map((other): SelectedRow => {
      return { kind: 'other', id: `${schema} ${otherKey(other)}`, ...within, other, gone: others?.has(otherKey(other)) === false };
    }),
  ];
}

const ORDER = new Map<ChosenKind, number>(GROUPS.map((kind, index) => [kind, index]));

/** Triggers and rules at the end, by their table. */
function orderOf({ kind, name, table }: OtherSelection): string {
  const rank = String(ORDER.get(kind) ?? GROUPS.length).padStart(2, '0');
  return `${rank} ${table ?? ''} ${name}`;
}

function eventRows({ names, chosen }: SelectedRowsInput['eventTriggers']): readonly SelectedRow[] {
  if (chosen.length === 0) return [];
  const known = names === null ? null : new Set(names);
  return [
    { kind: 'database', id: 'database' },
    ...byName(chosen, (name) => name).map((name): SelectedRow => {
      return { kind: 'event', id: `event ${name}`, name, gone: known?.has(name) === false };
    }),
  ];
}

function byName<T>(list: readonly T[], nameOf: (each: T) => string): readonly T[] {
  return list
    .map((each) => ({ each, name: nameOf(each) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ each }) => each);
}

/** How deep a line stands: below its schema, or below the database. */
export function levelOf(row: SelectedRow): 1 | 2 {
  return row.kind === 'schema' || row.kind === 'database' ? 1 : 2;
}

/** What somebody would call a line; empty for lines that are no things. */
export function nameOfSelected(row: SelectedRow): string {
  switch (row.kind) {
    case 'schema':
      return row.selection.schema;
    case 'table':
      return row.table.name;
    case 'other':
      return row.other.name;
    case 'event':
      return row.name;
    default:
      return '';
  }
}

/** The lines that are looked for, with those they stand below. Names at the destination count as well. */
export function filterSelected(
  rows: readonly SelectedRow[],
  { search, editedOnly }: { readonly search: string; readonly editedOnly: boolean },
): readonly SelectedRow[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '' && !editedOnly) return rows;
  const shown: SelectedRow[] = [];
  /** What the next line stands below, until it is shown itself. */
  let head: SelectedRow | null = null;
  for (const row of rows) {
    if (levelOf(row) === 1) head = row;
    if (!isMeant(row, { wanted, editedOnly })) continue;
    if (head !== null && head !== row) shown.push(head);
    shown.push(row);
    head = null;
  }
  return shown;
}

function isMeant(row: SelectedRow, { wanted, editedOnly }: { readonly wanted: string; readonly editedOnly: boolean }): boolean {
  if (editedOnly && !isEditedRow(row)) return false;
  const as = row.kind === 'schema' ? row.selection.as : row.kind === 'table' ? row.table.as : undefined;
  return nameOfSelected(row).toLowerCase().includes(wanted) || as?.toLowerCase().includes(wanted) === true;
}

/** Whether anything is set for the line itself. */
export function isEditedRow(row: SelectedRow): boolean {
  if (row.kind === 'schema') return row.selection.as !== undefined || row.selection.operations !== undefined;
  return row.kind === 'table' && (row.model || isEdited(row.table));
}
