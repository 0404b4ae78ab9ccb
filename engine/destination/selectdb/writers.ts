import { type TableId, tableId } from '../../schema/table.ts';
import type { ExistingTable } from '../destination.ts';
import type { Marks } from './marks.ts';
import type { SliceState } from './state.ts';

/** With the other tasks that have loaded rows into them: each slice says where it went. */
export async function withWriters(found: readonly ExistingTable[], marks: Pick<Marks, 'readOthers'>): Promise<readonly ExistingTable[]> {
  if (found.length === 0) return found;
  const writers = loadedBy(await marks.readOthers('slice'));
  return found.map((table) => {
    const tasks = writers.get(tableId(table));
    return tasks === undefined ? table : { ...table, tasks: [...tasks].sort() };
  });
}

function loadedBy(slices: Awaited<ReturnType<Marks['readOthers']>>): ReadonlyMap<TableId, ReadonlySet<string>> {
  const writers = new Map<TableId, Set<string>>();
  for (const { task, value } of slices) {
    const id = tableId((JSON.parse(value) as Pick<SliceState, 'table'>).table);
    writers.set(id, (writers.get(id) ?? new Set()).add(task));
  }
  return writers;
}
