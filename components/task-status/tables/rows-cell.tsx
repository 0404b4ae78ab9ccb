'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { isCopied, tableShare } from '#engine/progress/summary.ts';
import { displayName } from '#engine/schema/table.ts';
import { tablesMessages } from './messages.ts';

/** Rows copied, of about how many, with a bar. */
export function RowsCell({ table, copies }: { readonly table: TableProgress; readonly copies: boolean }) {
  const m = useMessages(tablesMessages);
  const format = useFormat();
  if (!table.hasRows) return <span className="block truncate text-subtle text-xs">{m.parent}</span>;
  if (!copies) return <span className="text-subtle">–</span>;
  const expects = !isCopied(table) && table.state !== 'skipped' && table.estimatedRows >= 0;
  const tone =
    table.state === 'failed' || table.state === 'stopped'
      ? 'danger'
      : table.state === 'skipped'
        ? 'neutral'
        : isCopied(table)
          ? 'success'
          : 'accent';
  return (
    <>
      <span className="numeric block truncate text-xs">
        {expects ? m.of(format.rows(table.rows), format.rows(Math.max(table.rows, table.estimatedRows))) : format.rows(table.rows)}
      </span>
      <ProgressBar size="sm" className="mt-1" tone={tone} value={tableShare(table)} label={m.progressOf(displayName(table.source))} />
    </>
  );
}
