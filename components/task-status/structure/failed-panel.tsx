'use client';

import { CircleAlert } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { FailedStatement } from '#engine/progress/event.ts';
import { useOpenRows } from '../use-open-rows.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { FailedRow } from './failed-row.tsx';
import { buildMessages } from './messages.ts';
import type { Mending } from './use-mend.ts';

const WIDTHS = ['30%', '160px', 'auto', '270px'] as const;

export interface FailedPanelProps {
  readonly failed: readonly FailedStatement[];
  readonly mending: Mending;
  /** The task has ended. */
  readonly over: boolean;
}

/** What failed, until somebody has done something about it. */
export function FailedPanel({ failed, mending, over }: FailedPanelProps) {
  const m = useMessages(buildMessages);
  const format = useFormat();
  const { open, toggle } = useOpenRows();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());
  const [skipping, setSkipping] = useState<readonly FailedStatement[]>([]);
  const write = useCallback((id: string, sql: string | null) => {
    setDrafts((before) => {
      const next = new Map(before);
      if (sql === null) next.delete(id);
      else next.set(id, sql);
      return next;
    });
  }, []);
  // One that failed again keeps its place.
  const rows = useMemo(() => failed.toSorted((a, b) => a.index - b.index), [failed]);
  const idle = rows.filter((statement) => !mending.isBusy(statement));
  return (
    <Card className="mb-4 border-danger/40" aria-label={m.failedTitle(format.count(failed.length))}>
      <header className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b bg-danger-soft px-4 py-2">
        <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <div role="alert">
            <h3 className="font-medium text-sm">{m.failedTitle(format.count(failed.length))}</h3>
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
        label={m.failedTitle(format.count(failed.length))}
        rows={rows}
        rowKey={({ id }) => id}
        rowHeight={40}
        widths={WIDTHS}
        minWidth="min-w-[820px]"
        className="max-h-[520px] [&_tbody:last-child>tr:last-child>td]:border-b-0"
        empty=""
        renderRow={(statement) => (
          <FailedRow
            statement={statement}
            open={open.has(statement.id)}
            draft={drafts.get(statement.id) ?? null}
            busy={mending.isBusy(statement)}
            over={over}
            onToggle={toggle}
            onDraft={write}
            onRetry={(each, sql) => void mending.retry([each], sql)}
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
          {skipping.map(({ id, object }) => (
            <li key={id} className="[overflow-wrap:anywhere]">
              {object}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </Card>
  );
}
