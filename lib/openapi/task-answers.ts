import { z } from 'zod';
import { errorReport, finding, moment, tableName, text } from './parts.ts';

const refusedFilter = z.looseObject({
  ok: z.literal(false),
  error: errorReport,
  at: z.number().nullable().describe('Where in the filter, counted from 0'),
});

const throttle = z.looseObject({ rowsPerSecond: z.number().nullable(), megabytesPerSecond: z.number().nullable() });

/** Of what is read of a task's databases, and of what is changed while it goes on. */
export const TASK_ANSWERS = {
  Schemas: z.array(z.looseObject({ name: z.string(), tableCount: z.int() })),
  Tables: z.array(
    z.looseObject({
      schema: z.string(),
      name: z.string(),
      kind: z.enum(['table', 'partitioned', 'partition']),
      parent: tableName.nullable(),
      estimatedRows: z.number().describe('-1 when never analysed'),
      bytes: z.number(),
      hasKey: z.boolean(),
    }),
  ),
  Objects: z.array(
    z.looseObject({
      kind: z.string(),
      schema: z.string().nullable(),
      name: z.string(),
      table: tableName.nullable().describe('The table it is part of'),
      proposes: z.array(z.looseObject({ kind: z.string(), name: z.string() })).describe('What is likely wanted with it'),
    }),
  ),
  SchemaHits: z.array(z.looseObject({ schema: z.string(), found: z.int() })),
  Columns: z.array(z.looseObject({ name: z.string(), type: z.string(), key: z.boolean() })),
  Names: z.array(z.string()),
  Designs: z.array(
    z.looseObject({ source: tableName, destination: tableName, ddl: z.string().describe('Empty for a table that cannot be made') }),
  ),
  FilterVerdict: z.union([z.looseObject({ ok: z.literal(true) }), refusedFilter]),
  FilterCount: z.union([
    z.looseObject({ ok: z.literal(true), rows: z.int().nullable().describe('Null when it took too long') }),
    refusedFilter,
  ]),
  Diagnosis: z.looseObject({
    ok: z.boolean(),
    stages: z.array(
      z.looseObject({
        stage: z.string(),
        state: z.enum(['passed', 'failed', 'skipped']),
        detail: text.nullable(),
        error: errorReport.nullable(),
      }),
    ),
  }),
  StructurePage: z.looseObject({
    origin: z.enum(['preview', 'plan']),
    readAt: z.number().describe('Milliseconds since 1970'),
    totals: z.looseObject({ statements: z.int(), present: z.int(), different: z.int(), leftOut: z.int() }),
    matched: z.int(),
    offset: z.int(),
    items: z.array(z.looseObject({ id: z.string(), kind: z.string(), object: z.string() })),
  }),
  CheckedAgain: z.looseObject({ findings: z.array(finding), at: moment }),
  Limits: z.looseObject({
    throttle: throttle.nullable().describe('Of full load'),
    streams: z.int(),
    incremental: throttle.nullable(),
    classRows: z.number().nullable().describe('Changed rows a second that the instance class lets through'),
  }),
  Restarted: z.looseObject({ restarted: z.boolean().describe('The task began again at a checkpoint for it') }),
  Named: z.looseObject({ name: z.string() }),
  Reversed: z.looseObject({ id: z.string(), unfiltered: z.array(z.string()).describe('Tables whose filter could not be taken over') }),
  BatchResults: z.array(z.looseObject({ id: z.string(), error: errorReport.nullable().describe('Null: done') })),
  Labelled: z.looseObject({ changed: z.int() }),
} as const satisfies Readonly<Record<string, z.ZodType>>;
