import type { DdlMend } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { DdlAnswer, Plan } from '../plan/plan.ts';
import { type Edited, readEdited } from '../postgres/edited.ts';
import type { Progress } from '../progress/progress.ts';
import type { RefusedStatement } from '../progress/refused.ts';
import { displayName, tableId } from '../schema/table.ts';
import type { Mending } from './mend.ts';

/** @throws EngineError `ddl.edit-refused` */
export async function mendingOfDdl(mend: DdlMend): Promise<Mending> {
  const { action, refused, attempt } = mend;
  const edited = mend.action === 'retry' && mend.sql !== undefined ? await readEdited(mend.sql) : null;
  const answer: DdlAnswer = { refused, attempt, action, ...(edited === null ? {} : { sql: edited.statements }) };
  return {
    action,
    event: (progress) => {
      const known = progress.refused?.find((each) => each.id === refused && each.attempt === attempt && each.answer === null);
      if (known === undefined) return null;
      if (edited !== null) checkReach(edited, known, progress.tables);
      const next = progress.refused?.map((each) => (each === known ? { ...each, answer: action } : each)) ?? [];
      return { kind: 'refused', at: Date.now(), refused: next };
    },
    refusal: notRefused,
    plan: (plan) => answered(plan, answer),
    message: { kind: 'answer-ddl', answer },
  };
}

/** The plan with an answer, in place of those that were given to the same command before. Pure. */
export function answered(plan: Plan, answer: DdlAnswer): Plan {
  return { ...plan, answers: [...(plan.answers ?? []).filter(({ refused }) => refused !== answer.refused), answer] };
}

/** Rows and columns of other tables are what the task has brought there, and so are its notes. */
function checkReach({ touched }: Edited, { tables: own }: RefusedStatement, tables: Progress['tables']): void {
  const ids = new Set(Object.values(tables).map(({ destination }) => tableId(destination)));
  for (const { id, destination } of Object.values(tables)) if (own.includes(id)) ids.delete(tableId(destination));
  const lost = touched.find((table) => table.schema === 'opendts' || ids.has(tableId(table)));
  if (lost === undefined) return;
  const name = displayName(lost);
  throw new EngineError({
    code: 'ddl.edit-refused',
    message: {
      en: `These statements reach into ${name}, which the task writes to and which the refused statement was not about`,
      zh: `这些语句涉及 ${name}，该表由任务写入，且与被拒绝的语句无关`,
    },
    hint: {
      en: 'Change only the table of the refused statement, and what is not part of the task (views, for example).',
      zh: '请只修改被拒绝语句所涉及的表，以及不属于该任务的对象（例如视图）。',
    },
    retry: 'never',
    side: 'destination',
    object: name,
  });
}

function notRefused(): EngineError {
  return new EngineError({
    code: 'ddl.not-refused',
    message: { en: 'This statement does not wait for an answer any more', zh: '该语句已不再等待处理' },
    hint: { en: 'Reload the page to see where the task stands now.', zh: '请刷新页面查看任务当前的状态。' },
    retry: 'never',
  });
}
