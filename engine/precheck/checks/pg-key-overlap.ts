import { displayName } from '../../schema/table.ts';
import type { TaskConfig } from '../../task/config.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { isOverlapping, type Meeting, meetings } from '../meeting.ts';
import { listed } from '../names.ts';
import { exampleKeys, type Overlap, unseenTables } from '../overlap.ts';
import { carriesRows, intoPostgres, isIncremental, usesExisting } from '../selected.ts';

/**
 * Rows of one key from two places. A task that follows changes is refused: a later UPDATE or DELETE of either is done to the other's row,
 * and nobody would know. Whoever means it has ways that are safe: another name, a filter, releasing a task that is over, or doing without
 * the full load of rows that were brought by other means. A task that only copies may go on: the row that is there stays, and those passed
 * over are counted. So may one that meets rows of no task (CHECK_DEST_TABLE_EMPTY): nobody else changes them. And where a task is not to
 * copy rows, its own are expected to be there: what others write is then not looked at.
 */
export const pgKeyOverlap = defineCheck({
  code: 'PG_KEY_OVERLAP',
  title: text('Rows of One Key from Several Places', '多个来源的键值重复'),
  about: text(
    'Whether rows that come into one table from several places have keys in common; a thousand keys of each table are looked at.',
    '检查从多个来源写入同一目标表的行是否存在相同键值（每张表最多抽查一千个键值）。',
  ),
  severity: (config) => (isIncremental(config) ? 'fail' : 'warn'),
  when: intoPostgres((config) => carriesRows(config) && usesExisting(config)),
  run: async (context) =>
    (await meetings(context)).flatMap((meeting) => {
      const { overlap } = meeting;
      if (overlap === null || !isOverlapping(meeting)) return [];
      return [meeting.tasks.length > 0 ? shared(meeting, overlap, context.config) : merged(meeting, overlap, context.config)];
    }),
});

function shared({ name, from, tasks }: Meeting, overlap: Overlap, config: TaskConfig): Problem {
  const [others, source, seen] = [tasks.join(', '), listed(from), figures(overlap)];
  const happens = isIncremental(config)
    ? EACH_OTHERS
    : text('the rows that are there stay, and those of this task are passed over', '目标库已有的行将保留，本任务中键值相同的行不会写入');
  return {
    subject: name,
    cause: text(
      `${name} at the destination is written by another task as well (${others}), and it has rows with keys of ${source.en} already (${seen.en}): ${happens.en}`,
      `目标表 ${name} 同时被其他任务（${others}）写入，且其中已有与 ${source.zh} 键值相同的行（${seen.zh}）：${happens.zh}`,
    ),
    fix: text(
      'Map the table to another name, or leave the rows of these keys out by a filter. If the other task is over, release it. If the rows were brought from this source before: leave Full Data out where they are complete, else remove them at the destination.',
      '请将该表映射为其他名称，或通过过滤条件排除这些键值的行。若其他任务已结束，请先释放该任务。若这些行本就来自该源库：数据完整时可不选择全量，否则请先在目标库删除这些行。',
    ),
  };
}

/** Several tables of the task itself. */
function merged({ name }: Meeting, overlap: Overlap, config: TaskConfig): Problem {
  const [from, seen] = [listed(overlap.tables.map(displayName)), figures(overlap)];
  const happens = isIncremental(config)
    ? EACH_OTHERS
    : text('of the rows of one key only the one that comes first is copied', '键值相同的行中仅先到达的一行会写入');
  return {
    subject: name,
    cause: text(
      `${from.en} become ${name} and have keys in common (${seen.en}): ${happens.en}`,
      `${from.zh} 将合并到 ${name}，且存在相同的键值（${seen.zh}）：${happens.zh}`,
    ),
    fix: text(
      'Map the tables to different names, or leave the rows of these keys out of all of them but one by filters.',
      '请将这些表映射为不同的名称，或通过过滤条件使每个键值的行仅来自其中一张表。',
    ),
  };
}

const EACH_OTHERS: Text = text('each would overwrite and delete the other’s rows', '双方会互相覆盖、删除对方的行');

function figures(overlap: Overlap): Text {
  const [found, examples, unseen] = [overlap.found.length, exampleKeys(overlap), unseenTables(overlap)];
  return text(
    `${found} of ${overlap.looked} keys that were looked at: ${examples}${unseen.en}`,
    `抽查的 ${overlap.looked} 个键值中有 ${found} 个，例如 ${examples}${unseen.zh}`,
  );
}
