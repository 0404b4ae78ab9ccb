import { EngineError, reportOf } from '../errors.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { displayName } from '../schema/table.ts';
import { counted } from '../text.ts';

/** *Ignore Errors and Proceed* was chosen; which rows it meant must not stay unsaid. */
export function rowsSkipped(table: TablePlan, count: number): TaskEvent {
  const name = displayName(table.destination);
  return logged('warn', {
    code: 'table.rows-skipped',
    message: {
      en: `${counted(count, 'row')} of ${name} ${count === 1 ? 'was' : 'were'} not written: rows with the same keys are at the destination already and stay as they are`,
      zh: `${name} 有 ${count} 行未写入：目标库中已存在相同键值的行，保持不变`,
    },
    hint: {
      en: 'Compare these rows, or empty the table at the destination and migrate it again.',
      zh: '请核对这些行，或清空目标表后重新迁移。',
    },
    table: table.id,
  });
}

export function unexpected(error: unknown, table: TablePlan): EngineError {
  const { message, hint } = reportOf(error);
  return new EngineError({ code: 'engine.unexpected', message, hint, retry: 'soon', object: displayName(table.source), cause: error });
}

/** Dropped at the source, or renamed, since the plan was made. */
export function tableGone(table: TablePlan): EngineError {
  const name = displayName(table.source);
  return new EngineError({
    code: 'object.missing',
    message: { en: `${name} no longer exists at the source`, zh: `源库中已不存在表 ${name}` },
    hint: {
      en: 'Skip the table, or create it again at the source and retry.',
      zh: '请跳过该表，或在源库重新创建后重试。',
    },
    retry: 'by-hand',
    side: 'source',
    object: name,
  });
}
