import { type BoxState, type Chosen, chosenOf, groupBox } from '#engine/plan/select.ts';
import { displayName, type TableId, type TableSummary, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import type { Held } from './browse.ts';
import { GROUPS, type GroupKind } from './kinds.ts';
import { type Entry, indexOf, type SchemaIndex } from './schema-index.ts';
import type { GroupThings, PartCounts, SourceRow } from './source-rows.ts';

export interface ContentInput {
  readonly schema: string;
  readonly held: Held;
  readonly objects: readonly SchemaSelection[];
  readonly turned: ReadonlyMap<string, boolean>;
  /** In small letters; null: everything is shown, as far as it is opened. */
  readonly wanted: string | null;
}

const GROUP_LEVEL = 2;

/** The lines below an opened schema: its groups and what is in them. Pure. */
export function contentRows(input: ContentInput): readonly SourceRow[] {
  const index = indexOf(input.held);
  const tree = new Tree(input, index);
  return GROUPS.flatMap((kind) => (kind === 'table' ? tree.tables() : tree.others(kind)));
}

/** What is shown of one schema: all of it, or what was found. */
class Tree {
  readonly #input: ContentInput;
  readonly #index: SchemaIndex;
  readonly #chosen: Chosen;

  constructor(input: ContentInput, index: SchemaIndex) {
    this.#input = input;
    this.#index = index;
    this.#chosen = chosenOf(input.objects, input.schema);
  }

  tables(): readonly SourceRow[] {
    const { roots } = this.#index;
    const found = this.#input.wanted === null ? null : this.#foundTables();
    const standsFor = found === null ? roots : found.hits;
    if (standsFor.length === 0 && (found === null || found.shown.size === 0)) return [];
    const rows: SourceRow[] = [];
    const head = this.#head('table', { tables: standsFor, others: [] }, this.#tablesBox(standsFor));
    if (head.open) for (const root of roots) this.#table(rows, root, { level: GROUP_LEVEL + 1, parentChosen: false, only: found?.shown });
    return [head, ...rows];
  }

  others(kind: GroupKind): readonly SourceRow[] {
    const all = this.#index.groups.get(kind) ?? [];
    const shown =
      this.#input.wanted === null ? all : all.filter((entry) => this.#matches(entry) || this.#partsOf(entry.object.name, kind).length > 0);
    if (shown.length === 0) return [];
    const standsFor = shown.filter((entry) => entry.object.refused === null && (this.#input.wanted === null || this.#matches(entry)));
    const on = standsFor.filter(({ selection }) => this.#chosen.other(selection)).length;
    const things = { tables: [], others: standsFor.map(({ selection }) => selection) };
    const head = this.#head(kind, things, groupBox(standsFor.length, on), shown.length);
    return head.open ? [head, ...shown.flatMap((entry) => this.#other(entry, GROUP_LEVEL + 1))] : [head];
  }

  #head(of: GroupKind, things: GroupThings, box: BoxState, count = things.tables.length): Extract<SourceRow, { kind: 'group' }> {
    const { schema, turned, wanted } = this.#input;
    const id = groupRowId(schema, of);
    // Tables are what most people are here for.
    const open = wanted !== null || (turned.get(id) ?? of === 'table');
    return { kind: 'group', id, level: GROUP_LEVEL, schema, of, things, count, box, open };
  }

  /** One partition chosen by itself is a part of the tables, too. */
  #tablesBox(tables: readonly TableSummary[]): BoxState {
    const on = tables.filter((table) => this.#chosen.table(table.name) || this.#isAlong(table)).length;
    const selection = this.#input.objects.find(({ schema }) => schema === this.#input.schema);
    const box = groupBox(tables.length, on);
    return box === 'off' && this.#input.wanted === null && selection?.tables !== undefined ? 'mixed' : box;
  }

  #isAlong({ parent }: TableSummary): boolean {
    const above = parent === null ? undefined : this.#index.tables.get(tableId(parent));
    return above !== undefined && (this.#chosen.table(above.name) || this.#isAlong(above));
  }

  #table(
    rows: SourceRow[],
    table: TableSummary,
    at: { readonly level: number; readonly parentChosen: boolean; readonly only: ReadonlySet<TableId> | undefined },
  ): void {
    const { level, parentChosen, only } = at;
    const id = tableId(table);
    if (only !== undefined && !only.has(id)) return;
    const partitions = this.#index.below.get(id) ?? [];
    const all = this.#index.parts.get(table.name) ?? [];
    const found = only === undefined ? [] : this.#partsOf(table.name);
    const foundBelow = only !== undefined && (found.length > 0 || partitions.some((partition) => only.has(tableId(partition))));
    const chosen = parentChosen || this.#chosen.table(table.name);
    const open = foundBelow || (this.#input.turned.get(id) ?? false);
    const counts = { partitions: partitions.length, parts: partCounts(all) };
    rows.push({ kind: 'table', id, level, table, box: chosen ? 'on' : 'off', along: parentChosen, ...counts, open });
    if (!open) return;
    // A table that was found by its own name may be opened: then all of it is shown.
    const below = { level: level + 1, parentChosen: chosen, only: foundBelow ? only : undefined };
    for (const partition of partitions) this.#table(rows, partition, below);
    for (const part of foundBelow ? found : all) rows.push(...this.#other(part, level + 1));
  }

  #other({ id, object, selection }: Entry, level: number): readonly SourceRow[] {
    const { schema, turned, wanted } = this.#input;
    const all = hasParts(object.kind) ? (this.#index.parts.get(object.name) ?? []) : [];
    const found = wanted === null ? [] : this.#partsOf(object.name, object.kind);
    const open = found.length > 0 || (all.length > 0 && (turned.get(id) ?? false));
    const box = object.refused === null && this.#chosen.other(selection) ? 'on' : 'off';
    const row: SourceRow = { kind: 'other', id, level, schema, object, selection, box, parts: partCounts(all), open };
    return open ? [row, ...(found.length > 0 ? found : all).flatMap((part) => this.#other(part, level + 1))] : [row];
  }

  /** Triggers and rules of a table or view, as far as they are shown. */
  #partsOf(name: string, kind?: string): readonly Entry[] {
    if (kind !== undefined && !hasParts(kind)) return [];
    const parts = this.#index.parts.get(name) ?? [];
    return this.#input.wanted === null ? parts : parts.filter((part) => this.#matches(part));
  }

  #matches({ object }: Entry): boolean {
    const { schema, wanted } = this.#input;
    return wanted === null || isFound(wanted, schema, object.name);
  }

  /** Tables that are found themselves, and all to be shown: what is above them, and tables of found triggers and rules. */
  #foundTables(): { readonly hits: readonly TableSummary[]; readonly shown: ReadonlySet<TableId> } {
    const wanted = this.#input.wanted ?? '';
    const hits: TableSummary[] = [];
    const shown = new Set<TableId>();
    for (const table of this.#input.held.tables) {
      const hit = isFound(wanted, table.schema, table.name);
      if (hit) hits.push(table);
      else if (this.#partsOf(table.name).length === 0) continue;
      let each: TableSummary | undefined = table;
      while (each !== undefined && !shown.has(tableId(each))) {
        shown.add(tableId(each));
        each = each.parent === null ? undefined : this.#index.tables.get(tableId(each.parent));
      }
    }
    return { hits, shown };
  }
}

function hasParts(kind: string): boolean {
  return kind === 'view' || kind === 'materialized-view';
}

function partCounts(parts: readonly Entry[]): PartCounts {
  const rules = parts.filter(({ selection }) => selection.kind === 'rule').length;
  return { triggers: parts.length - rules, rules };
}

export const groupRowId = (schema: string, of: GroupKind): string => JSON.stringify([schema, '', of]);

/** By its name, or as `schema.name`. */
function isFound(wanted: string, schema: string, name: string): boolean {
  return name.toLowerCase().includes(wanted) || (wanted.includes('.') && displayName({ schema, name }).toLowerCase().includes(wanted));
}
