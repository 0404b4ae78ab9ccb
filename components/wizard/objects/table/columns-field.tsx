'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { explain } from '#lib/http/client.ts';
import { ColumnTable } from './column-table.tsx';
import { tableMessages } from './messages.ts';
import { type ColumnEdit, sharedNames, typeFault } from './table-edit.ts';

export interface ColumnsFieldProps {
  /** Null while they are not read. */
  readonly columns: readonly ColumnEdit[] | null;
  readonly typed: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onChange: (columns: readonly ColumnEdit[]) => void;
}

export function ColumnsField({ columns, typed, error, onRetry, onChange }: ColumnsFieldProps) {
  const m = useMessages(tableMessages);
  const text = useText();
  const clash = columns !== null && sharedNames(columns).size > 0;
  const faulty = typed ? columns?.find((column) => typeFault(column) !== null) : undefined;
  const reason = faulty === undefined ? null : typeFault(faulty);
  const problem = clash ? m.sameName : faulty === undefined || reason === null ? null : m.typeProblem(faulty.name, text(reason));
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">{m.columns}</h3>
      {columns !== null ? (
        <ColumnTable columns={columns} typed={typed} onChange={onChange} />
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
      <p className={problem === null ? 'text-muted text-xs' : 'text-danger text-xs'} role={problem === null ? undefined : 'alert'}>
        {problem !== null ? problem : columns?.some(({ key }) => key) ? `${m.keyText} ${m.longColumns}` : m.longColumns}
      </p>
    </section>
  );
}
