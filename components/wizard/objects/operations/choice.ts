import { listedOperations } from '#components/task/operations.ts';
import type { BoxState } from '#engine/plan/select.ts';
import { heeds, type Operation, type OperationKind, type Operations, operationsOf } from '#engine/schema/operation.ts';

/** Some of the operations chosen, or no longer. */
export function withOperations(operations: Operations, names: readonly Operation[], on: boolean): readonly Operation[] {
  const all = listedOperations(null);
  return all.filter((name) => (names.includes(name) ? on : heeds(operations, name)));
}

export function kindBox(operations: Operations, kind: OperationKind): BoxState {
  const own = operationsOf(kind);
  const chosen = own.filter((name) => heeds(operations, name)).length;
  if (chosen === 0) return 'off';
  return chosen === own.length ? 'on' : 'mixed';
}
