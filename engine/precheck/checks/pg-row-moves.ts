import { heeds } from '../../schema/operation.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { isIncremental, type SelectedTable, selectedTables } from '../selected.ts';

/**
 * The log tells of an UPDATE that moves a row into another partition as a DELETE and an INSERT: where only the second is followed the row
 * is there twice, and nothing in the log says that the two are one.
 */
export const pgRowMoves = defineCheck({
  code: 'PG_ROW_MOVES',
  title: text('Rows That Move between Partitions', '在分区间移动的数据'),
  about: text(
    'Partitioned tables of which INSERT is synchronized but not DELETE: an UPDATE that moves a row is told of as both.',
    '检查同步 INSERT 但不同步 DELETE 的分区表：跨分区移动数据的 UPDATE 在日志中记录为二者。',
  ),
  severity: 'warn',
  when: isIncremental,
  run: async (context) => {
    const selected = await selectedTables(context);
    const named = new Set(selected.filter(doubles).map(({ plan }) => plan.id));
    return selected
      .filter(({ plan, spec }) => named.has(plan.id) && (spec.partitionOf === null || !named.has(tableId(spec.partitionOf))))
      .map(problemOf);
  },
});

function doubles({ plan, spec }: SelectedTable): boolean {
  const isPartitioned = spec.kind === 'partitioned' || spec.partitionOf !== null;
  return isPartitioned && heeds(plan.operations, 'insert') && !heeds(plan.operations, 'delete');
}

function problemOf({ spec }: SelectedTable): Problem {
  const name = displayName(spec);
  return {
    subject: name,
    cause: text(
      `Of ${name} INSERT is synchronized but not DELETE: a row that an UPDATE moves into another partition stays in the old one at the destination and comes into the new one`,
      `${name} 同步 INSERT 但不同步 DELETE：被 UPDATE 移到其他分区的数据在目标库的原分区中保留，并会写入新分区`,
    ),
    fix: text(
      `Synchronize DELETE of ${name} too, or make sure that no UPDATE changes its partition key.`,
      `请同时同步 ${name} 的 DELETE，或确保没有 UPDATE 修改其分区键。`,
    ),
  };
}
