import type { ObjectSummary } from '#engine/engine.ts';
import { type BoxState, groupBox, schemaBox } from '#engine/plan/select.ts';
import { type SchemaSummary, type TableSummary, tableId } from '#engine/schema/table.ts';
import type { OtherSelection, SchemaSelection } from '#engine/task/config.ts';
import type { Loaded } from './browse.ts';
import { contentRows } from './content-rows.ts';
import type { GroupKind } from './kinds.ts';

interface Line {
  readonly id: string;
  readonly level: number;
}

/** A line with a box. */
interface Box extends Line {
  readonly box: BoxState;
}

/** What a group stands for: in a search, what was found of it. */
export interface GroupThings {
  readonly tables: readonly TableSummary[];
  readonly others: readonly OtherSelection[];
}

/** Of a table or view. */
export interface PartCounts {
  readonly triggers: number;
  readonly rules: number;
}

export type SourceRow =
  | (Box & {
      readonly kind: 'schema';
      readonly schema: SchemaSummary;
      readonly open: boolean;
      /** How much of it a search found; null: nothing is searched, or only the schema's own name was found. */
      readonly found: number | null;
    })
  | (Box & {
      readonly kind: 'group';
      readonly schema: string;
      readonly of: GroupKind;
      readonly things: GroupThings;
      readonly count: number;
      readonly open: boolean;
    })
  | (Box & {
      readonly kind: 'table';
      readonly table: TableSummary;
      /** A partition whose table is chosen: it cannot be chosen or left out by itself. */
      readonly along: boolean;
      readonly partitions: number;
      readonly parts: PartCounts;
      readonly open: boolean;
    })
  | (Box & {
      readonly kind: 'other';
      readonly schema: string;
      readonly object: ObjectSummary;
      readonly selection: OtherSelection;
      readonly parts: PartCounts;
      readonly open: boolean;
    })
  /** The event triggers of the database. */
  | (Box & { readonly kind: 'events'; readonly names: readonly string[]; readonly open: boolean })
  | (Box & { readonly kind: 'event'; readonly name: string })
  | (Line & { readonly kind: 'waiting'; readonly schema: string })
  | (Line & { readonly kind: 'failed'; readonly schema: string; readonly error: unknown; readonly retry: () => void })
  | (Line & { readonly kind: 'empty'; readonly schema: string });

export interface SourceRowsInput {
  readonly schemas: readonly SchemaSummary[];
  readonly contents: ReadonlyMap<string, Loaded>;
  readonly objects: readonly SchemaSelection[];
  readonly eventTriggers: { readonly names: readonly string[]; readonly chosen: readonly string[] };
  /** Whether somebody opened or closed a line; without an answer it is as it comes. */
  readonly turned: ReadonlyMap<string, boolean>;
  readonly search: string;
  /** What the source found, schema by schema, and which of them are shown opened; absent: it was not asked. */
  readonly hits?: ReadonlyMap<string, number> | undefined;
  readonly openHits?: ReadonlySet<string> | undefined;
  /** Leaves out what is not selected. */
  readonly selectedOnly?: boolean | undefined;
}

export const schemaRowId = (schema: string): string => tableId({ schema, name: '' });
const EVENTS_ROW_ID = 'event triggers';

/** The lines of the source tree as they are shown now, from top to bottom. Pure. */
export function sourceRows(input: SourceRowsInput): readonly SourceRow[] {
  const wanted = input.search.trim().toLowerCase();
  const rows = [...input.schemas.flatMap((schema) => rowsOfSchema(input, schema, wanted)), ...eventRows(input, wanted)];
  return input.selectedOnly === true ? rows.filter((row) => !('box' in row) || row.box !== 'off') : rows;
}

/** What somebody would call a line; empty for lines that are no things. */
export function nameOfRow(row: SourceRow): string {
  switch (row.kind) {
    case 'schema':
      return row.schema.name;
    case 'table':
      return row.table.name;
    case 'other':
      return row.selection.name;
    case 'event':
      return row.name;
    default:
      return '';
  }
}

/** Whether a line has others below it. */
export function opens(row: SourceRow): row is Extract<SourceRow, { open: boolean }> {
  if (row.kind === 'table') return row.partitions + row.parts.triggers + row.parts.rules > 0;
  if (row.kind === 'other') return row.parts.triggers + row.parts.rules > 0;
  return 'open' in row;
}

/** Whether a line's box can be pressed. */
export function canToggle(row: SourceRow): boolean {
  if (row.kind === 'table') return !row.along;
  if (row.kind === 'other') return row.object.refused === null;
  if (row.kind === 'group') return row.things.tables.length + row.things.others.length > 0;
  return 'box' in row;
}

function rowsOfSchema(input: SourceRowsInput, schema: SchemaSummary, wanted: string): readonly SourceRow[] {
  const { name } = schema;
  const { objects, turned } = input;
  const loaded = input.contents.get(name);
  const id = schemaRowId(name);
  const found = wanted === '' ? null : (input.hits?.get(name) ?? null);
  const line = (open: boolean): SourceRow => ({ kind: 'schema', id, level: 1, schema, box: schemaBox(objects, name), open, found });
  if (wanted !== '') {
    if (input.hits !== undefined && found !== null && input.openHits?.has(name) !== true) return [line(false)];
    const rows = loaded?.state === 'loaded' ? contentRows({ schema: name, held: loaded, objects, turned, wanted }) : [];
    if (rows.length > 0) return [line(true), ...rows];
    if (loaded?.state === 'failed') return [line(true), failedRow(name, loaded)];
    if (found !== null && loaded?.state === 'loading') return [line(true), ...waitingRows(schema, found)];
    return name.toLowerCase().includes(wanted) ? [line(false)] : [];
  }
  if (turned.get(id) !== true) return [line(false)];
  if (loaded?.state === 'failed') return [line(true), failedRow(name, loaded)];
  if (loaded?.state === 'loaded') {
    const rows = contentRows({ schema: name, held: loaded, objects, turned, wanted: null });
    return [line(true), ...(rows.length === 0 ? [{ kind: 'empty' as const, id: `${id}empty`, level: 2, schema: name }] : rows)];
  }
  return [line(true), ...waitingRows(schema, schema.tableCount)];
}

/** At least as many as there will be, the group's own line included: little below moves when they arrive. */
function waitingRows({ name }: SchemaSummary, expected: number): readonly SourceRow[] {
  const id = schemaRowId(name);
  return Array.from({ length: expected + 1 }, (_, index) => ({ kind: 'waiting', id: `${id}${index}`, level: 2, schema: name }));
}

function failedRow(schema: string, { error, retry }: Extract<Loaded, { state: 'failed' }>): SourceRow {
  return { kind: 'failed', id: `${schemaRowId(schema)}failed`, level: 2, schema, error, retry };
}

/** What the database holds beside its schemas; nothing when there is none of it. */
function eventRows({ eventTriggers, turned }: SourceRowsInput, wanted: string): readonly SourceRow[] {
  const names = eventTriggers.names.filter((name) => name.toLowerCase().includes(wanted));
  if (names.length === 0) return [];
  const chosen = new Set(eventTriggers.chosen);
  const on = names.filter((name) => chosen.has(name)).length;
  const open = wanted !== '' || (turned.get(EVENTS_ROW_ID) ?? on > 0);
  const head: SourceRow = { kind: 'events', id: EVENTS_ROW_ID, level: 1, names, box: groupBox(names.length, on), open };
  if (!open) return [head];
  const lines = names.map((name): SourceRow => {
    return { kind: 'event', id: `${EVENTS_ROW_ID} ${name}`, level: 2, name, box: chosen.has(name) ? 'on' : 'off' };
  });
  return [head, ...lines];
}
