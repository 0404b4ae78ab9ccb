import type { Level } from '#engine/progress/event.ts';
import { displayName } from '#engine/schema/table.ts';
import type { Text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import type { LogEntry as Row } from '#prisma/generated/client.ts';
import type { LogLine } from './view.ts';

export interface LogQuery {
  /** Only lines with a smaller `seq`: the page before. */
  readonly before: number | null;
  readonly level: Level | null;
  readonly limit: number;
}

/** Newest first. */
export async function readLog(taskId: string, { before, level, limit }: LogQuery): Promise<readonly LogLine[]> {
  const rows = await metadata().logEntry.findMany({
    where: { taskId, ...(before === null ? {} : { seq: { lt: BigInt(before) } }), ...(level === null ? {} : { level }) },
    orderBy: { seq: 'desc' },
    take: limit,
  });
  return rows.map(toLogLine);
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

/** The whole log as lines of text, oldest first, page by page: a long one is never in memory whole. */
export async function* logAsText(taskId: string, locale: keyof Text): AsyncGenerator<string> {
  let after = 0n;
  for (;;) {
    const rows = await metadata().logEntry.findMany({ where: { taskId, seq: { gt: after } }, orderBy: { seq: 'asc' }, take: PAGE });
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
