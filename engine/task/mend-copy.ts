import { randomUUID } from 'node:crypto';
import { notCopied } from '../ddl/refused.ts';
import { whyRowsStay } from '../plan/keeps-rows.ts';
import type { CopyAsked, Plan } from '../plan/plan.ts';
import { whyNotCopied } from '../progress/copyable.ts';
import type { TableProgress } from '../progress/progress.ts';
import { displayName, type TableId } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import type { Mending } from './mend.ts';

/** A person wants the rows of one table copied again. */
export function mendingOfCopy(table: TableId): Mending {
  const asked: CopyAsked = { id: randomUUID(), table };
  return {
    action: 'retry',
    event: ({ tables }) => (whyNot(tables[table]) === null ? { kind: 'table', at: Date.now(), id: table, state: 'waiting' } : null),
    refusal: ({ tables }) => {
      const known = tables[table];
      return notCopied(known === undefined ? table : displayName(known.source), whyNot(known) ?? NOT_BEGUN);
    },
    plan: (plan) => {
      const planned = plan.tables.find(({ id }) => id === table);
      // One that came since is looked at where the plan is known as it is by now.
      const why = planned === undefined ? null : whyRowsStay(planned, plan);
      if (planned !== undefined && why !== null) throw notCopied(displayName(planned.source), why);
      return copyAsked(plan, asked);
    },
    message: { kind: 'copy-table', asked },
  };
}

const NOT_BEGUN = text('the task is not running', '任务未在运行');

function whyNot(table: TableProgress | undefined): Text | null {
  return table === undefined ? text('it is no table of the task', '任务中没有该表') : whyNotCopied(table);
}

/** The plan with what was asked, in place of what was asked of the same table before. Pure. */
export function copyAsked(plan: Plan, asked: CopyAsked): Plan {
  return { ...plan, copies: [...(plan.copies ?? []).filter(({ table }) => table !== asked.table), asked] };
}
