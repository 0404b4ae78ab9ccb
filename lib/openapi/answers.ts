import { z } from 'zod';
import { draftConfig, taskKind } from '#engine/task/config.ts';
import { meaning } from '#lib/meaning.ts';
import { errorReport, finding, leftover, moment, place, problem, tableName, taskState, text } from './parts.ts';
import { TASK_ANSWERS } from './task-answers.ts';

const taskRow = z.looseObject({
  id: z.string(),
  name: z.string(),
  kind: taskKind,
  state: taskState,
  types: z.array(z.string()),
  source: place.nullable(),
  destination: place.nullable(),
  percent: z.number().nullable().meta(meaning('Of the current step, 0 to 100', '当前步骤的进度，0 至 100')),
  tables: z.int(),
  rows: z.int(),
  lagMs: z.number().nullable().meta(meaning('Null while no changes are followed', '未同步增量变更时为 null')),
  error: errorReport.nullable(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable().meta(meaning('When it was finished or stopped for good', '任务完成或结束的时间')),
});

const task = z.looseObject({
  id: z.string(),
  name: z.string(),
  revision: z.string().meta(meaning('Names the document as it is', '标识文档当前的版本')),
  config: draftConfig.loose().meta(meaning('The task document, without its secrets', '任务文档，不含密码等机密信息')),
  source: place.nullable(),
  destination: place.nullable(),
  state: taskState,
  findings: z.array(finding).nullable().meta(meaning('Of the last precheck', '来自最近一次预检查')),
  checkedAt: moment.nullable(),
  progress: z.looseObject({ steps: z.array(z.looseObject({})), tables: z.record(z.string(), z.looseObject({})) }),
  createdAt: moment,
  updatedAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
});

const logLine = z.looseObject({
  seq: z.int(),
  at: z.number().meta(meaning('Milliseconds since 1970', '自 1970 年起的毫秒数')),
  level: z.enum(['info', 'warn', 'error']),
  code: z.string(),
  message: text,
  hint: text.nullable(),
  table: z.string().nullable(),
});

/**
 * What the public routes answer with: the schemas of the description, by the name they are referred to. `openapi.db.test.ts` holds the
 * answers of a real console to them.
 */
export const ANSWERS = {
  Text: text,
  Error: errorReport,
  Refusal: z.looseObject({
    error: errorReport,
    issues: z
      .array(z.looseObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta(meaning('Each field that cannot be used', '无法使用的各个字段')),
  }),
  TaskState: taskState,
  Place: place,
  Problem: problem,
  Finding: finding,
  TaskRow: taskRow,
  TaskRows: z.array(taskRow),
  Task: task,
  Created: z.looseObject({ id: z.string() }),
  StateReached: z.looseObject({
    state: taskState,
    revision: z.string().optional().meta(meaning('Of the document, where it was saved', '已保存文档的版本')),
  }),
  Checked: z.looseObject({ state: taskState, findings: z.array(finding) }),
  Estimate: z.looseObject({
    tables: z.int(),
    rows: z.int().meta(meaning('By the planner’s statistics', '来自查询规划器的统计信息')),
    unknownTables: z
      .int()
      .meta(meaning('Tables that were never analysed, whose rows are not counted', '从未 ANALYZE 的表的数量，其行数未计入')),
    bytes: z.int(),
    streams: z.int(),
    seconds: z.number().nullable().meta(meaning('Null where nothing is known to tell it by', '无依据可估算时为 null')),
    basis: z.enum(['throttle', 'measured', 'unknown']),
  }),
  ObjectsPreview: z.looseObject({
    added: z.array(z.looseObject({ table: tableName, estimatedRows: z.int().optional() })),
    removed: z.array(z.looseObject({ table: tableName })),
    refused: z
      .array(z.looseObject({ table: tableName, reason: text }))
      .meta(meaning('While there is anything, nothing is done', '只要有内容，就不会执行任何操作')),
    findings: z
      .array(finding)
      .meta(meaning('Of the precheck about what is added, as far as it is no pass', '关于新增对象的预检查中未通过的项')),
  }),
  LogLines: z.array(logLine),
  Released: z.looseObject({ leftovers: z.array(leftover).meta(meaning('What could not be removed', '未能清除的内容')) }),
  ...TASK_ANSWERS,
  Description: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type AnswerName = keyof typeof ANSWERS;
