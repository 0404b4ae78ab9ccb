import { EngineError } from '../errors.ts';
import { text } from '../text.ts';
import { displayName, type TableName } from './table.ts';

/** Something would have more characters than a string can have here. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && error.code === 'ERR_STRING_TOO_LONG') || (error instanceof RangeError && error.message.includes('string length'))
  );
}

/** A row of a table that waits for a person, and whose rows stay. */
export function rowTooLarge(table: TableName, cause?: unknown): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'apply.row-too-large',
    message: text(
      `A row of ${name} was changed that is too large to be set aside while the table waits`,
      `${name} 等待处理期间有一行发生变更，该行过大，无法暂存`,
    ),
    hint: text(
      'Deal with the statement that the table waits for: the task then goes on from this change.',
      '请先处理该表等待的语句，任务随后会从该变更继续。',
    ),
    retry: 'by-hand',
    side: 'task',
    object: name,
    cause,
  });
}
