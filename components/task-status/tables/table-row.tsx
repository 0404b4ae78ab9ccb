'use client';

import { memo } from 'react';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { tableEta } from '#engine/progress/summary.ts';
import { displayName } from '#engine/schema/table.ts';
import { formatTimeLeft } from '#lib/format.ts';
import { Expander } from '../expander.tsx';
import { tablesMessages } from './messages.ts';
import { RowsCell } from './rows-cell.tsx';
import { TableNames, TableStatePill } from './table-cells.tsx';
import { TableError } from './table-error.tsx';

export interface TablesRowProps {
  readonly table: TableProgress;
  /** The task copies rows; without that a table that waits has nothing to wait for. */
  readonly copies: boolean;
  /** The task is at work. */
  readonly works: boolean;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** One table: how much is copied and what was changed since. Drawn again only when its own figures change. */
export const TablesRow = memo(function TablesRow({ table, copies, works, open, onToggle }: TablesRowProps) {
  const m = useMessages(tablesMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const { changes, error } = table;
  const source = displayName(table.source);
  const copied = table.state === 'copied' || table.state === 'following';
  const eta = works ? tableEta(table) : null;
  return (
    <>
      <TableRow interactive>
        <Td className="h-12">
          <TableNames table={table} />
        </Td>
        <Td>
          <span className="flex items-center gap-1">
            <TableStatePill table={table} copies={copies} works={works} />
            {error !== null && <Expander label={m.errorOf(source)} open={open} onToggle={() => onToggle(table.id)} />}
          </span>
        </Td>
        <Td>
          <RowsCell table={table} copies={copies} />
        </Td>
        <Td numeric>{table.hasRows && table.bytes > 0 ? format.bytes(table.bytes) : '–'}</Td>
        <Td numeric muted={copied}>
          {table.rate > 0 && (copied || works) ? format.rate(table.rate) : '–'}
        </Td>
        <Td numeric>{formatTimeLeft(eta, locale)}</Td>
        <Change value={changes.inserts} />
        <Change value={changes.updates} />
        <Change value={changes.deletes} />
      </TableRow>
      {error !== null && open && (
        <tr>
          <td colSpan={9} className="border-b px-4 py-3">
            <TableError error={error} />
          </td>
        </tr>
      )}
    </>
  );
});

function Change({ value }: { readonly value: number }) {
  const format = useFormat();
  return (
    <Td numeric className={value === 0 ? 'text-subtle' : undefined}>
      {format.rows(value)}
    </Td>
  );
}
