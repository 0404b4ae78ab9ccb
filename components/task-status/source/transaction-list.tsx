'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { HoldingTransaction } from '#engine/schema/slot.ts';
import { useNow } from '../use-now.ts';
import { sourceMessages } from './messages.ts';

export interface TransactionListProps {
  readonly transactions: readonly HoldingTransaction[];
  /** When they were told of (ms since 1970). */
  readonly at: number;
  /** They are still open as far as anybody knows. */
  readonly live: boolean;
}

/** Transactions that others wait for, by what a person needs to find and end them. */
export function TransactionList({ transactions, at, live }: TransactionListProps) {
  const m = useMessages(sourceMessages);
  const format = useFormat();
  const now = useNow(live);
  const since = !live || now === null ? 0 : Math.max(0, now - at);
  return (
    <ul className="divide-y rounded-md border">
      {transactions.map((transaction) => (
        <li key={`${transaction.pid} ${transaction.prepared} ${transaction.since}`} className="flex flex-col gap-1 px-3 py-2 text-sm">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="numeric font-medium">
              {transaction.pid === null ? `${m.prepared} ${transaction.prepared ?? ''}` : `${m.process} ${transaction.pid}`}
            </span>
            <Badge tone={transaction.writes ? 'warning' : 'neutral'}>{transaction.writes ? m.writes : m.reads}</Badge>
            <span className="text-muted text-xs">
              {[transaction.user, transaction.application, transaction.database, transaction.state]
                .filter((part) => part !== null && part !== '')
                .join(' · ')}
            </span>
            <span className="numeric ml-auto text-muted text-xs">
              {m.open} {transaction.ageMs === null ? m.hidden : format.duration(transaction.ageMs + since)}
            </span>
          </div>
          {transaction.query !== null && transaction.query !== '' && (
            <code className="line-clamp-2 text-muted text-xs [overflow-wrap:anywhere]">{transaction.query}</code>
          )}
        </li>
      ))}
    </ul>
  );
}
