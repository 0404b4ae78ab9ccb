import { EngineError } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import type { SelectDbEndpoint } from '../../../task/config.ts';
import { text } from '../../../text.ts';
import { ask } from './request.ts';

interface Rejected {
  /** What the server says of the first row it refused. */
  readonly reason: string;
  readonly column: string | null;
  /** The row, as it was sent. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

const COLUMN = [/column_name\[([^\]]*)\]/, /column\(([^)]*)\)/, /column ['"`]([^'"`]*)['"`]/];
/** Of a value that a person is shown. */
const MOST_SHOWN = 120;

/** Pure: the first row of an error log (`Reason: …. src line [ … ];`, or the words that came with the answer). */
export function readRejected(log: string): Rejected {
  const line = log.split('\n').find((each) => each.includes('Reason:')) ?? log;
  const [before = '', after] = line.split(/\.?\s*src line\s*:?\s*\[/, 2);
  const reason = before.replace(/^.*?Reason:\s*/, '').trim();
  const column = COLUMN.map((pattern) => pattern.exec(reason)?.[1]).find((name) => name !== undefined) ?? null;
  return { reason, column, row: after === undefined ? null : rowIn(after.replace(/\];?\s*$/, '').trim()) };
}

function rowIn(line: string): Rejected['row'] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * Why the server refused rows, with the first of them: its key, the column and the value. The log is at the backend that took the rows and
 * may not be reachable: then what came with the answer has to do.
 */
export async function rejectedRows(
  endpoint: Pick<SelectDbEndpoint, 'tls'>,
  table: TableName,
  key: readonly string[],
  answer: { readonly reason: string; readonly url: string | null; readonly first: string | null },
): Promise<EngineError> {
  const log = answer.url === null ? null : await fetchLog(endpoint, answer.url);
  const { reason, column, row } = readRejected(log ?? answer.first ?? answer.reason);
  const name = displayName(table);
  const where = row === null || key.length === 0 ? '' : key.map((each) => `${each}=${shown(row[each])}`).join(', ');
  const value = row === null || column === null || !(column in row) ? '' : ` = ${shown(row[column])}`;
  const what = column === null ? '' : `${column}${value}`;
  const en = [where === '' ? 'A row' : `The row with ${where}`, what === '' ? '' : `(${what})`].filter((part) => part !== '').join(' ');
  const zh = [where === '' ? '有一行数据' : `${where} 的行`, what === '' ? '' : `（${what}）`].join('');
  return new EngineError({
    code: 'load.rows-refused',
    message: text(`${en} is refused by ${name}: ${reason || answer.reason}`, `${zh}被 ${name} 拒绝：${reason || answer.reason}`),
    hint: text(
      'Nothing of this load was written. Change the value at the source, widen the column at the destination, or leave the row or column out, and resume.',
      '本次导入未写入任何数据。请修改源库中的值、放宽目标列，或在迁移对象中排除该行或该列，然后恢复任务。',
    ),
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}

async function fetchLog(endpoint: Pick<SelectDbEndpoint, 'tls'>, address: string): Promise<string | null> {
  if (!URL.canParse(address)) return null;
  const reply = await ask(endpoint, new URL(address)).catch(() => null);
  return reply?.status === 200 && reply.text.includes('Reason') ? reply.text : null;
}

function shown(value: unknown): string {
  const written = value === null || value === undefined ? 'NULL' : String(value);
  return written.length > MOST_SHOWN ? `${written.slice(0, MOST_SHOWN)}…` : written;
}
