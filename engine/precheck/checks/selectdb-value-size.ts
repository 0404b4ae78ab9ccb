import type { ExistingTable } from '../../destination/destination.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { type ColumnSpec, displayName, tableId } from '../../schema/table.ts';
import type { LookedAtColumn } from '../../source/source.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { carriesRows, intoSelectDb } from '../selected.ts';

/** For one table, and for all of them together: a person waits. */
const TABLE_MS = 5_000;
const ALL_MS = 20_000;

/** A character of UTF-8. */
const BYTES = 4;
/** Types whose values are never longer; numbers have at most so many digits before and behind the point. */
const NEVER_LONGER: Readonly<Record<string, number>> = { uuid: 36, name: 63, '"char"': 4, numeric: 147_460 };
const SHORT =
  /^(smallint|integer|bigint|oid|real|double precision|boolean|date|money|interval|macaddr8?|inet|cidr|time|timestamp|numeric\(|int[48]range|(num|ts|tstz|date)range|point|box|circle|lseg|line|pg_lsn)/;
const SHORT_BYTES = 600;

/** Servers refuse the row, and with it the load: the task would stop there. What comes later is refused by its row then. */
export const selectdbValueSize = defineCheck({
  code: 'SELECTDB_VALUE_SIZE',
  title: text('Length of Values', '字段值长度'),
  about: text(
    'The longest values of text, JSON and binary columns are measured at the source: SelectDB refuses a row with a value longer than its column, or than the server takes (1 MB before version 4, then 10 MB).',
    '检测源库文本、JSON、二进制列的最长取值：超出目标列长度或服务器上限（4.0之前为1 MB，之后为10 MB）的行会被 SelectDB 拒绝。',
  ),
  severity: 'warn',
  when: intoSelectDb(carriesRows),
  run: async (context) => {
    const [{ plan, catalog }, existing, { textLimit }] = await Promise.all([
      context.prepared(),
      context.existing(),
      context.selectdbFacts(),
    ]);
    const there = new Map(existing.map((table) => [tableId(table), table]));
    const specs = new Map(catalog.tables.map((spec) => [tableId(spec), spec]));
    const problems: Problem[] = [];
    const until = Date.now() + ALL_MS;
    // The small ones first: of them all is known when the time is over.
    for (const table of [...plan.tables].sort((a, b) => a.bytes - b.bytes)) {
      const spec = specs.get(table.id);
      if (spec === undefined || !table.hasRows) continue;
      const columns = lookedAt(table, spec.columns, there.get(tableId(table.destination)), textLimit);
      if (columns.length > 0)
        problems.push(...(await problemsOf(context, { table, columns, forMs: Math.min(TABLE_MS, until - Date.now()) })));
    }
    return problems;
  },
});

/** Columns that may hold what theirs at the destination does not take. */
function lookedAt(
  table: TablePlan,
  specs: readonly ColumnSpec[],
  there: ExistingTable | undefined,
  textLimit: number,
): readonly LookedAtColumn[] {
  return table.columns.flatMap((column) => {
    const spec = specs.find(({ name }) => name === column.source);
    const found = there?.columns.find(({ name }) => name.toLowerCase() === column.destination.toLowerCase());
    const limit = limitOf(found?.type ?? column.type, textLimit);
    if (spec === undefined || limit === null || (mostBytes(spec) ?? Number.POSITIVE_INFINITY) <= limit) return [];
    return [{ name: column.source, type: spec.type, limit }];
  });
}

/** Bytes that a column takes; null for what is no text. */
function limitOf(type: string, textLimit: number): number | null {
  const length = /^(?:var)?char\((\d+)\)/i.exec(type)?.[1];
  if (length !== undefined) return Number(length);
  return /^(string|text|json|jsonb)$/i.test(type) ? textLimit : null;
}

/** Bytes that no value of the type is longer than, as text; null where there is no such number. */
function mostBytes({ type, binary }: ColumnSpec): number | null {
  if (binary === 'enum') return NEVER_LONGER.name ?? null;
  const characters = /^(?:character|bit)(?: varying)?\((\d+)\)$/.exec(type)?.[1];
  if (characters !== undefined) return Number(characters) * BYTES;
  return NEVER_LONGER[type] ?? (SHORT.test(type) && !type.endsWith('[]') ? SHORT_BYTES : null);
}

interface Look {
  readonly table: TablePlan;
  readonly columns: readonly LookedAtColumn[];
  readonly forMs: number;
}

async function problemsOf(context: CheckContext, { table, columns, forMs }: Look): Promise<readonly Problem[]> {
  const name = displayName(table.source);
  const { bytes, unseen } = forMs < 1 ? NOTHING_SEEN : await context.longestValues(table, columns, forMs);
  if (unseen !== null) return [notLookedAt(name, columns, unseen)];
  return columns.flatMap((column) => {
    const longest = bytes.get(column.name) ?? 0;
    if (longest <= column.limit) return [];
    return [
      {
        subject: `${name}.${column.name}`,
        cause: text(
          `${name}.${column.name} holds a value of ${longest} bytes, and SelectDB takes ${column.limit} there: its row would be refused and the table would stop`,
          `${name}.${column.name} 存在长度为 ${longest} 字节的值，而 SelectDB 最多接收 ${column.limit} 字节：该行会被拒绝，该表将停止迁移`,
        ),
        fix: text(
          'Shorten the value, leave the column or, by a filter, its rows out, or take the column out of the key. Where a server takes longer texts (string_type_length_soft_limit_bytes of BE), ignore this.',
          '请缩短该值，或不选择该列，或通过过滤条件排除相应的行，或不将该列作为主键列。如服务器允许更长的文本（BE参数 string_type_length_soft_limit_bytes），可忽略此项。',
        ),
      },
    ];
  });
}

const NOTHING_SEEN = { bytes: new Map<string, number>(), unseen: '' };

function notLookedAt(name: string, columns: readonly LookedAtColumn[], sql: string): Problem {
  const listed = columns.map((column) => `${column.name} (${column.limit})`);
  return {
    subject: name,
    cause: text(
      `${name} was not looked at, for that takes longer than a precheck may: rows with longer values than these would be refused, in bytes: ${listed.join(', ')}`,
      `${name} 数据量较大，未在预检查限定时间内完成检测：超过以下长度（字节）的值所在的行会被拒绝：${listed.join('、')}`,
    ),
    fix: text(
      'Run the statement at the source when it has time, or ignore this if values are never that long; a row that is refused later is told by its key.',
      '请在源库空闲时执行该语句确认；若取值不会达到该长度，可忽略此项。迁移中被拒绝的行会按主键提示。',
    ),
    ...(sql === '' ? {} : { fixSql: `${sql};` }),
  };
}
