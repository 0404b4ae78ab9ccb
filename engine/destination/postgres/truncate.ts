import { qualified } from '../../postgres/quote.ts';
import { tableId } from '../../schema/table.ts';
import { rowsOf, type TargetTable } from './statements.ts';

/**
 * All tables in one statement: foreign keys between them then do not refuse it. It is refused for a key of a table that is not among them,
 * rows or no rows, as at the source it was not: there that one was truncated with them, and here it waits, or has had its turn. Rows of such
 * a table are deleted, where the session's keys have nothing to say to that; where they have, the server says so.
 */
export function truncateStatements(tables: readonly TargetTable[], restartIdentity: boolean): readonly string[] {
  const together = freeOfOthers(tables);
  const apart = tables.filter((table) => !together.includes(table));
  if (apart.some(({ referred }) => referred?.by.some(({ isQuiet }) => !isQuiet))) return [truncate(tables, restartIdentity)];
  return [
    ...(together.length === 0 ? [] : [truncate(together, restartIdentity)]),
    ...apart.flatMap((table) => [`delete from ${rowsOf(table)}`, ...(restartIdentity ? restarts(table) : [])]),
  ];
}

/** Those to which no table refers that is not among them itself. */
function freeOfOthers(tables: readonly TargetTable[]): readonly TargetTable[] {
  const ids = new Set(tables.map(({ destination }) => tableId(destination)));
  const free = tables.filter(({ referred }) => referred?.by.every(({ from }) => from.some((id) => ids.has(id))) ?? true);
  return free.length === tables.length ? free : freeOfOthers(free);
}

function truncate(tables: readonly TargetTable[], restartIdentity: boolean): string {
  return `truncate ${tables.map(rowsOf).join(', ')}${restartIdentity ? ' restart identity' : ''}`;
}

/** As TRUNCATE does it, and undone with the transaction as well. */
function restarts({ referred }: TargetTable): readonly string[] {
  return referred?.sequences.map((sequence) => `alter sequence ${qualified(sequence)} restart`) ?? [];
}
