import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { logInsertEnd } from '../../postgres/before-10.ts';
import { isWanted, keyTypes, wantedKeys } from '../../postgres/keys.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query, type TextRow } from '../../postgres/query.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import { type Position, type TransactionNumber, type Tuple, valueAt } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';

/**
 * The rows that have these keys now. The position is read after them, where the log is being written: a commit may be seen before it
 * is on disk, and must not lie behind the position.
 */
export async function rowsNow(
  client: pg.ClientBase,
  table: TablePlan,
  keys: readonly Tuple[],
): Promise<{ readonly rows: readonly Tuple[]; readonly position: Position }> {
  const scope = { side: 'source', object: displayName(table.source) } as const;
  const version = await readVersion(client, scope);
  const found = await find(client, table, keys);
  const [end] = await query(client, scope, `select ${logInsertEnd(version)} as lsn`);
  const rows = found.map((row) => table.columns.map((_, index): string | null => row[`c${index}`] ?? null));
  return { rows, position: fromLsn(need(end?.lsn)) };
}

/**
 * Whether everybody sees by now what these transactions did. A commit is in the log, and comes through the stream, before others see
 * it; with a synchronous standby long before. A standby tells of nothing in its log before it shows it.
 */
export async function sees(client: pg.ClientBase, numbers: readonly TransactionNumber[]): Promise<boolean> {
  const sql = 'select case when not pg_is_in_recovery() then txid_current_snapshot() end as seen';
  const [row] = await query(client, { side: 'source' }, sql);
  if (row?.seen === null || row?.seen === undefined) return true;
  const [, end = '0', open = ''] = row.seen.split(':');
  const low = (txid: string) => Number(BigInt.asUintN(32, BigInt(txid)));
  const running = new Set(
    open
      .split(',')
      .filter((txid) => txid !== '')
      .map(low),
  );
  return numbers.every((number) => !running.has(number) && ((number - low(end)) | 0) < 0);
}

async function find(client: pg.ClientBase, table: TablePlan, keys: readonly Tuple[]): Promise<readonly TextRow[]> {
  const scope = { side: 'source', object: displayName(table.source) } as const;
  const types = await keyTypes(client, scope, table.source, table.key);
  if (types.size === 0) return [];
  const columns = table.columns.map(({ source }, index) => `t.${quote(source)} as c${index}`).join(', ');
  return query(
    client,
    scope,
    `select ${columns} from ${wantedKeys(table.key.length)} join only ${qualified(table.source)} as t on ${isWanted(table.key, types, 't.')}`,
    table.key.map((_, index) => keys.map((key) => valueAt(key, index) ?? null)),
  );
}
