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
  | (Box & { readonly kind: 'schema'; readonly schema: SchemaSummary; readonly open: boolean })
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
}

export const schemaRowId = (schema: string): string => tableId({ schema, name: '' });
const EVENTS_ROW_ID = 'event triggers';

/** The lines of the source tree as they are shown now, from top to bottom. Pure. */
export function sourceRows(input: SourceRowsInput): readonly SourceRow[] {
  const wanted = input.search.trim().toLowerCase();
  return [...input.schemas.flatMap((schema) => rowsOfSchema(input, schema, wanted)), ...eventRows(input, wanted)];
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
  const line = (open: boolean): SourceRow => ({ kind: 'schema', id, level: 1, schema, box: schemaBox(objects, name), open });
  if (wanted !== '') {
    const rows = loaded?.state === 'loaded' ? contentRows({ schema: name, held: loaded, objects, turned, wanted }) : [];
    if (rows.length > 0) return [line(true), ...rows];
    if (loaded?.state === 'failed') return [line(true), failedRow(name, loaded)];
    return name.toLowerCase().includes(wanted) ? [line(false)] : [];
  }
  if (turned.get(id) !== true) return [line(false)];
  if (loaded?.state === 'failed') return [line(true), failedRow(name, loaded)];
  if (loaded?.state === 'loaded') {
    const rows = contentRows({ schema: name, held: loaded, objects, turned, wanted: null });
    return [line(true), ...(rows.length === 0 ? [{ kind: 'empty' as const, id: `${id}empty`, level: 2, schema: name }] : rows)];
  }
  // At least as many as there will be, the group's own line included: little below moves when they arrive.
  const waiting = Array.from({ length: schema.tableCount + 1 }, (_, index) => index);
  return [line(true), ...waiting.map((index) => ({ kind: 'waiting' as const, id: `${id}${index}`, level: 2, schema: name }))];
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
