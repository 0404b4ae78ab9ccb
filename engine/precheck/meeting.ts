import { displayName, tableId } from '../schema/table.ts';
import type { CheckContext } from './check.ts';
import { families } from './families.ts';
import { grouped } from './names.ts';
import { type Overlap, summed } from './overlap.ts';
import { selectedTables } from './selected.ts';

/** A table of the destination that rows come to from several places. */
export interface Meeting {
  readonly name: string;
  /** The tables of this task that go there; of partitions, the one they are of. */
  readonly from: readonly string[];
  /** Other tasks that write to it; none where it is several tables of this one that do. */
  readonly tasks: readonly string[];
  /** Null when no keys were looked at. */
  readonly overlap: Overlap | null;
}

export async function meetings(context: CheckContext): Promise<readonly Meeting[]> {
  const [selected, existing, { there, among }] = await Promise.all([selectedTables(context), context.existing(), context.overlaps()]);
  const writers = new Map(existing.map((table) => [tableId(table), table.tasks ?? []]));
  const tasksOf = (id: string) => writers.get(id) ?? [];
  const merged = grouped(
    selected.filter(({ plan }) => plan.merged === true),
    ({ plan }) => tableId(plan.destination),
  );
  const shared = families(selected.filter(({ plan }) => tasksOf(tableId(plan.destination)).length > 0));
  return [
    ...merged.flatMap(([id, tables]) => {
      const from = tables.map(({ plan }) => displayName(plan.source));
      const [first] = tables;
      return first === undefined ? [] : [{ name: displayName(first.plan.destination), from, tasks: [], overlap: among.get(id) ?? null }];
    }),
    ...shared.map(({ head: { plan }, tables }) => ({
      name: displayName(plan.destination),
      from: [displayName(plan.source)],
      tasks: tasksOf(tableId(plan.destination)),
      overlap: summed(tables.flatMap((table) => there.get(table.plan.id) ?? [])),
    })),
  ];
}

/** Keys were found in several of the places. */
export function isOverlapping({ overlap }: Meeting): boolean {
  return overlap !== null && overlap.found.length > 0;
}
