import { z } from 'zod';
import { draftConfig, taskKind } from '#engine/task/config.ts';
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
  percent: z.number().nullable().describe('Of the current step, 0 to 100'),
  tables: z.int(),
  rows: z.int(),
  lagMs: z.number().nullable().describe('Null while no changes are followed'),
  error: errorReport.nullable(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable().describe('When it was finished or stopped for good'),
});

const task = z.looseObject({
  id: z.string(),
  name: z.string(),
  revision: z.string().describe('Names the document as it is'),
  config: draftConfig.loose().describe('The task document, without its secrets'),
  source: place.nullable(),
  destination: place.nullable(),
  state: taskState,
  findings: z.array(finding).nullable().describe('Of the last precheck'),
  checkedAt: moment.nullable(),
  progress: z.looseObject({ steps: z.array(z.looseObject({})), tables: z.record(z.string(), z.looseObject({})) }),
  createdAt: moment,
  updatedAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
});

const logLine = z.looseObject({
  seq: z.int(),
  at: z.number().describe('Milliseconds since 1970'),
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
      .describe('Each field that cannot be used'),
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
    revision: z.string().optional().describe('Of the document, where it was saved'),
  }),
  Checked: z.looseObject({ state: taskState, findings: z.array(finding) }),
  Estimate: z.looseObject({
    tables: z.int(),
    rows: z.int().describe('By the planner’s statistics'),
    unknownTables: z.int().describe('Tables that were never analysed, whose rows are not counted'),
    bytes: z.int(),
    streams: z.int(),
    seconds: z.number().nullable().describe('Null where nothing is known to tell it by'),
    basis: z.enum(['throttle', 'measured', 'unknown']),
  }),
  ObjectsPreview: z.looseObject({
    added: z.array(z.looseObject({ table: tableName, estimatedRows: z.int().optional() })),
    removed: z.array(z.looseObject({ table: tableName })),
    refused: z.array(z.looseObject({ table: tableName, reason: text })).describe('While there is anything, nothing is done'),
    findings: z.array(finding).describe('Of the precheck about what is added, as far as it is no pass'),
  }),
  LogLines: z.array(logLine),
  Released: z.looseObject({ leftovers: z.array(leftover).describe('What could not be removed') }),
  ...TASK_ANSWERS,
  Description: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type AnswerName = keyof typeof ANSWERS;
