import type { ErrorReport } from '../errors.ts';
import { reportOf } from '../errors.ts';
import type { RefusedDdl, RefusedDdls } from '../plan/refused-ddl.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { shownRefused } from '../progress/refused.ts';
import { displayName, type TableName, tableId } from '../schema/table.ts';
import type { Text } from '../text.ts';

const HINT: Text = {
  en: 'Put in order at the destination what is in the way and run it again, change the statements, or skip them: on the status page of the task.',
  zh: '请在任务状态页处理：排除目标库中的冲突后重试、修改语句后执行，或跳过。',
};

/** The error of a refused command, as it is kept with it: the task goes on without it. */
export function reportedRefusal(error: unknown): ErrorReport {
  return { ...reportOf(error), hint: HINT, retry: 'by-hand' };
}

/** All that waits for a person, whenever something of it has changed. */
export function refusedNow(refused: RefusedDdls): TaskEvent {
  return { kind: 'refused', at: Date.now(), refused: shownRefused(refused) };
}

/** Its tables wait; what waits alone is told by itself. */
export function stops({ stops: halts, tables, error, tag, object }: RefusedDdl): readonly TaskEvent[] {
  const { message, code, hint } = error;
  if (halts) return tables.map((id) => ({ kind: 'table', at: Date.now(), id, state: 'stopped', error }));
  const words = { en: `${message.en}. ${tag} waits; ${object} is followed on`, zh: `${message.zh}。${tag} 待处理，${object} 继续同步` };
  return [logged('warn', { code, message: words, hint })];
}

/** A person has dealt with it. */
export function dealtWith({ tag, object, stops: halted, aside }: RefusedDdl, action: 'retry' | 'skip'): TaskEvent {
  const [en, zh] = action === 'skip' ? ['was skipped', '已跳过'] : ['was run at the destination', '已在目标库执行'];
  const more = halted ? (aside === undefined ? COPIED : APPLIED) : { en: '', zh: '' };
  return logged('info', {
    code: `ddl.${action === 'skip' ? 'skipped' : 'mended'}`,
    message: { en: `${tag} of ${object} ${en}${more.en}`, zh: `对 ${object} 的 ${tag} ${zh}${more.zh}` },
  });
}

const COPIED: Text = { en: ': the rows of its table are copied again', zh: '，将重新复制该表数据' };
const APPLIED: Text = { en: ', and with it the changes of its table that were set aside', zh: '，该表暂存的变更也已应用' };

/** The source gave rows other values, and a person something else: nothing will make them the same. */
export function valuesKept(table: TableName): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'ddl.values-kept',
    message: {
      en: `The source wrote rows of ${name} anew, and they are not copied again: at the destination they keep the values that they had, or that your statements gave them`,
      zh: `源库改写了 ${name} 的数据，而该表不会重新复制：目标库中的行保留原值，或您的语句所写入的值`,
    },
    table: tableId(table),
  });
}

/** Columns that the destination was to have and has not, or has as another type. */
export function lacking(table: string, columns: readonly string[]): TaskEvent {
  const list = columns.join(', ');
  return logged('warn', {
    code: 'ddl.columns-left-out',
    message: {
      en: `The destination's ${table} does not have these columns as the source has them, and their values are not carried: ${list}`,
      zh: `目标库的 ${table} 中以下列缺失或类型与源库不一致，其数据不会被同步：${list}`,
    },
  });
}
