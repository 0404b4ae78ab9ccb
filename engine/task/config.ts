import { z } from 'zod';
import type { Text } from '../text.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** Caption, help and control of a wizard field; the form is rendered from these. */
    label?: Text;
    help?: Text;
    control?: 'text' | 'number' | 'password' | 'select' | 'pem';
    unit?: Text;
  }
}

/** PEM material for TLS; only the modes that need a part ask for it. */
export const tlsConfig = z.strictObject({
  mode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']).default('disable'),
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  passphrase: z.string().optional(),
});

const host = z
  .string()
  .trim()
  .min(1)
  .meta({ label: { en: 'Domain name or IP address', zh: '域名或IP地址' }, control: 'text' });
const port = z
  .number()
  .int()
  .min(1)
  .max(65535)
  .meta({ label: { en: 'Port', zh: '端口' }, control: 'number' });
const database = z
  .string()
  .min(1)
  .meta({ label: { en: 'Database name', zh: '数据库名称' }, control: 'text' });
const user = z
  .string()
  .min(1)
  .meta({ label: { en: 'Database account', zh: '数据库账号' }, control: 'text' });
const password = z.string().meta({ label: { en: 'Database password', zh: '数据库密码' }, control: 'password' });

/** How to reach one PostgreSQL database. */
export const postgresEndpoint = z.strictObject({
  type: z.literal('postgresql'),
  host,
  port: port.default(5432),
  database,
  user,
  password: password.default(''),
  tls: tlsConfig.default({ mode: 'disable' }),
});

/** Every kind of endpoint that can be read from, and written to. A new kind joins its union. */
export const sourceEndpoint = z.discriminatedUnion('type', [postgresEndpoint]);
export const destinationEndpoint = z.discriminatedUnion('type', [postgresEndpoint]);

export const columnSelection = z.strictObject({ name: z.string().min(1), as: z.string().min(1).optional() });

export const tableSelection = z.strictObject({
  name: z.string().min(1),
  as: z.string().min(1).optional(),
  /** SQL condition over the table's own columns (dts.md 4.9). */
  where: z.string().min(1).optional(),
  /** Absent: all columns. */
  columns: z.array(columnSelection).min(1).optional(),
});

export const schemaSelection = z.strictObject({
  schema: z.string().min(1),
  as: z.string().min(1).optional(),
  /** Absent: the whole schema. */
  tables: z.array(tableSelection).min(1).optional(),
});

export const step = z.enum(['schema', 'full', 'incremental']);

/** The two retry windows, in minutes (dts.md 1.2, page 3). */
export const advancedConfig = z
  .strictObject({
    retryConnectionMinutes: z
      .number()
      .int()
      .min(10)
      .max(1440)
      .default(720)
      .meta({
        label: { en: 'Retry Time for Failed Connections', zh: '源库、目标库无法连接后的重试时间' },
        help: { en: '10 to 1,440 minutes. At least 30 is advised.', zh: '取值范围为10~1440分钟，建议设置为30分钟以上。' },
        control: 'number',
        unit: { en: 'minutes', zh: '分钟' },
      }),
    retryOtherMinutes: z
      .number()
      .int()
      .min(1)
      .max(1440)
      .default(10)
      .meta({
        label: { en: 'Retry Time for Other Issues', zh: '源库、目标库出现其他问题后的重试时间' },
        help: {
          en: '1 to 1,440 minutes, less than the time above. More than 10 is advised.',
          zh: '取值范围为1~1440分钟，须小于上一项的取值，建议设置为10分钟以上。',
        },
        control: 'number',
        unit: { en: 'minutes', zh: '分钟' },
      }),
  })
  .refine((value) => value.retryOtherMinutes < value.retryConnectionMinutes, {
    path: ['retryOtherMinutes'],
    message: 'Retry Time for Other Issues must be less than Retry Time for Failed Connections',
  });

const taskShape = z.strictObject({
  name: z.string().trim().min(1).max(128),
  kind: z.literal('migration').default('migration'),
  source: sourceEndpoint,
  destination: destinationEndpoint,
  types: z.array(step).min(1).default(['schema', 'full', 'incremental']),
  conflictMode: z.enum(['precheck', 'ignore']).default('precheck'),
  objects: z.array(schemaSelection).min(1),
  advanced: advancedConfig.default({ retryConnectionMinutes: 720, retryOtherMinutes: 10 }),
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
});

function refuseRepeats(names: readonly string[], refuse: (index: number) => void): void {
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) refuse(index);
  });
}

export type TaskConfig = z.infer<typeof taskConfig>;
export type PostgresEndpoint = z.infer<typeof postgresEndpoint>;
export type SourceEndpoint = z.infer<typeof sourceEndpoint>;
export type DestinationEndpoint = z.infer<typeof destinationEndpoint>;
export type TlsConfig = z.infer<typeof tlsConfig>;
export type SchemaSelection = z.infer<typeof schemaSelection>;
export type TableSelection = z.infer<typeof tableSelection>;
export type ColumnSelection = z.infer<typeof columnSelection>;

/** An endpoint that stands for a connection saved in the console; resolved there before the engine sees it. */
export const savedEndpoint = z.strictObject({ connectionId: z.string().min(1) });
/** Without a default for the password: one that does not come stays the stored one. */
export const draftEndpoint = z.union([savedEndpoint, postgresEndpoint.extend({ password: z.string() }).partial()]);
export type DraftEndpoint = z.infer<typeof draftEndpoint>;

/** A draft is a task document that may still lack parts; every part that is there is of the right shape. */
export const draftConfig = z.strictObject({
  name: z.string().max(128),
  kind: z.literal('migration').default('migration'),
  source: draftEndpoint.optional(),
  destination: draftEndpoint.optional(),
  types: z.array(step).default(['schema', 'full', 'incremental']),
  conflictMode: z.enum(['precheck', 'ignore']).default('precheck'),
  objects: z.array(schemaSelection).default([]),
  advanced: z.strictObject({ retryConnectionMinutes: z.number(), retryOtherMinutes: z.number() }).partial().default({}),
  accepted: z.array(z.string()).default([]),
});
export type DraftConfig = z.infer<typeof draftConfig>;
