import { z } from 'zod';

/** What answers are made of. They are open: later versions add names, and a program that reads them must not mind. */
export const text = z.looseObject({ en: z.string(), zh: z.string() }).describe('A sentence in English and in Chinese');
export const moment = z.iso.datetime();

export const errorReport = z.looseObject({
  code: z.string().describe('Stable: `task.not-found`'),
  message: text,
  hint: text.describe('What to do about it'),
  retry: z.enum(['never', 'by-hand', 'soon']),
  side: z.enum(['source', 'destination', 'task']),
  connection: z.boolean(),
  object: z.string().nullable(),
});

export const taskState = z.looseObject({
  name: z.enum(['draft', 'checking', 'blocked', 'ready', 'preparing', 'loading', 'streaming', 'paused', 'failed', 'finished', 'stopped']),
  from: z.enum(['preparing', 'loading', 'streaming']).optional().describe('Of `paused` and `failed`: where it goes on'),
  error: errorReport.optional().describe('Of `failed`'),
});

export const place = z.looseObject({
  connection: z.string().nullable().describe('Name of the saved connection'),
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
  fixSql: z.string().optional().describe('SQL that mends it'),
});

export const finding = z.looseObject({
  code: z.string().describe('Stable: `PG_REPLICA_IDENTITY`'),
  title: text,
  about: text.optional().describe('What was looked at, and why it matters'),
  severity: z.enum(['pass', 'warn', 'fail']).describe('`warn` may be ignored, `fail` may not'),
  accepted: z.boolean(),
  problems: z.array(problem),
});

export const tableName = z.looseObject({ schema: z.string(), name: z.string() });

export const leftover = z.looseObject({ object: z.string(), sql: z.string().describe('SQL that removes it'), error: errorReport });
