import { counted, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { intoPostgres, isIncremental, loadsRows } from '../selected.ts';

/** They belong to the database, not to a schema: columns hold their numbers (type oid, or lo). */
export const pgLargeObjects = defineCheck({
  code: 'PG_LARGE_OBJECTS',
  title: text('Large Objects', '大对象'),
  about: text(
    'Whether the database has large objects. They are not in the log: later changes to them are not followed.',
    '检查数据库中是否有大对象：大对象不在日志中，之后的变更不会同步。',
  ),
  severity: 'warn',
  when: intoPostgres(loadsRows),
  run: async (context) => {
    const { largeObjects, database } = await context.sourceFacts();
    if (largeObjects.count === 0) return [];
    if (!context.config.full.largeObjects) return [notCarried(database, largeObjects.count)];
    return isIncremental(context.config) ? [notFollowed(database, largeObjects.count)] : [];
  },
});

const objects = (count: number): string => counted(count, 'large object');

function notCarried(database: string, count: number): Problem {
  return {
    subject: database,
    cause: text(
      `The source database ${database} holds ${objects(count)} (pg_largeobject) that the task leaves out: columns with their numbers would point to nothing`,
      `源库 ${database} 中有 ${count} 个大对象（pg_largeobject）不会迁移：存有其编号的列在目标库中将没有对应内容`,
    ),
    fix: text(
      'Switch "Large objects" on in Advanced Settings, or ignore this if nothing that is selected uses them.',
      '请在“高级配置”中开启“大对象”；若所选对象未使用大对象，可忽略该项。',
    ),
  };
}

function notFollowed(database: string, count: number): Problem {
  return {
    subject: database,
    cause: text(
      `${database} holds ${objects(count)}, migrated as of the start of the task; changes to them are not in the log, so that later ones are not followed`,
      `${database} 的 ${count} 个大对象按任务启动时的内容迁移；其变更不写入逻辑日志，之后的变更不会同步`,
    ),
    fix: text(
      'Change no large objects until the cut-over, or ignore this if they do not change.',
      '请在切换前不要变更大对象；若其不会变更，可忽略该项。',
    ),
  };
}
