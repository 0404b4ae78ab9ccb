import type { TransactionNumber } from '../schema/row.ts';
import type { Source } from '../source/source.ts';

const INTERVAL_MS = 10;

/**
 * Rows as they are now once everybody at the source sees what the transactions did: a row that is taken before what the log says of it
 * would undo that.
 */
export function rowsSeen(
  { source, signal }: { readonly source: Pick<Source, 'sees' | 'rowsNow'>; readonly signal: AbortSignal },
  numbers: readonly TransactionNumber[],
): Pick<Source, 'rowsNow'> {
  return {
    rowsNow: async (table, keys) => {
      while (!(await source.sees(numbers))) {
        signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
      }
      return source.rowsNow(table, keys);
    },
  };
}
