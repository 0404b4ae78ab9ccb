'use client';

import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { useOpenRows } from '../use-open-rows.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { FailedTableRow } from './failed-table-row.tsx';
import { fullMessages } from './messages.ts';
import type { TableMending } from './use-mend-table.ts';

const WIDTHS = ['30%', 'auto', '170px'] as const;

export interface FailedTablesProps {
  /** By their names. */
  readonly failed: readonly TableProgress[];
  readonly mending: TableMending;
  /** The task has ended. */
  readonly over: boolean;
}

/** Tables whose rows could not be loaded, until somebody has done something about it. */
export function FailedTables({ failed, mending, over }: FailedTablesProps) {
  const m = useMessages(fullMessages);
  const format = useFormat();
  const { open, toggle } = useOpenRows();
  const [skipping, setSkipping] = useState<readonly TableProgress[]>([]);
  const idle = failed.filter((table) => !mending.isBusy(table));
  const title = m.failedTitle(format.count(failed.length));
  return (
    <Card className="mb-4 border-danger/40" aria-label={title}>
      <header className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b bg-danger-soft px-4 py-2">
        <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <div role="alert">
            <h3 className="font-medium text-sm">{title}</h3>
            <p className="text-muted text-xs">{over ? m.over : m.failedText}</p>
          </div>
        </div>
        {!over && failed.length > 1 && (
          <div className="flex gap-2">
            <Button size="sm" disabled={idle.length === 0} onClick={() => void mending.retry(idle)}>
              {m.retryAll}
            </Button>
            <Button size="sm" variant="danger-quiet" disabled={idle.length === 0} onClick={() => setSkipping(idle)}>
              {m.skipAll}
            </Button>
          </div>
        )}
      </header>
      <VirtualTable
        label={title}
        rows={failed}
        rowKey={({ id }) => id}
        rowHeight={40}
        widths={WIDTHS}
        minWidth="min-w-[720px]"
        className="max-h-[520px] [&_tbody:last-child>tr:last-child>td]:border-b-0"
        empty=""
        renderRow={(table) => (
          <FailedTableRow
            table={table}
            open={open.has(table.id)}
            busy={mending.isBusy(table)}
            over={over}
            onToggle={toggle}
            onRetry={(each) => void mending.retry([each])}
            onSkip={(each) => setSkipping([each])}
          />
        )}
      />
      <ConfirmDialog
        open={skipping.length > 0}
        onOpenChange={(asked) => !asked && setSkipping([])}
        title={m.skipTitle(format.count(skipping.length))}
        confirmLabel={m.skipConfirm}
        cancelLabel={m.keep}
        tone="danger"
        onConfirm={() => mending.skip(skipping)}
      >
        <p>{m.skipText}</p>
        <ul className="mt-3 flex max-h-40 flex-col gap-0.5 overflow-y-auto font-mono text-foreground text-xs">
          {skipping.map(({ id, source }) => (
            <li key={id} className="[overflow-wrap:anywhere]">
              {displayName(source)}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </Card>
  );
}
