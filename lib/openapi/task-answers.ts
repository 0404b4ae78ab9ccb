import { z } from 'zod';
import { meaning } from '#lib/meaning.ts';
import { errorReport, finding, moment, tableName, text } from './parts.ts';

const refusedFilter = z.looseObject({
  ok: z.literal(false),
  error: errorReport,
  at: z.number().nullable().meta(meaning('Where in the filter, counted from 0', '在过滤条件中的位置，从 0 开始')),
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
      estimatedRows: z.number().meta(meaning('-1 when never analysed', '从未 ANALYZE 时为 -1')),
      bytes: z.number(),
      hasKey: z.boolean(),
    }),
  ),
  Objects: z.array(
    z.looseObject({
      kind: z.string(),
      schema: z.string().nullable(),
      name: z.string(),
      table: tableName.nullable().meta(meaning('The table it is part of', '所属的表')),
      proposes: z
        .array(z.looseObject({ kind: z.string(), name: z.string() }))
        .meta(meaning('What is likely wanted with it', '可能需要一并选择的对象')),
    }),
  ),
  SchemaHits: z.array(z.looseObject({ schema: z.string(), found: z.int() })),
  Columns: z.array(z.looseObject({ name: z.string(), type: z.string(), key: z.boolean() })),
  Names: z.array(z.string()),
  Designs: z.array(
    z.looseObject({
      source: tableName,
      destination: tableName,
      ddl: z.string().meta(meaning('Empty for a table that cannot be made', '无法创建的表为空')),
    }),
  ),
  FilterVerdict: z.union([z.looseObject({ ok: z.literal(true) }), refusedFilter]),
  FilterCount: z.union([
    z.looseObject({ ok: z.literal(true), rows: z.int().nullable().meta(meaning('Null when it took too long', '统计超时则为 null')) }),
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
    readAt: z.number().meta(meaning('Milliseconds since 1970', '自 1970 年起的毫秒数')),
    totals: z.looseObject({ statements: z.int(), present: z.int(), different: z.int(), leftOut: z.int() }),
    matched: z.int(),
    offset: z.int(),
    items: z.array(z.looseObject({ id: z.string(), kind: z.string(), object: z.string() })),
  }),
  CheckedAgain: z.looseObject({ findings: z.array(finding), at: moment }),
  Limits: z.looseObject({
    throttle: throttle.nullable().meta(meaning('Of full load', '适用于全量数据迁移')),
    streams: z.int(),
    incremental: throttle.nullable(),
    classRows: z
      .number()
      .nullable()
      .meta(meaning('Changed rows a second that the instance class lets through', '链路规格允许的每秒变更行数')),
  }),
  Restarted: z.looseObject({
    restarted: z.boolean().meta(meaning('The task began again at a checkpoint for it', '任务是否为此从检查点重新启动')),
  }),
  Named: z.looseObject({ name: z.string() }),
  Reversed: z.looseObject({
    id: z.string(),
    unfiltered: z.array(z.string()).meta(meaning('Tables whose filter could not be taken over', '过滤条件未能沿用的表')),
  }),
  BatchResults: z.array(z.looseObject({ id: z.string(), error: errorReport.nullable().meta(meaning('Null: done', '为 null 表示已完成')) })),
  Labelled: z.looseObject({ changed: z.int() }),
} as const satisfies Readonly<Record<string, z.ZodType>>;
