import { z } from 'zod';
import { columnTypeIssues, type TypedColumns } from './column-selection.ts';

/** FE's ports unless told otherwise: MySQL protocol, and HTTP as a self-managed cluster has it (8080 in the cloud). */
export const SELECTDB_PORT = 9030;
export const SELECTDB_HTTP_PORT = 8030;

/** The database that holds the marks of tasks unless another one is named. */
export const SELECTDB_MARKS_DATABASE = 'opendts';

export const selectdbHttpPort = z
  .number()
  .int()
  .min(1)
  .max(65535)
  .meta({
    label: { en: 'HTTP port', zh: 'HTTP端口' },
    help: {
      en: 'Rows are loaded through it (Stream Load). 8030 on a cluster of your own, 8080 in the cloud.',
      zh: '数据通过该端口写入（Stream Load）。自建集群默认为8030，云上实例默认为8080。',
    },
    control: 'number',
  });

/** Where FE answers HTTPS unless told otherwise. */
export const SELECTDB_HTTPS_PORT = 8050;

export const selectdbHttps = z.boolean().meta({
  label: { en: 'HTTPS', zh: 'HTTPS' },
  help: {
    en: 'FE answers HTTPS on the HTTP port (enable_https, port 8050). Its certificate is verified as that of the MySQL port is.',
    zh: 'FE的HTTP端口使用HTTPS（enable_https，默认8050）。证书校验方式与MySQL协议端口一致。',
  },
  control: 'switch',
});

export const selectdbComputeGroup = z
  .string()
  .trim()
  .min(1)
  .meta({
    label: { en: 'Compute cluster', zh: '计算集群' },
    help: {
      en: 'Cloud mode only: the cluster (compute group) that loads run in. Empty: the default one of the account.',
      zh: '仅存算分离模式：执行写入的计算集群。留空则使用账号的默认集群。',
    },
    control: 'text',
  });

/** How one table is made in SelectDB. What is absent is decided from the source's keys. */
export const selectdbTable = z.strictObject({
  engine: z
    .enum(['unique', 'duplicate'])
    .optional()
    .meta({
      label: { en: 'Engine', zh: '引擎' },
      help: {
        en: 'Unique keeps one row of each key. Duplicate keeps every change as a row of its own; a table without a key takes no other.',
        zh: 'Unique 模型每个主键只保留一行；Duplicate 模型把每次变更保存为一行，无主键的表只能选择该模型。',
      },
      control: 'select',
    }),
  /** Source names, in the order the key has. */
  keys: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ label: { en: 'Primary key columns', zh: '主键列' } }),
  /** Source names out of the key; rows with the same values are kept together. */
  distribution: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ label: { en: 'Distribution key', zh: '分布键' } }),
  buckets: z
    .union([z.literal('auto'), z.number().int().min(1)])
    .default('auto')
    .meta({
      label: { en: 'bucket_count', zh: 'bucket_count' },
      help: { en: 'A positive integer, or auto.', zh: '正整数，或 auto。' },
    }),
});

/** How all tables of a task into SelectDB are made and written. */
export const selectdbConfig = z.strictObject({
  /** Absent: 5,000. */
  reservoirMilliseconds: z
    .number()
    .int()
    .min(1_000)
    .max(10_000)
    .optional()
    .meta({
      label: { en: 'selectdb.reservoir.timeout.milliseconds', zh: 'selectdb.reservoir.timeout.milliseconds' },
      help: {
        en: 'How long changes are gathered before they are written: each table is written at most once in that time, unless very much comes. Empty: 5000.',
        zh: '增量数据攒批写入的时间间隔：除非数据量很大，每张表在该间隔内最多写入一次。留空则为5000。',
      },
      control: 'number',
      unit: { en: 'ms', zh: '毫秒' },
      change: 'live',
      standard: 5_000,
    }),
  /** Absent: what the server does by itself. */
  replicationNum: z
    .number()
    .int()
    .min(1)
    .max(32_767)
    .optional()
    .meta({
      label: { en: 'Replicas', zh: '副本数' },
      help: {
        en: 'replication_num of tables that are made; not more than there are backends. Empty: the default of the cluster. The cloud keeps one in any case.',
        zh: '新建表的 replication_num，不能超过存活的BE节点数。留空则使用集群默认值；云上实例固定为1。',
      },
      control: 'number',
    }),
});

export type SelectDbTable = z.infer<typeof selectdbTable>;
export type SelectDbConfig = z.infer<typeof selectdbConfig>;

/** What of a task document goes with SelectDB only, or without it only. */
interface Document {
  readonly destination: { readonly type: string; readonly https?: boolean | undefined; readonly tls: { readonly mode: string } };
  readonly selectdb?: unknown;
  readonly objects: readonly Selected[];
  readonly structure: { readonly ownership: boolean; readonly grants: boolean; readonly eventTriggers: readonly string[] };
  readonly full: { readonly largeObjects: boolean };
}

interface Selected {
  readonly selectdb?: Readonly<Record<string, SelectDbTable>> | undefined;
  readonly tables?: readonly (TypedColumns & { readonly selectdb?: SelectDbTable | undefined })[] | undefined;
}

interface Issue {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Keys that would do nothing with the destination of the document. */
export function selectdbIssues(document: Document): readonly Issue[] {
  return document.destination.type === 'selectdb'
    ? [...postgresOnly(document), ...columnTypeIssues(document.objects), ...withoutTls(document), ...contradictions(document)]
    : selectdbOnly(document);
}

function selectdbOnly({ selectdb, objects }: Document): readonly Issue[] {
  const message = 'Only a task into SelectDB takes this';
  const own = objects.flatMap((object, at) => settings(object, at).map(({ path }) => ({ path, message })));
  const ofSchemas = objects.flatMap((object, at) =>
    object.selectdb === undefined ? [] : [{ path: ['objects', at, 'selectdb'], message }],
  );
  return [...(selectdb === undefined ? [] : [{ path: ['selectdb'], message }]), ...ofSchemas, ...own];
}

function postgresOnly({ structure, full }: Document): readonly Issue[] {
  const message = 'SelectDB has nothing of the kind';
  return [
    ...(structure.ownership ? [{ path: ['structure', 'ownership'], message }] : []),
    ...(structure.grants ? [{ path: ['structure', 'grants'], message }] : []),
    ...(structure.eventTriggers.length > 0 ? [{ path: ['structure', 'eventTriggers'], message }] : []),
    ...(full.largeObjects ? [{ path: ['full', 'largeObjects'], message }] : []),
  ];
}

/** What a certificate has to be is said by the mode of TLS. */
function withoutTls({ destination: { https, tls } }: Document): readonly Issue[] {
  const message = 'HTTPS takes a mode of tls other than disable';
  return https === true && tls.mode === 'disable' ? [{ path: ['destination', 'https'], message }] : [];
}

function contradictions({ objects }: Document): readonly Issue[] {
  const all = objects.flatMap((object, at) => {
    const named = Object.entries(object.selectdb ?? {}).map(([name, value]) => ({ path: ['objects', at, 'selectdb', name], value }));
    return [...named, ...settings(object, at)];
  });
  const twice = (names: readonly string[] = []) => names.some((name, place) => names.indexOf(name) < place);
  return all.flatMap(({ path, value }) => [
    ...(twice(value.keys) ? [{ path: [...path, 'keys'], message: 'A column is listed twice' }] : []),
    ...(twice(value.distribution) ? [{ path: [...path, 'distribution'], message: 'A column is listed twice' }] : []),
  ]);
}

/** What the tables of a selection say of their own. */
function settings({ tables = [] }: Selected, at: number): readonly { readonly path: (string | number)[]; readonly value: SelectDbTable }[] {
  return tables.flatMap(({ selectdb }, index) =>
    selectdb === undefined ? [] : [{ path: ['objects', at, 'tables', index, 'selectdb'], value: selectdb }],
  );
}
