import type { Carriage, DdlWork } from '../ddl/carriage.ts';
import type { DdlCommand } from '../ddl/structure.ts';
import type { TablePlan } from '../plan/plan.ts';
import { type TableId, tableId } from '../schema/table.ts';

type Work = Pick<Carriage, 'work'>;
type Tables = ReadonlyMap<TableId, TablePlan>;

/** Changes were passed over, so the rows are copied again; those of a table that goes stay what they are, and so do those that stay. */
export function emptied({ work }: Work, mine: Iterable<TablePlan>, aside: readonly TableId[]): readonly DdlWork[] {
  const gone = new Set(work.flatMap((each) => (each.kind === 'drop' ? [each.plan.id] : [])));
  const left = [...mine].filter(({ id, hasRows }) => hasRows && !gone.has(id) && !aside.includes(id));
  return left.map((plan) => ({ kind: 'empty', plan, apart: true }) as const);
}

/** Marks of tables that wait were dealt with when their commands came, but for one whose rows stay and that goes. */
export function withoutMarks({ work }: Work, aside: readonly TableId[]): readonly DdlWork[] {
  return work.map((each) => {
    if (each.kind === 'drop') return aside.includes(each.plan.id) ? each : { ...each, apart: true };
    return each.kind === 'empty' || each.kind === 'rename' ? { ...each, apart: true } : each;
  });
}

/** The marks of those that go, where a person does in the command's place what is to be done. */
export function marksGone({ work }: Work, aside: readonly TableId[]): readonly DdlWork[] {
  return work.flatMap((each) =>
    each.kind === 'drop' && aside.includes(each.plan.id) ? [{ kind: 'forget', plan: each.plan } as const] : [],
  );
}

/** Tables whose rows would have to be copied again, and stay. */
export function rewritten({ work }: Work, aside: readonly TableId[]): readonly TablePlan[] {
  return work.flatMap((each) => (each.kind === 'empty' && aside.includes(each.plan.id) ? [each.plan] : []));
}

/** Followed again, once its rows are copied where they did not stay; one that the destination does not have is passed over for good. */
export function ready({ stopped, ...plan }: TablePlan, { id, stays }: { readonly id: string; readonly stays: boolean }): TablePlan {
  if (stopped === id) return { ...plan, stopped };
  const { reload: _, ...whole } = plan;
  if (stays) return whole;
  return { ...plan, ...(plan.hasRows ? { reload: true } : {}) };
}

/** Tables that a command which has waited is about, and those beside them: what is called as one of it was, and did not wait, is another. */
export function knownTo(command: DdlCommand, others: Tables, mine: Tables): Tables {
  const own = new Set(command.tables.flatMap(({ before }) => (before === null ? [] : [tableId(before)])));
  return new Map([...[...others].filter(([id]) => !own.has(id)), ...mine]);
}
