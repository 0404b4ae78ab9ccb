import { EngineError, isEngineError, reportOf } from '../errors.ts';
import { displayName, type TableId, type TableName } from '../schema/table.ts';
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

/** A table is called at the source what another was that waits for a person: nobody could tell their changes apart. */
export function nameWaits({ tag, text: statement }: DdlCommand, from: TableName, to: TableName): EngineError {
  const [was, now] = [displayName(from), displayName(to)];
  return new EngineError({
    code: 'ddl.name-waits',
    message: {
      en: `${tag} makes ${was} at the source ${now}, which is the name of a table that waits for an answer to a statement that the destination refused. The statement: ${shown(statement)}`,
      zh: `源库的 ${tag} 将 ${was} 改名为 ${now}，而同名的表正等待处理被目标库拒绝的语句。语句：${shown(statement)}`,
    },
    hint: {
      en: 'Answer the statement that waits, then resume: the task goes on at its place.',
      zh: '请先处理等待中的语句，然后恢复任务：任务会从原位置继续。',
    },
    retry: 'never',
    side: 'source',
    object: was,
  });
}

/** Classes of SQLSTATE that say something of the moment, not of the statement: another attempt may find it otherwise. */
const OF_THE_MOMENT = /^(08|25|40|53|55|57|58)/;

const NOT_FIT = 'ddl.not-fit';

/** What a table of the destination is by now cannot take the rows of the source. */
export function notFit(table: TableName, why: Text): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: NOT_FIT,
    message: { en: `${name} cannot take the rows of the source: ${why.en}`, zh: `${name} 无法写入源表的数据：${why.zh}` },
    hint: {
      en: 'Put the table in order at the destination, or write statements that do, and run them.',
      zh: '请在目标库中调整该表，或改写语句后重新执行。',
    },
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}

/** The code of what `notCopied` makes. */
export const NOT_COPIED = 'table.not-copied-again';

/** A person wanted the rows of a table copied again, and they are not. `then`: what can be done about it. */
export function notCopied(name: string, why: Text, then: Text | null = null): EngineError {
  return new EngineError({
    code: NOT_COPIED,
    message: { en: `The rows of ${name} are not copied again: ${why.en}`, zh: `未重新复制 ${name} 的数据：${why.zh}` },
    hint: {
      en: `The table stays as it is; nothing was taken from it.${then === null ? '' : ` ${then.en}`}`,
      zh: `该表保持现状，未清除任何数据。${then === null ? '' : then.zh}`,
    },
    retry: 'never',
    object: name,
  });
}

/** What was refused, for who goes on without it. */
export interface Refused {
  readonly object: string;
  /** All that was to be run, as people are shown it. */
  readonly sql: readonly string[];
  /** Whether the rows of all its tables may be taken away and copied again: of some nobody can tell any more which are the task's. */
  readonly reloadable: boolean;
  /** Tables of which it could be done if they had no rows: they are then copied again, as they are at the source by now. Absent: none. */
  readonly anew?: readonly TableId[];
  /** Nothing was refused: rows would have to go that stay, and only a person can say what is to be done instead. */
  readonly stays?: true;
  /** Why other tables cannot go on without its changes. Absent: nothing speaks against it. */
  readonly binds?: Text;
}

/** The destination refused a command, and its transaction is as it was before it: it can go on. */
export class RefusedThere extends EngineError {
  readonly refused: Refused;

  constructor(init: ConstructorParameters<typeof EngineError>[0], refused: Refused) {
    super(init);
    this.refused = refused;
  }
}

/** What failed, when it is for the statement and not for the moment: a person can put in order there what is in the way. */
export function isRefusal(error: unknown): error is EngineError {
  if (!isEngineError(error) || error.connection) return false;
  if (error.code === NOT_FIT || error.code === NOT_COPIED) return true;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && !OF_THE_MOMENT.test(code);
}

/** The whole task waits: why its table cannot do so alone. */
export function waitsWhole(error: RefusedThere, why: Text): EngineError {
  if (error.refused.stays && isEngineError(error.cause)) return error.cause;
  const { code, retry, side, object, cause } = error;
  const { message } = reportOf(error);
  return new EngineError({
    code,
    message,
    hint: {
      en: `The whole task waits, because ${why.en}. Put in order at the destination what is in the way, then resume: the statement is run again at its place.`,
      zh: `整个任务已停止，因为${why.zh}。请在目标库中处理冲突后恢复任务：该语句会在原位置重新执行。`,
    },
    retry,
    side,
    ...(object === null ? {} : { object }),
    cause,
  });
}

/** The command cannot be carried, for rows of the table stay; it may wait alone for what a person does instead. */
export function rowsWouldGo(error: EngineError, refused: Refused): RefusedThere {
  const { message, hint, retry } = reportOf(error);
  const { object } = refused;
  return new RefusedThere(
    { code: 'ddl.refused', message, hint, retry, side: 'destination', object, cause: error },
    { ...refused, stays: true },
  );
}

export function refusedThere({ tag }: DdlCommand, sql: string, error: EngineError, refused: Refused): RefusedThere {
  const { message } = reportOf(error);
  const { object } = refused;
  return new RefusedThere(
    {
      code: 'ddl.refused',
      message: {
        en: `The destination refused ${tag} of ${object}: ${message.en}. The statement: ${shown(sql)}`,
        zh: `目标库拒绝对 ${object} 执行 ${tag}：${message.zh}。语句：${shown(sql)}`,
      },
      hint: {
        en: 'Put in order at the destination what is in the way, then resume: the statement is run again at its place.',
        zh: '请在目标库中处理冲突后恢复任务：该语句会在原位置重新执行。',
      },
      retry: 'never',
      side: 'destination',
      object,
      cause: error,
    },
    refused,
  );
}

function shown(sql: string): string {
  return sql.length > SHOWN ? `${sql.slice(0, SHOWN)}…` : sql;
}
