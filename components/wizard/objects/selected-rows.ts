import { contentsOf, isWhole, otherKey } from '#engine/plan/select.ts';
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
  | (Within & { readonly kind: 'table'; readonly table: TableSelection })
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
  if (!isWhole(selection)) return linesOf(schema, { tables: selection.tables ?? [], others: selection.others ?? [] }, held);
  if (held !== null) {
    const { tables, others } = contentsOf(held.tables, held.objects);
    return linesOf(schema, { tables: tables.map((name) => ({ name })), others }, held);
  }
  if (loaded?.state === 'failed') return [{ kind: 'failed', id: `${schema} failed`, error: loaded.error, retry: loaded.retry }];
  return Array.from({ length: Math.max(1, expected) }, (_, index) => ({ kind: 'waiting', id: `${schema} ${index}` }));
}

function linesOf(
  schema: string,
  chosen: { readonly tables: readonly TableSelection[]; readonly others: readonly OtherSelection[] },
  held: Held | null,
): readonly SelectedRow[] {
  const within = { schema, held: held ?? NOTHING };
  const tables = held === null ? null : new Set(held.tables.map(({ name }) => name));
  const others = held === null ? null : new Set(contentsOf([], held.objects).others.map(otherKey));
  return [
    ...byName(chosen.tables, ({ name }) => name).map((table): SelectedRow => {
      return { kind: 'table', id: tableId({ schema, name: table.name }), ...within, table, gone: tables?.has(table.name) === false };
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
