import { EngineError } from '../../../errors.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { displayName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';

const hint = text(
  'Run ALTER TABLE … REPLICA IDENTITY FULL on the table at the source, then copy the table again: changes that are in the log already lack the values.',
  '请在源库对该表执行 ALTER TABLE … REPLICA IDENTITY FULL，然后重新迁移该表：日志中已有的变更缺少这些值。',
);

/** The log did not bring a value that is needed here, and nothing here has it. */
export function unsent(table: TablePlan, column: number): EngineError {
  const name = displayName(table.source);
  const { source } = table.columns[column] ?? { source: '' };
  return new EngineError({
    code: 'source.value-unsent',
    message: text(
      `A change of ${name} comes without the value of column ${source}: it is long and did not change, and the destination writes the row anew`,
      `${name} 的一条变更未携带列 ${source} 的值：该值较长且未变化，而目标库需要写入整行`,
    ),
    hint,
    retry: 'by-hand',
    side: 'source',
    object: name,
  });
}

/** The key of the destination is not what the log tells of a row that was changed or deleted. */
export function keyUnsent(table: TablePlan): EngineError {
  const name = displayName(table.source);
  return new EngineError({
    code: 'source.key-unsent',
    message: text(
      `Changes of ${name} do not tell all of the key it has at the destination (${table.key.join(', ')}): its rows cannot be found there`,
      `${name} 的变更未携带目标表的全部主键列（${table.key.join('、')}），无法在目标库中定位对应的行`,
    ),
    hint,
    retry: 'by-hand',
    side: 'source',
    object: name,
  });
}

/** A table of the duplicate model that was there before and lacks what tells a change from a row. */
export function noChangeColumns(table: TablePlan): EngineError {
  const name = displayName(table.destination);
  return new EngineError({
    code: 'table.no-change-columns',
    message: text(
      `${name} keeps every row and lacks the columns _is_deleted, _version and _record_id: changes cannot be told apart in it`,
      `${name} 为 Duplicate 模型且缺少 _is_deleted、_version、_record_id 列，无法区分变更`,
    ),
    hint: text(
      'Add the three columns (INT, BIGINT and BIGINT, NOT NULL DEFAULT "0"), or let the task make the table.',
      '请添加这三列（INT、BIGINT、BIGINT，NOT NULL DEFAULT "0"），或由任务创建该表。',
    ),
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}
