import type { DestinationState } from '../destination/destination.ts';
import type { Plan, Statement, TablePlan } from '../plan/plan.ts';
import type { Position } from '../schema/row.ts';
import { isLoaded, viewsOf } from '../schema/slice.ts';
import type { TableId } from '../schema/table.ts';

/** Tables under how many views: after a crash, or a pause, what was not read yet is read under a newer one. */
export interface Views {
  /** The log must be followed to here before all tables are as the source was at one moment; null: they are. */
  readonly meet: Position | null;
  /** Tables that are not even by themselves before that: their slices were read under different views. */
  readonly unsettled: ReadonlySet<TableId>;
  /** The last view that slices of those were read under; from there on only rows that were taken as they are now are ahead. */
  readonly read: Position | null;
}

/** Pure. Without a log nothing meets: a table is then read under one view, or begun anew. */
export function viewsIn({ tables, checkpoint }: DestinationState): Views {
  const seen = new Set<Position>();
  const unsettled = new Set<TableId>();
  let latestRead: Position | null = null;
  for (const [id, load] of tables) {
    const { first, last, read } = viewsOf(load);
    for (const position of [first, last]) if (position !== null) seen.add(position);
    if (first === last || last === null || (checkpoint !== null && checkpoint >= last)) continue;
    unsettled.add(id);
    if (read !== null && (latestRead === null || read > latestRead)) latestRead = read;
  }
  const latest = [...seen].sort().at(-1) ?? null;
  const met = seen.size < 2 || latest === null || (checkpoint !== null && checkpoint >= latest);
  return { meet: met ? null : latest, unsettled, read: latestRead };
}

/** From where the log is applied to each table; none whose rows a command asked for, before they are all there. */
export function firstPositions(tables: readonly TablePlan[], state: DestinationState): ReadonlyMap<TableId, Position | null> {
  // Of one that waits and whose rows stay the changes are kept, whatever it was loaded by.
  const isAside = ({ id, stopped = '' }: TablePlan) => state.overlay?.refused?.get(stopped)?.aside?.now.includes(id) === true;
  const aside = tables.filter((table) => table.hasRows && isAside(table)).map(({ id }) => [id, null] as const);
  return new Map([
    ...aside,
    ...tables
      .filter(({ stopped }) => stopped === undefined)
      .filter(({ id, hasRows, reload }) => hasRows && (reload !== true || isLoaded(state.tables.get(id))))
      .map(({ id }) => {
        const load = state.tables.get(id);
        return [id, load === undefined ? null : viewsOf(load).first] as const;
      }),
  ]);
}

/** Whether slices of it may be kept when the rest is read under a newer view: the log finds its rows by a key that is made in time. */
export function canConverge(table: TablePlan, { steps, statements, skipped = [] }: Plan): boolean {
  if (!steps.includes('incremental') || table.key.length === 0) return false;
  return table.origin === 'existing' || statements.some((each) => makesKey(table, each) && !skipped.includes(each.id));
}

/** Whether the statement is what makes the table's key unique. */
export function makesKey({ id, keyObjects = [] }: TablePlan, { table, part, objectId }: Statement): boolean {
  return table === id && part === 'make' && keyObjects.includes(objectId);
}

/** Tables with rows that are not all there. */
export function unloaded(tables: readonly TablePlan[], state: DestinationState): readonly TablePlan[] {
  return tables.filter(({ id, hasRows, stopped }) => hasRows && stopped === undefined && !isLoaded(state.tables.get(id)));
}
