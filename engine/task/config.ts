import { z } from 'zod';
import { OTHER_KINDS } from '../schema/object.ts';
import { DECODERS } from '../schema/slot.ts';
import type { Text } from '../text.ts';
import { columnSelection } from './column-selection.ts';
import { destinationEndpoint, draftEndpoint, sourceEndpoint } from './endpoint.ts';
import { SLICE_MEGABYTES, SPILL_MEGABYTES, sliceMegabytes, spillMegabytes, streams } from './load-config.ts';
import { operationsConfig } from './operations-config.ts';
import { advancedConfig } from './retry-config.ts';
import { selectdbConfig, selectdbIssues, selectdbTable } from './selectdb-config.ts';
import { changeThrottleConfig, throttleConfig } from './throttle-config.ts';
import { WAL_LIMIT, walLimitConfig } from './wal-limit-config.ts';

export * from './column-selection.ts';
export * from './endpoint.ts';
export * from './retry-config.ts';
export * from './selectdb-config.ts';
export * from './throttle-config.ts';
export * from './wal-limit-config.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** Caption, help and control of a wizard field; the form is rendered from these. */
    label?: Text;
    help?: Text;
    control?: 'text' | 'number' | 'password' | 'select' | 'pem' | 'switch';
    unit?: Text;
    /** It may be changed once the task has begun: it holds at once, or the task's worker begins again at a checkpoint. */
    change?: 'live' | 'restart';
    /** What holds where nothing is said, of a field without a default. */
    standard?: number;
  }
}

export const tableSelection = z.strictObject({
  name: z.string().min(1),
  as: z.string().min(1).optional(),
  /** SQL condition over the table's own columns (dts.md 4.9). */
  where: z.string().min(1).optional(),
  /** Absent: all columns. */
  columns: z.array(columnSelection).min(1).optional(),
  /** Absent: those of its schema. */
  operations: operationsConfig.optional(),
  /** Only into SelectDB. */
  selectdb: selectdbTable.optional(),
});

/** An object that is not a table. Routines and operators are named with their argument types: `f(integer, text)`. */
export const otherSelection = z.strictObject({
  kind: z.enum(OTHER_KINDS),
  name: z.string().min(1),
  /** The table or view a trigger or rule is part of. */
  table: z.string().min(1).optional(),
});

/** Without `tables` and `others` the whole schema is meant, now and later (design section 5). */
export const schemaSelection = z.strictObject({
  schema: z.string().min(1),
  as: z.string().min(1).optional(),
  tables: z.array(tableSelection).min(1).optional(),
  others: z.array(otherSelection).min(1).optional(),
  /** Of its tables that say nothing of their own; absent: those of the task. */
  operations: operationsConfig.optional(),
  /** Only into SelectDB: of its tables, by name, that say nothing of their own; for schemas that are chosen whole. */
  selectdb: z.record(z.string().min(1), selectdbTable).optional(),
});

/** What happens to the case of names on the way (dts.md 4.6). `source`: nothing. */
export const nameCase = z.enum(['default', 'source', 'upper', 'lower']);

/** What of the structure is carried beside the objects themselves. */
export const structureConfig = z.strictObject({
  /** `ALTER … OWNER TO`: the roles must be at the destination. */
  ownership: z
    .boolean()
    .default(false)
    .meta({
      label: { en: 'Ownership', zh: '对象所有者' },
      help: {
        en: 'Each object belongs to the role it belongs to at the source. Without it, the destination account owns everything.',
        zh: '目标库对象的所有者与源库一致。不开启时，所有对象归目标库账号所有。',
      },
      control: 'switch',
    }),
  /** GRANT, REVOKE and default privileges. */
  grants: z
    .boolean()
    .default(false)
    .meta({
      label: { en: 'Grants', zh: '对象授权' },
      help: {
        en: 'Privileges on objects and default privileges. Roles are not made: the precheck lists those that are missing.',
        zh: '迁移对象的授权及默认权限。不会创建角色，缺少的角色将在预检查中列出。',
      },
      control: 'switch',
    }),
  /** Event triggers are of the whole database and chosen one by one. */
  eventTriggers: z.array(z.string().min(1)).default([]),
});

/** Throughput presets (dts.md 7). */
export const instanceClass = z.enum(['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge', 'unlimited']);

/** The last page of the wizard. */
export const startConfig = z.strictObject({
  instanceClass: instanceClass
    .default('unlimited')
    .meta({ label: { en: 'Instance class', zh: '链路规格' }, control: 'select', change: 'live' }),
});

/** How full data is loaded, and what it carries beside the rows of tables. */
export const fullConfig = z.strictObject({
  throttle: throttleConfig.nullable().default(null),
  streams,
  sliceMegabytes,
  /** Large objects (`pg_largeobject`); they are not in the log, so later changes to them are not followed. */
  largeObjects: z
    .boolean()
    .default(false)
    .meta({
      label: { en: 'Large objects', zh: '大对象' },
      help: {
        en: 'All large objects of the source database (pg_largeobject), as they are at the start. Later changes to them are not followed.',
        zh: '迁移源库中全部大对象（pg_largeobject），以任务启动时的内容为准，之后的变更不会同步。',
      },
      control: 'switch',
    }),
});

/** How changes are followed. */
export const incrementalConfig = z.strictObject({
  throttle: changeThrottleConfig.nullable().default(null),
  walLimit: walLimitConfig.default(WAL_LIMIT),
  spillMegabytes,
  /** What reads the log at the source. Absent: pgoutput, which every server from version 10 on has; before there is test_decoding alone. */
  decoder: z
    .enum(DECODERS)
    .optional()
    .meta({
      label: { en: 'Log decoder', zh: '日志解码插件' },
      help: {
        en: 'The output plugin of the replication slot. test_decoding must be installed at the source (contrib), and tells of all tables of the database.',
        zh: '复制槽使用的输出插件。test_decoding 需在源库安装（contrib），且会输出该数据库所有表的变更。',
      },
      control: 'select',
    }),
});

export const NO_STRUCTURE = { ownership: false, grants: false, eventTriggers: [] };
export const NO_FULL = { throttle: null, sliceMegabytes: SLICE_MEGABYTES, largeObjects: false };
export const NO_INCREMENTAL = { throttle: null, walLimit: WAL_LIMIT, spillMegabytes: SPILL_MEGABYTES };
export const NO_START = { instanceClass: 'unlimited' } as const;

export const step = z.enum(['schema', 'full', 'incremental']);

/** A migration ends with a switch of the application; a synchronization is kept up. */
export const taskKind = z.enum(['migration', 'synchronization']);
export type TaskKind = z.infer<typeof taskKind>;

/** How many ends a synchronization has; other shapes come from several tasks (dts.md 1.7). */
const topology = z.literal('one-way');

const taskShape = z.strictObject({
  name: z.string().trim().min(1).max(128),
  kind: taskKind.default('migration'),
  /** Only of a synchronization. */
  topology: topology.optional(),
  source: sourceEndpoint,
  destination: destinationEndpoint,
  types: z.array(step).min(1).default(['schema', 'full', 'incremental']),
  conflictMode: z.enum(['precheck', 'ignore']).default('precheck'),
  nameCase: nameCase.default('source'),
  objects: z.array(schemaSelection).min(1),
  /** Of schemas that say nothing of their own; absent: all of them. */
  operations: operationsConfig.optional(),
  structure: structureConfig.default(NO_STRUCTURE),
  full: fullConfig.default(NO_FULL),
  incremental: incrementalConfig.default(NO_INCREMENTAL),
  advanced: advancedConfig.default({ retryConnectionMinutes: 720, retryOtherMinutes: 10 }),
  start: startConfig.default(NO_START),
  /** Only into SelectDB. */
  selectdb: selectdbConfig.optional(),
  /** Codes of precheck items whose warnings were accepted. */
  accepted: z.array(z.string()).default([]),
});

/**
 * The task document (design section 5): what the wizard edits, the console stores, the command line runs. Unknown keys are
 * refused by path.
 */
export const taskConfig = taskShape.superRefine((config, context) => {
  refuseRepeats(
    config.objects.map((object) => object.schema),
    (index) => context.addIssue({ code: 'custom', path: ['objects', index, 'schema'], message: 'This schema is listed twice' }),
  );
  config.objects.forEach((object, at) => {
    refuseRepeats(
      (object.tables ?? []).map((table) => table.name),
      (index) =>
        context.addIssue({ code: 'custom', path: ['objects', at, 'tables', index, 'name'], message: 'This table is listed twice' }),
    );
  });
  refuseRepeats(config.types, (index) =>
    context.addIssue({ code: 'custom', path: ['types', index], message: 'This type is listed twice' }),
  );
  if (config.kind === 'synchronization' && !config.types.includes('incremental')) {
    context.addIssue({ code: 'custom', path: ['types'], message: 'A synchronization follows changes: incremental cannot be left out' });
  }
  if (config.kind === 'migration' && config.topology !== undefined) {
    context.addIssue({ code: 'custom', path: ['topology'], message: 'Only a synchronization has a topology' });
  }
  for (const issue of selectdbIssues(config)) context.addIssue({ code: 'custom', ...issue });
});

function refuseRepeats(names: readonly string[], refuse: (index: number) => void): void {
  const seen = new Set<string>();
  names.forEach((name, index) => {
    if (seen.has(name)) refuse(index);
    seen.add(name);
  });
}

export type TaskConfig = z.infer<typeof taskConfig>;
export type SchemaSelection = z.infer<typeof schemaSelection>;
export type TableSelection = z.infer<typeof tableSelection>;
export type OtherSelection = z.infer<typeof otherSelection>;
export type NameCase = z.infer<typeof nameCase>;
export type ColumnSelection = z.infer<typeof columnSelection>;

/** A draft is a task document that may still lack parts; every part that is there is of the right shape. */
export const draftConfig = z.strictObject({
  name: z.string().max(128),
  kind: taskKind.default('migration'),
  topology: topology.optional(),
  source: draftEndpoint.optional(),
  destination: draftEndpoint.optional(),
  types: z.array(step).default(['schema', 'full', 'incremental']),
  conflictMode: z.enum(['precheck', 'ignore']).default('precheck'),
  nameCase: nameCase.default('source'),
  objects: z.array(schemaSelection).default([]),
  operations: operationsConfig.optional(),
  structure: structureConfig.default(NO_STRUCTURE),
  full: fullConfig.default(NO_FULL),
  incremental: incrementalConfig.default(NO_INCREMENTAL),
  advanced: z.strictObject({ retryConnectionMinutes: z.number(), retryOtherMinutes: z.number() }).partial().default({}),
  start: startConfig.default(NO_START),
  selectdb: selectdbConfig.optional(),
  accepted: z.array(z.string()).default([]),
});
export type DraftConfig = z.infer<typeof draftConfig>;
