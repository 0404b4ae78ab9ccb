'use client';

import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import type { BatchSize } from '#engine/progress/event.ts';
import type { Stream } from '#engine/progress/stream.ts';
import { incrementalMessages } from './messages.ts';

/** How changes reach the destination: so many together, so many in all. */
export function FiguresCard({ stream, stale }: { readonly stream: Stream | null; readonly stale: boolean }) {
  const m = useMessages(incrementalMessages);
  const format = useFormat();
  const { last = null, typical = null } = stream?.batch ?? {};
  const rows = (size: BatchSize | null) => (size === null ? '–' : m.rows(few(size.rows, format.rows)));
  const transactions = (size: BatchSize | null) => (size === null ? ' ' : m.transactionsIn(few(size.transactions, format.rows)));
  return (
    <Card aria-label={m.batches} className={cn('px-4 py-3 transition-opacity', stale && 'opacity-50')}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
        <Figure label={m.lastBatch} value={rows(last)} note={transactions(last)} />
        <Figure label={m.typicalBatch} value={rows(typical)} note={transactions(typical)} />
        <Figure label={m.transactions} value={format.rows(stream?.transactions)} note={m.ofSource} />
        <Figure label={m.ddl} value={format.count(stream?.ddl ?? (stream === null ? null : 0))} note={m.statements} />
      </dl>
    </Card>
  );
}

/** A mean of a few is told with its fraction. */
function few(amount: number, format: (value: number) => string): string {
  return format(amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount));
}

function Figure({ label, value, note }: { readonly label: string; readonly value: string; readonly note: string }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd>
        <span className="numeric mt-0.5 block truncate font-semibold text-lg tracking-[-0.01em]">{value}</span>
        <span className="numeric block truncate text-subtle text-xs">{note}</span>
      </dd>
    </div>
  );
}
