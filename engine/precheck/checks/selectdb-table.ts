import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { leftOutProblem } from '../left-out.ts';
import { intoSelectDb, isIncremental } from '../selected.ts';

/** Tables that cannot be made, or written to, with the engine and key they are to have. */
export const selectdbTable = defineCheck({
  code: 'SELECTDB_TABLE',
  title: text('Engine and Key of Destination Tables', '目标表的引擎与主键'),
  about: text(
    'Engine, key and distribution of each table as SelectDB requires them: keys first, of types it takes, unique where rows change.',
    '检查每张表的引擎、主键与分桶列是否符合 SelectDB 的要求。',
  ),
  severity: 'fail',
  when: intoSelectDb(),
  run: async (context) => {
    const { plan } = await context.prepared();
    const made = plan.leftOut.filter(({ kind }) => kind === 'table').map(leftOutProblem);
    return [...made, ...(await existingProblems(context))];
  },
});

/** Tells of a change what it was, in a table that keeps every change. */
const CHANGE_COLUMNS = ['_is_deleted', '_version', '_record_id'];

async function existingProblems(context: CheckContext): Promise<readonly Problem[]> {
  const [{ plan }, existing] = await Promise.all([context.prepared(), context.existing()]);
  const there = new Map(existing.map((table) => [tableId(table), table]));
  return plan.tables.flatMap((table): readonly Problem[] => {
    const found = there.get(tableId(table.destination));
    if (table.origin !== 'existing' || found === undefined || found.kind === 'other') return [];
    const subject = displayName(table.destination);
    if (found.model === null) return [foreignModel(subject)];
    if (table.model?.refused !== undefined) return [{ subject, ...table.model.refused }];
    const { orderedBy } = table.model ?? {};
    if (orderedBy !== undefined && isIncremental(context.config)) return [orderedByOwn(subject, orderedBy)];
    const lacking = CHANGE_COLUMNS.filter((name) => !found.columns.some((column) => column.name === name));
    return table.model?.engine === 'duplicate' && isIncremental(context.config) && lacking.length > 0 ? [unmarked(subject, lacking)] : [];
  });
}

function foreignModel(subject: string): Problem {
  return {
    subject,
    cause: text(
      `${subject} at the destination is of the aggregate model, which adds rows up instead of keeping them`,
      `目标表 ${subject} 为 Aggregate 模型，会聚合而非保留各行`,
    ),
    fix: text(
      'Map the table to another name: only the unique and the duplicate model keep rows.',
      '请将该表映射为其他名称：仅 Unique 与 Duplicate 模型会保留各行。',
    ),
  };
}

function orderedByOwn(subject: string, column: string): Problem {
  return {
    subject,
    cause: text(
      `${subject} at the destination keeps of two rows with one key the one with the higher ${column} (function_column.sequence_col): rows that are deleted at the source, or changed to a lower value, would stay`,
      `目标表 ${subject} 按列 ${column}（function_column.sequence_col）的大小保留同键的行：源库删除的行或该列变小的行会残留`,
    ),
    fix: text(
      'Map the table to another name, or make it again without that property or with function_column.sequence_type = bigint.',
      '请将该表映射为其他名称，或去掉该属性（或改用 function_column.sequence_type = bigint）重建该表。',
    ),
  };
}

function unmarked(subject: string, lacking: readonly string[]): Problem {
  const columns = lacking.join(', ');
  return {
    subject,
    cause: text(
      `${subject} at the destination is of the duplicate model and has no ${columns}: updated and deleted rows could not be told from others`,
      `目标表 ${subject} 为 Duplicate 模型，但缺少列 ${columns}，无法区分更新和删除的行`,
    ),
    fix: text('Run the statement at the destination, or map the table to another name.', '请在目标库执行该语句，或将该表映射为其他名称。'),
    fixSql: `ALTER TABLE ${subject} ${lacking.map((name) => `ADD COLUMN ${name} ${name === '_is_deleted' ? 'INT' : 'BIGINT'} NOT NULL DEFAULT '0'`).join(', ')};`,
  };
}
