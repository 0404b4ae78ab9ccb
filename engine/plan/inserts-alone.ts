import { heeds } from '../schema/operation.ts';
import type { TablePlan } from './plan.ts';

/** Neither UPDATE nor DELETE is followed for them. */
export function heedsNoOldRow(operations: TablePlan['operations']): boolean {
  return !heeds(operations, 'update') && !heeds(operations, 'delete');
}

/**
 * Whether nothing but new rows of the table is asked of the log. With a key it is more: where its slices were read under several views,
 * all changes between those make its rows whole (Passing).
 */
export function insertsAlone({ key, operations }: Pick<TablePlan, 'key' | 'operations'>): boolean {
  return key.length === 0 && heedsNoOldRow(operations);
}
