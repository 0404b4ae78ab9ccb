import { z } from 'zod';
import { meaning } from '#lib/meaning.ts';

/** What answers are made of. They are open: later versions add names, and a program that reads them must not mind. */
export const text = z
  .looseObject({ en: z.string(), zh: z.string() })
  .meta(meaning('A sentence in English and in Chinese', '一句话的英文与中文版本'));
export const moment = z.iso.datetime();

export const errorReport = z.looseObject({
  code: z.string().meta(meaning('Stable: `task.not-found`', '固定不变，例如 `task.not-found`')),
  message: text,
  hint: text.meta(meaning('What to do about it', '处理建议')),
  retry: z.enum(['never', 'by-hand', 'soon']),
  side: z.enum(['source', 'destination', 'task']),
  connection: z.boolean(),
  object: z.string().nullable(),
});

export const taskState = z.looseObject({
  name: z.enum(['draft', 'checking', 'blocked', 'ready', 'preparing', 'loading', 'streaming', 'paused', 'failed', 'finished', 'stopped']),
  from: z
    .enum(['preparing', 'loading', 'streaming'])
    .optional()
    .meta(meaning('Of `paused` and `failed`: where it goes on', '状态为 `paused` 或 `failed` 时：将从何处继续')),
  error: errorReport
    .optional()
    .meta(meaning('Of `failed`, and of `paused` where the task paused by itself: why', '状态为 `failed` 时，或任务自动暂停时：原因')),
});

export const place = z.looseObject({
  connection: z.string().nullable().meta(meaning('Name of the saved connection', '已保存连接的名称')),
  type: z.string(),
  host: z.string(),
  port: z.int(),
  database: z.string(),
  user: z.string(),
});

export const problem = z.looseObject({
  subject: z.string(),
  cause: text,
  fix: text,
  fixSql: z.string().optional().meta(meaning('SQL that mends it', '用于修复的 SQL')),
});

export const finding = z.looseObject({
  code: z.string().meta(meaning('Stable: `PG_REPLICA_IDENTITY`', '固定不变，例如 `PG_REPLICA_IDENTITY`')),
  title: text,
  about: text.optional().meta(meaning('What was looked at, and why it matters', '检查的内容及其重要性')),
  severity: z.enum(['pass', 'warn', 'fail']).meta(meaning('`warn` may be ignored, `fail` may not', '`warn` 可以忽略，`fail` 不可忽略')),
  accepted: z.boolean(),
  problems: z.array(problem),
});

export const tableName = z.looseObject({ schema: z.string(), name: z.string() });

export const leftover = z.looseObject({
  object: z.string(),
  sql: z.string().meta(meaning('SQL that removes it', '用于清除的 SQL')),
  error: errorReport,
});
