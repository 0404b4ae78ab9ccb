import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { isOverlapping, type Meeting, meetings } from '../meeting.ts';
import { unseenTables } from '../overlap.ts';
import { carriesRows, intoPostgres, usesExisting } from '../selected.ts';

/**
 * Several sources into one table: each task finds rows by their keys, whoever brought them. Where a key is in two of them already,
 * PG_KEY_OVERLAP says so; what remains here is that later rows may come to share one, which no look at what is there can tell.
 */
export const pgTableShared = defineCheck({
  code: 'PG_TABLE_SHARED',
  title: text('Destination Tables Written by Other Tasks', '目标表被其他任务写入'),
  about: text(
    'Whether other tasks, or several tables of this one, write into one destination table: rows of one key overwrite each other.',
    '检查是否有其他任务或本任务的多张表写入同一目标表：相同键值的行会互相覆盖。',
  ),
  severity: 'warn',
  when: intoPostgres((config) => carriesRows(config) && usesExisting(config)),
  run: async (context) =>
    (await meetings(context))
      .filter((meeting) => !isOverlapping(meeting))
      .map((meeting) => (meeting.tasks.length > 0 ? shared : merged)(meeting)),
});

function shared(meeting: Meeting): Problem {
  const [tasks, seen] = [meeting.tasks.join(', '), notFound(meeting)];
  return {
    subject: meeting.name,
    cause: text(
      `${meeting.name} at the destination is written by another task as well (${tasks}): where both sources have a row of one key, each overwrites or deletes the other's, and a TRUNCATE of either source removes the rows of both${seen.en}`,
      `目标表 ${meeting.name} 同时被其他任务（${tasks}）写入：若两个源库存在键值相同的行，双方的更新和删除会互相覆盖，任一源库执行TRUNCATE会清空双方的数据${seen.zh}`,
    ),
    fix: text(
      'Map the table to another name. Ignore this if no key is ever in both sources and neither truncates the table; if the other task is over, release it.',
      '请将该表映射为其他名称。若两个源库的键值不会重复且都不会执行TRUNCATE，可忽略该项；若其他任务已结束，请先释放该任务。',
    ),
  };
}

/** Several tables of the task itself. */
function merged(meeting: Meeting): Problem {
  const seen = notFound(meeting);
  return {
    subject: meeting.name,
    cause: text(
      `${meeting.from.join(', ')} all become ${meeting.name}: where two of them have a row of one key, each overwrites or deletes the other's, and a TRUNCATE of one cannot be carried${seen.en}`,
      `${meeting.from.join('、')} 将合并到 ${meeting.name}：若其中两张表存在键值相同的行，双方的更新和删除会互相覆盖；对其中一张表的 TRUNCATE 无法同步${seen.zh}`,
    ),
    fix: text(
      'Map the tables to different names, or ignore this if no key is ever in two of them; leave TRUNCATE out of their SQL operations if they are truncated.',
      '请将这些表映射为不同的名称；若键值不会重复，可忽略该项；若会执行 TRUNCATE，请在 SQL 操作中取消选择。',
    ),
  };
}

/** What was looked at, where something was. */
function notFound({ overlap }: Meeting): Text {
  if (overlap === null) return text('', '');
  const unseen = unseenTables(overlap);
  if (overlap.looked === 0) return unseen;
  return text(
    `. Of ${overlap.looked} keys that were looked at none is in two places now; later rows may be${unseen.en}`,
    `。抽查的 ${overlap.looked} 个键值目前均未重复，但之后写入的行仍可能重复${unseen.zh}`,
  );
}
