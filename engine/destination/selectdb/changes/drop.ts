import { EngineError, reportOf } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import type { Leftover } from '../../../source/source.ts';
import { text } from '../../../text.ts';
import { truncateTable } from '../ddl.ts';
import { qualified } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import { type After, type Aside, leftAside, NOTHING_AFTER, type StreamState, together } from '../state.ts';
import { tablesWith } from './aside.ts';
import { dropColumnSql, hasTable, type TakingBack, takeBack } from './undo.ts';

/** Before rows are copied again: what stands in its way is not passed over. */
export async function emptyAll(session: SelectDbSession, { empties }: After): Promise<void> {
  for (const table of empties) if (await hasTable(session, table)) await session.query(truncateTable(table), [], displayName(table));
}

/** What is still to be dropped, or null: the server refuses while loads of a table are being made visible. */
export async function dropAll(session: SelectDbSession, { drops, columns }: After): Promise<After | null> {
  const left: { readonly drops: TableName[]; readonly columns: Aside[] } = { drops: [], columns: [] };
  // Into the server's recycle bin.
  for (const table of drops) if (await isRefused(session, table, dropSql(table))) left.drops.push(table);
  for (const aside of columns)
    for (const table of await tablesWith(session, aside))
      if (await isRefused(session, table, dropColumnSql(table, aside.column))) left.columns.push(aside);
  return left.drops.length + left.columns.length === 0 ? null : { ...NOTHING_AFTER, ...left };
}

async function isRefused(session: SelectDbSession, table: TableName, sql: string): Promise<boolean> {
  return session.query(sql, [], displayName(table)).then(
    () => false,
    () => true,
  );
}

/** For a task that is given up: names are as the checkpoint has them, and nothing that was dropped or put out of the way stays. */
export async function leaveNames({ after, ...names }: StreamState, taking: TakingBack): Promise<readonly Leftover[]> {
  const { session } = taking;
  const { asides } = await takeBack(names, taking);
  const all = together(after, leftAside(asides));
  const left = all === undefined ? null : await dropAll(session, all);
  if (left === null) return [];
  const found: Leftover[] = left.drops.map((table) => leftover(table, dropSql(table)));
  for (const aside of left.columns)
    for (const table of await tablesWith(session, aside)) found.push(leftover(table, dropColumnSql(table, aside.column)));
  return found;
}

function leftover(table: TableName, sql: string): Leftover {
  const object = displayName(table);
  const error = new EngineError({
    code: 'table.kept',
    message: text(`The server does not drop ${object} for now`, `服务器暂时无法删除 ${object}`),
    hint: text('Run the statement later.', '请稍后执行该语句。'),
    retry: 'by-hand',
    side: 'destination',
    object,
  });
  return { object, sql: `${sql};`, error: reportOf(error) };
}

function dropSql(table: TableName): string {
  return `DROP TABLE IF EXISTS ${qualified(table)}`;
}
