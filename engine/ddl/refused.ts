import { EngineError, isEngineError, reportOf } from '../errors.ts';
import { displayName, type TableName } from '../schema/table.ts';
import type { Text } from '../text.ts';
import type { DdlCommand } from './structure.ts';

const SHOWN = 500;

/** A command that cannot be carried exactly stops the task at its place: passed over, it would be missing for good. */
export function notCarried(command: DdlCommand, table: TableName | null, why: Text): EngineError {
  const name = table === null ? 'DDL' : displayName(table);
  const statement = shown(command.text);
  return new EngineError({
    code: 'source.table-changed',
    message: {
      en: `${command.tag} of ${name} at the source cannot be carried: ${why.en}. The statement: ${statement}`,
      zh: `无法同步源库对 ${name} 执行的 ${command.tag}：${why.zh}。语句：${statement}`,
    },
    hint: {
      en: 'Changes before it are applied, none after it. Release this task and migrate again.',
      zh: '该语句之前的变更均已应用，之后的变更均未应用。请释放该任务并重新迁移。',
    },
    retry: 'never',
    side: 'source',
    object: name,
  });
}

/** Classes of SQLSTATE that say something of the moment, not of the statement: another attempt may find it otherwise. */
const OF_THE_MOMENT = /^(08|25|40|53|55|57|58)/;

/** The destination refused it: a person can put in order there what is in the way. */
export function refusedThere(command: DdlCommand, sql: string, error: unknown, object: string): unknown {
  if (!isEngineError(error) || error.connection) return error;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string' || OF_THE_MOMENT.test(code)) return error;
  const { message } = reportOf(error);
  return new EngineError({
    code: 'ddl.refused',
    message: {
      en: `The destination refused ${command.tag} of ${object}: ${message.en}. The statement: ${shown(sql)}`,
      zh: `目标库拒绝对 ${object} 执行 ${command.tag}：${message.zh}。语句：${shown(sql)}`,
    },
    hint: {
      en: 'Put in order at the destination what is in the way, then resume: the statement is run again at its place.',
      zh: '请在目标库中处理冲突后恢复任务：该语句会在原位置重新执行。',
    },
    retry: 'never',
    side: 'destination',
    object,
    cause: error,
  });
}

function shown(sql: string): string {
  return sql.length > SHOWN ? `${sql.slice(0, SHOWN)}…` : sql;
}
