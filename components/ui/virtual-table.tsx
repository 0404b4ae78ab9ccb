'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useRef } from 'react';
import { cn } from '#components/class-names.ts';
import { TableHead, TableNote } from './data-table.tsx';

export interface VirtualTableProps<Row> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Widths of the columns, fixed, so that neither scrolling nor live values move them. */
  readonly widths: readonly string[];
  /** The cells of the head. */
  readonly head?: ReactNode;
  /** One or more table rows that belong together. */
  readonly renderRow: (row: Row) => ReactNode;
  readonly rowHeight: number;
  readonly label: string;
  /** Shown when there are no rows. */
  readonly empty: ReactNode;
  readonly minWidth?: string | undefined;
  readonly className?: string | undefined;
  readonly box?: RefObject<HTMLDivElement | null> | undefined;
  readonly onScroll?: ((top: number) => void) | undefined;
}

const FIRST_HEIGHT = 600;

/** A table that draws only the rows in sight: five thousand are as quick as five. */
export function VirtualTable<Row>({ rows, rowKey, widths, renderRow, rowHeight, ...props }: VirtualTableProps<Row>) {
  const own = useRef<HTMLDivElement>(null);
  const box = props.box ?? own;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 8,
    initialRect: { width: 0, height: FIRST_HEIGHT },
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div
      ref={box}
      onScroll={(event) => props.onScroll?.(event.currentTarget.scrollTop)}
      className={cn('scroll-quiet relative min-w-0 overflow-auto [overflow-anchor:none]', props.className)}
    >
      <table
        aria-label={props.label}
        aria-rowcount={rows.length}
        className={cn('w-full table-fixed border-separate border-spacing-0 text-left text-sm', props.minWidth)}
      >
        <colgroup>
          {widths.map((width, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity besides their place.
            <col key={position} style={{ width }} />
          ))}
        </colgroup>
        {props.head !== undefined && (
          <TableHead>
            <tr>{props.head}</tr>
          </TableHead>
        )}
        {rows.length === 0 && (
          <tbody>
            <TableNote columns={widths.length}>{props.empty}</TableNote>
          </tbody>
        )}
        <Spacer height={above} />
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <tbody key={item.key} data-index={item.index} ref={virtual.measureElement}>
              {renderRow(row)}
            </tbody>
          );
        })}
        <Spacer height={below} />
      </table>
    </div>
  );
}

function Spacer({ height }: { readonly height: number }) {
  return height <= 0 ? null : (
    <tbody aria-hidden>
      <tr>
        <td style={{ height, padding: 0 }} />
      </tr>
    </tbody>
  );
}
