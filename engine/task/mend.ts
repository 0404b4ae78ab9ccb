import type { Mend } from '../engine.ts';
import type { Plan } from '../plan/plan.ts';
import type { StructureProgress } from '../progress/progress.ts';

/** The plan with what a person decided about failed statements. Pure. */
export function mended(plan: Plan, mend: Mend): Plan {
  if (mend.action === 'skip') return { ...plan, skipped: [...new Set([...(plan.skipped ?? []), ...mend.statements])] };
  const { statement: id, sql } = mend;
  if (sql === undefined) return plan;
  return { ...plan, statements: plan.statements.map((each) => (each.id === id ? { ...each, sql } : each)) };
}

/** Places in the plan of the statements a mend is about; null when one of them did not fail. */
export function mendedPlaces(mend: Mend, { failed }: StructureProgress): readonly number[] | null {
  const wanted = new Set(mend.action === 'skip' ? mend.statements : [mend.statement]);
  const indexes = failed.filter(({ id }) => wanted.has(id)).map(({ index }) => index);
  return indexes.length === 0 || indexes.length < wanted.size ? null : indexes;
}
