import { isEdited } from '#engine/plan/select.ts';
import type { SchemaSelection, TaskKind } from '#engine/task/config.ts';

/** So many edited tables DTS takes in one task: it refuses to save more (dts.md 1.6). Here it is only told, for nothing depends on it. */
export const EDITED_LIMIT: Readonly<Record<TaskKind, number>> = { migration: 1_000, synchronization: 5_000 };

/** Tables that were named, filtered, or set otherwise one by one. */
export function countEdited(objects: readonly SchemaSelection[]): number {
  return objects.reduce((sum, { tables = [] }) => sum + tables.filter(isEdited).length, 0);
}
