import type { Statement, TablePlan } from '../../../plan/plan.ts';
import type { TableId } from '../../../schema/table.ts';

/**
 * The index that takes longest must not be the last to begin; of one table the key first, for it has the table to itself while it is
 * made. What requires what is kept by `requires`.
 */
export function largestFirst(statements: readonly Statement[], plans: ReadonlyMap<TableId, TablePlan>): readonly Statement[] {
  const plan = ({ table }: Statement) => (table === null ? undefined : plans.get(table));
  const bytes = (statement: Statement): number => plan(statement)?.bytes ?? 0;
  const isKey = (statement: Statement): boolean => plan(statement)?.keyObjects?.includes(statement.objectId) === true;
  const turn = (statement: Statement): number => (isKey(statement) ? 0 : statement.kind === 'constraint' ? 1 : 2);
  const isBuilt = ({ kind, part }: Statement): boolean => part === 'make' && (kind === 'constraint' || kind === 'index');
  return [
    ...statements.filter(isBuilt).sort((a, b) => bytes(b) - bytes(a) || turn(a) - turn(b)),
    ...statements.filter((statement) => !isBuilt(statement)),
  ];
}
