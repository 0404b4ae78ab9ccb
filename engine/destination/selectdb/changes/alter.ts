import { EngineError } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import { sleep } from '../../../sleep.ts';
import { text } from '../../../text.ts';
import { literal, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import type { CarriedStatement } from './carry.ts';

const ASK_AGAIN_MS = 300;

/**
 * Runs statements that change tables, each once its table's last change is over, and waits until it is over itself. One that was run
 * before a kill is passed over: the column is there, or gone, already.
 */
export async function runAlterations(
  session: SelectDbSession,
  statements: readonly CarriedStatement[],
  signal: AbortSignal,
): Promise<void> {
  for (const { table, sql, column } of statements) {
    const name = table.destination;
    if (column !== null && (await hasColumn(session, name, column.name)) === column.added) continue;
    if (/^\s*ALTER\s/i.test(sql)) await settled(session, name, signal);
    await session.query(sql, [], displayName(name));
    if (/^\s*ALTER\s/i.test(sql)) await settled(session, name, signal);
  }
}

async function hasColumn(session: SelectDbSession, { schema, name }: TableName, column: string): Promise<boolean> {
  const sql = 'select COLUMN_NAME from `information_schema`.`columns` where TABLE_SCHEMA = ? and TABLE_NAME = ?';
  const rows = await session.query(sql, [schema, name], `${schema}.${name}`);
  return rows.some(({ COLUMN_NAME }) => COLUMN_NAME?.toLowerCase() === column.toLowerCase());
}

/** A light change is over at once; every other is a job that ALTER does not wait for, and beside which no other may begin. */
async function settled(session: SelectDbSession, table: TableName, signal: AbortSignal): Promise<void> {
  const sql = `SHOW ALTER TABLE COLUMN FROM ${quote(table.schema)} WHERE TableName = ${literal(table.name)} ORDER BY CreateTime DESC LIMIT 1`;
  while (!signal.aborted) {
    const [job] = await session.query(sql, [], displayName(table));
    const state = job?.State ?? 'FINISHED';
    if (state === 'FINISHED') return;
    if (state === 'CANCELLED') throw cancelled(table, job?.Msg ?? '');
    await sleep(ASK_AGAIN_MS, signal);
  }
  signal.throwIfAborted();
}

function cancelled(table: TableName, reason: string): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'ddl.cancelled',
    message: text(`SelectDB has given up the change of ${name}: ${reason}`, `SelectDB 取消了对 ${name} 的结构变更：${reason}`),
    hint: text('Make the change at the destination by hand, then resume.', '请在目标库手动完成该变更后恢复任务。'),
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}
