'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useFormat } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import { useOpenRows } from './use-open-rows.ts';

interface FailedWords {
  readonly failedTitle: (count: string) => string;
  readonly failedText: string;
  /** The task has ended: they stay as they are. */
  readonly over: string;
  readonly retryAll: string;
  readonly skipAll: string;
  readonly skipTitle: (count: string) => string;
  readonly skipText: string;
  readonly skipConfirm: string;
  readonly keep: string;
}

interface RowActions<Item> {
  readonly open: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly askToSkip: (item: Item) => void;
}

export interface FailedListProps<Item> {
  readonly items: readonly Item[];
  readonly nameOf: (item: Item) => string;
  readonly words: FailedWords;
  readonly mending: {
    readonly isBusy: (item: Item) => boolean;
    readonly retry: (items: readonly Item[]) => Promise<void>;
    readonly skip: (items: readonly Item[]) => Promise<void>;
  };
  /** The task has ended. */
  readonly over: boolean;
  readonly widths: readonly string[];
  readonly minWidth: string;
  readonly renderRow: (item: Item, actions: RowActions<Item>) => ReactNode;
}

/** What failed, one by one or all together, until somebody has done something about it. */
export function FailedList<Item extends { readonly id: string }>(props: FailedListProps<Item>) {
  const { items, nameOf, words, mending, over, widths, minWidth, renderRow } = props;
  const format = useFormat();
  const { open, toggle } = useOpenRows();
  const [skipping, setSkipping] = useState<readonly Item[]>([]);
  const idle = items.filter((item) => !mending.isBusy(item));
  const title = words.failedTitle(format.count(items.length));
  return (
    <Card className="mb-4 border-danger/40" aria-label={title}>
      <header className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b bg-danger-soft px-4 py-2">
        <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <div role="alert">
            <h3 className="font-medium text-sm">{title}</h3>
            <p className="text-muted text-xs">{over ? words.over : words.failedText}</p>
          </div>
        </div>
        {!over && items.length > 1 && (
          <Reserved className="flex gap-2">
            <Button size="sm" disabled={idle.length === 0} onClick={() => void mending.retry(idle)}>
              {words.retryAll}
            </Button>
            <Button size="sm" variant="danger-quiet" disabled={idle.length === 0} onClick={() => setSkipping(idle)}>
              {words.skipAll}
            </Button>
          </Reserved>
        )}
      </header>
      <VirtualTable
        label={title}
        rows={items}
        rowKey={({ id }) => id}
        rowHeight={40}
        widths={widths}
        minWidth={minWidth}
        className="max-h-[520px] [&_tbody:last-child>tr:last-child>td]:border-b-0"
        empty=""
        renderRow={(item) => renderRow(item, { open, toggle, askToSkip: (each) => setSkipping([each]) })}
      />
      <ConfirmDialog
        open={skipping.length > 0}
        onOpenChange={(asked) => !asked && setSkipping([])}
        title={words.skipTitle(format.count(skipping.length))}
        confirmLabel={words.skipConfirm}
        cancelLabel={words.keep}
        tone="danger"
        onConfirm={() => mending.skip(skipping)}
      >
        <p>{words.skipText}</p>
        <ul className="mt-3 flex max-h-40 flex-col gap-0.5 overflow-y-auto font-mono text-foreground text-xs">
          {skipping.map((item) => (
            <li key={item.id} className="[overflow-wrap:anywhere]">
              {nameOf(item)}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </Card>
  );
}
