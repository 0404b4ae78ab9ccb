import { EngineError, isEngineError } from '../errors.ts';
import { displayName, type TableName } from '../schema/table.ts';

const CODE = 'source.text-needed';

/**
 * The log was asked for binary values before the column was known to be of a type whose binary form is not read here. Whoever asks
 * again asks for text, from the last checkpoint on.
 */
export function textNeeded(table: TableName, column: string): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: CODE,
    message: {
      en: `Column ${column} of ${name} is of a type that is followed as text: the log is read again from the last checkpoint`,
      zh: `${name} 的列 ${column} 的类型须以文本形式读取：将从最近检查点重新读取日志`,
    },
    hint: { en: 'Nothing is to be done: the task goes on by itself. Nothing is lost.', zh: '无需处理：任务会自动继续，数据不会丢失。' },
    retry: 'soon',
    side: 'source',
    object: name,
  });
}

export function isTextNeeded(error: unknown): boolean {
  return isEngineError(error) && error.code === CODE;
}
