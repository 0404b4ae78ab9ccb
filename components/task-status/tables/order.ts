import type { TableState } from '#engine/progress/event.ts';
import type { TableProgress } from '#engine/progress/progress.ts';
import { tableEta } from '#engine/progress/summary.ts';
import { displayName } from '#engine/schema/table.ts';
import type { Sort } from '../use-sort.ts';

type ChangeColumn = 'inserts' | 'updates' | 'deletes' | 'truncates' | 'ddl';
export type TableColumn = 'name' | 'state' | 'rows' | 'size' | 'slices' | 'format' | 'rate' | 'left' | ChangeColumn;

/** What needs attention or moves now comes first. */
const STATE_ORDER: Readonly<Record<TableState, number>> = {
  failed: 0,
  stopped: 1,
  copying: 2,
  waiting: 3,
  copied: 4,
  following: 5,
  skipped: 6,
};

const VALUE: Readonly<Record<Exclude<TableColumn, 'name'>, (table: TableProgress) => number>> = {
  state: (table) => STATE_ORDER[table.state],
  rows: (table) => table.rows,
  size: (table) => table.bytes,
  slices: (table) => table.slices?.total ?? 0,
  format: (table) => (table.format === 'text' ? 1 : 0),
  rate: (table) => table.rate,
  left: (table) => tableEta(table) ?? -1,
  inserts: (table) => table.changes.inserts,
  updates: (table) => table.changes.updates,
  deletes: (table) => table.changes.deletes,
  truncates: (table) => table.changes.truncates ?? 0,
  ddl: (table) => table.changes.ddl ?? 0,
};

const names = new Intl.Collator('en', { numeric: true });

function byName(a: TableProgress, b: TableProgress): number {
  return names.compare(displayName(a.source), displayName(b.source));
}

/** Equal values keep the order of their names, so that live rows do not dance. */
export function ordered(tables: readonly TableProgress[], { key, direction }: Sort<TableColumn>): readonly TableProgress[] {
  const sign = direction === 'asc' ? 1 : -1;
  if (key === 'name') return tables.toSorted((a, b) => sign * byName(a, b));
  const value = VALUE[key];
  return tables.toSorted((a, b) => sign * (value(a) - value(b)) || byName(a, b));
}

export function searched(tables: readonly TableProgress[], search: string): readonly TableProgress[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return tables;
  return tables.filter((table) => `${displayName(table.source)}\n${displayName(table.destination)}`.toLowerCase().includes(wanted));
}
