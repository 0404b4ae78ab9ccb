import { EngineError, reportOf } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import type { Leftover } from '../../../source/source.ts';
import { text } from '../../../text.ts';
import { qualified } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import { type After, NOTHING_AFTER, type StreamState } from '../state.ts';
import { type TakingBack, takeBack } from './undo.ts';

/** What is still to be dropped, or null: the server refuses while loads of a table are being made visible. */
export async function dropAll(session: SelectDbSession, { drops }: After): Promise<After | null> {
  const left: TableName[] = [];
  for (const table of drops) {
    // Into the server's recycle bin.
    const refused = await session.query(dropSql(table), [], displayName(table)).then(
      () => false,
      () => true,
    );
    if (refused) left.push(table);
  }
  return left.length === 0 ? null : { ...NOTHING_AFTER, drops: left };
}

/** For a task that is given up: names are as the checkpoint has them, and nothing of a dropped table stays. */
export async function leaveNames({ undo = [], after }: StreamState, taking: TakingBack): Promise<readonly Leftover[]> {
  await takeBack(undo, taking);
  const left = after === undefined ? null : await dropAll(taking.session, after);
  return (left?.drops ?? []).map((table) => {
    const object = displayName(table);
    const error = new EngineError({
      code: 'table.kept',
      message: text(`The server does not drop ${object} for now`, `服务器暂时无法删除 ${object}`),
      hint: text('Run the statement later.', '请稍后执行该语句。'),
      retry: 'by-hand',
      side: 'destination',
      object,
    });
    return { object, sql: `${dropSql(table)};`, error: reportOf(error) };
  });
}

function dropSql(table: TableName): string {
  return `DROP TABLE IF EXISTS ${qualified(table)}`;
}
