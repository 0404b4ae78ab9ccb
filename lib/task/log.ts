import type { Level } from '#engine/progress/event.ts';
import { displayName } from '#engine/schema/table.ts';
import type { Text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import { Prisma, type LogEntry as Row } from '#prisma/generated/client.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogLine } from './view.ts';

export interface LogQuery extends LogFilter {
  /** Only lines with a smaller `seq`: the page before. */
  readonly before: number | null;
  readonly limit: number;
}

/** Newest first. The index on task and `seq` leads from line to line, and stops when the page is full. */
export async function readLog(taskId: string, { before, limit, ...filter }: LogQuery): Promise<readonly LogLine[]> {
  const conditions = [
    Prisma.sql`task_id = ${taskId}`,
    ...(before === null ? [] : [Prisma.sql`seq < ${BigInt(before)}`]),
    ...conditionsOf(filter),
  ];
  const rows = await metadata().$queryRaw<Row[]>`
    select ${ROW} from log_entry where ${Prisma.join(conditions, ' and ')} order by seq desc limit ${limit}`;
  return rows.map(toLogLine);
}

const ROW = Prisma.sql`seq, task_id as "taskId", at, level, code, message, hint, table_name as "table"`;

/** As people read a line, in both languages (log-filter.ts does the same to lines that come live). */
const SEARCHED = Prisma.sql`concat_ws(chr(10), message ->> 'en', message ->> 'zh', hint ->> 'en', hint ->> 'zh', code,
  (table_name::jsonb ->> 0) || '.' || (table_name::jsonb ->> 1))`;

function conditionsOf({ level, q, from, to }: LogFilter): readonly Prisma.Sql[] {
  const wanted = q.trim();
  return [
    ...(level === null ? [] : [Prisma.sql`level = ${level}`]),
    ...(wanted === '' ? [] : [Prisma.sql`${SEARCHED} ~ ${inAnyCase(wanted)}`]),
    ...(from === null ? [] : [Prisma.sql`at >= to_timestamp(${from / 1_000}::float8)`]),
    ...(to === null ? [] : [Prisma.sql`at < to_timestamp(${to / 1_000}::float8)`]),
  ];
}

/**
 * A regular expression of the store for these words. Each letter names both its cases: lower() and ILIKE know those of ASCII alone
 * where the store was made without a locale, as the embedded one is.
 */
function inAnyCase(words: string): string {
  const each = [...words].map((letter) => {
    const cases = [letter.toLowerCase(), letter.toUpperCase()];
    if (cases[0] === cases[1] || cases.some(({ length }) => length !== letter.length)) return letter.replace(/[!-/:-@[-`{-~]/, '\\$&');
    return `[${cases.join('')}]`;
  });
  return each.join('');
}

/** A stored line as pages and streams carry it. */
export function toLogLine(row: Row): LogLine {
  return {
    seq: Number(row.seq),
    at: row.at.getTime(),
    level: row.level as Level,
    code: row.code,
    message: row.message as unknown as Text,
    hint: row.hint as unknown as Text | null,
    table: row.table === null ? null : tableName(row.table),
  };
}

/** The engine names tables by id: JSON of schema and name. */
function tableName(id: string): string {
  const [schema, name] = JSON.parse(id) as [string, string];
  return displayName({ schema, name });
}

const PAGE = 1_000;

/** The log as lines of text, oldest first, page by page: a long one is never in memory whole. */
export async function* logAsText(taskId: string, locale: keyof Text, filter: LogFilter): AsyncGenerator<string> {
  const chosen = [Prisma.sql`task_id = ${taskId}`, ...conditionsOf(filter)];
  let after = 0n;
  for (;;) {
    const conditions = Prisma.join([...chosen, Prisma.sql`seq > ${after}`], ' and ');
    const rows = await metadata().$queryRaw<Row[]>`select ${ROW} from log_entry where ${conditions} order by seq limit ${PAGE}`;
    for (const row of rows) yield textOf(toLogLine(row), locale);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.seq;
  }
}

function textOf({ at, level, code, message, hint, table }: LogLine, locale: keyof Text): string {
  const head = `${new Date(at).toISOString()} ${level.toUpperCase().padEnd(5)} ${code}`;
  return `${head}${table === null ? '' : ` [${table}]`} ${message[locale]}${hint === null ? '' : ` ${hint[locale]}`}\n`;
}
