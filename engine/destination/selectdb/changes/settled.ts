import { EngineError } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import { sleep } from '../../../sleep.ts';
import { text } from '../../../text.ts';
import { literal, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';

const ASK_AGAIN_MS = 300;

/**
 * A light change is over at once; every other is a job that ALTER does not wait for, and beside which no other may begin. Resolves, once
 * no job is under way, to the number of the last one.
 * @throws EngineError `ddl.cancelled` for one that came after `before`: an older one is none of the caller's.
 */
export async function settled(
  session: SelectDbSession,
  table: TableName,
  { signal, before }: { readonly signal: AbortSignal; readonly before?: string | null },
): Promise<string | null> {
  const sql = `SHOW ALTER TABLE COLUMN FROM ${quote(table.schema)} WHERE TableName = ${literal(table.name)} ORDER BY CreateTime DESC LIMIT 1`;
  while (!signal.aborted) {
    const [job] = await session.query(sql, [], displayName(table));
    const { JobId: id = null, State: state = 'FINISHED', Msg: reason } = job ?? {};
    if (state === 'CANCELLED' && before !== undefined && id !== before) throw cancelled(table, reason ?? '');
    if (state === 'FINISHED' || state === 'CANCELLED') return id;
    await sleep(ASK_AGAIN_MS, signal);
  }
  throw signal.reason;
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
