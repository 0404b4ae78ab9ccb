'use client';

import { memo } from 'react';
import { useFormat, useLocale, useMessages, useText } from '#components/locale.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { isCopied, tableEta } from '#engine/progress/summary.ts';
import { displayName } from '#engine/schema/table.ts';
import { formatTimeLeft } from '#lib/format.ts';
import { RowsCell } from '../tables/rows-cell.tsx';
import { TableNames, TableStatePill } from '../tables/table-cells.tsx';
import { fullMessages } from './messages.ts';

export interface LoadRowProps {
  readonly table: TableProgress;
  /** Rows are being copied just now. */
  readonly works: boolean;
}

/** One table: how far its copy is. Drawn again only when its own figures change. */
export const LoadRow = memo(function LoadRow({ table, works }: LoadRowProps) {
  const m = useMessages(fullMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const { slices, state, rate, bytes } = table;
  const copied = isCopied(table);
  const estimates = works && state === 'copying' && rate > 0;
  const eta = works ? tableEta(table) : null;
  return (
    <TableRow>
      <Td className="h-12">
        <TableNames table={table} />
      </Td>
      <Td>
        <TableStatePill table={table} copies works={works} />
      </Td>
      <Td>
        <RowsCell table={table} copies />
      </Td>
      <Td numeric>{bytes > 0 ? format.bytes(bytes) : '–'}</Td>
      <Td numeric>{slices ? m.of(format.count(slices.done), format.count(slices.total)) : '–'}</Td>
      <Td>
        <CopyFormatCell table={table} />
      </Td>
      <Td numeric muted={copied}>
        {rate > 0 && (copied || works) ? format.rate(rate) : '–'}
      </Td>
      <Td numeric muted={eta === null}>
        {eta === null && estimates ? m.estimating : formatTimeLeft(eta, locale)}
      </Td>
    </TableRow>
  );
});

function CopyFormatCell({ table: { source, format, formatReason } }: Pick<LoadRowProps, 'table'>) {
  const m = useMessages(fullMessages);
  const text = useText();
  if (!format) return '–';
  if (!formatReason) return m.formats[format];
  const reason = text(formatReason);
  return (
    <Tooltip content={reason}>
      <button
        type="button"
        aria-label={m.whyText(displayName(source), reason)}
        className="cursor-help rounded-xs underline decoration-dotted decoration-subtle underline-offset-3"
      >
        {m.formats[format]}
      </button>
    </Tooltip>
  );
}
