'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { explain } from '#lib/http/client.ts';
import { ColumnTable } from './column-table.tsx';
import { tableMessages } from './messages.ts';
import { type ColumnEdit, sharedNames } from './table-edit.ts';

export interface ColumnsFieldProps {
  /** Null while they are not read. */
  readonly columns: readonly ColumnEdit[] | null;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onChange: (columns: readonly ColumnEdit[]) => void;
}

export function ColumnsField({ columns, error, onRetry, onChange }: ColumnsFieldProps) {
  const m = useMessages(tableMessages);
  const text = useText();
  const clash = columns !== null && sharedNames(columns).size > 0;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">{m.columns}</h3>
      {columns !== null ? (
        <ColumnTable columns={columns} onChange={onChange} />
      ) : error === null ? (
        <div role="status" aria-label={m.checking} className="flex h-72 flex-col gap-4 rounded-md border p-4">
          <Skeleton className="w-56" />
          <Skeleton className="w-72" />
          <Skeleton className="w-48" />
          <Skeleton className="w-64" />
        </div>
      ) : (
        <Callout tone="danger" title={m.failed} action={<Button onClick={onRetry}>{m.retry}</Button>}>
          <p>{text(explain(error).message)}</p>
          <p>{text(explain(error).hint)}</p>
        </Callout>
      )}
      <p className={clash ? 'text-danger text-xs' : 'text-muted text-xs'} role={clash ? 'alert' : undefined}>
        {clash ? m.sameName : columns?.some(({ key }) => key) ? `${m.keyText} ${m.longColumns}` : m.longColumns}
      </p>
    </section>
  );
}
