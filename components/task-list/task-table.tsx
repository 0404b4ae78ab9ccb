'use client';

import { flexRender, getCoreRowModel, type Row, useReactTable } from '@tanstack/react-table';
import { memo, useMemo } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import type { Labels } from '#lib/label/view.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { columnsFor, MIN_WIDTHS, NUMERIC, WIDTHS } from './columns.tsx';
import { taskListMessages } from './messages.ts';
import { RowMenu } from './row-menu.tsx';
import { COLUMNS, type ColumnId, type ListView } from './view.ts';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string, on: boolean) => void;
  readonly toggleAll: (on: boolean) => void;
}

export interface TaskTableProps {
  readonly rows: readonly TaskRow[];
  readonly labels: Labels;
  readonly sort: ListView['sort'];
  readonly onSort: (by: ColumnId) => void;
  readonly visible: readonly ColumnId[];
  readonly dense: boolean;
  /** On a phone. */
  readonly narrow: boolean;
  /** Null for who may not do anything with what they would select. */
  readonly selection: Selection | null;
  /** What is shown may no longer be true. */
  readonly stale: boolean;
}

const ENDS = { select: '40px', actions: '48px' } as const;
const NO_ROWS: TaskRow[] = [];

export function TaskTable({ rows, labels, sort, onSort, visible, dense, narrow, selection, stale }: TaskTableProps) {
  const m = useMessages(taskListMessages);
  const columns = useMemo(() => columnsFor({ labels, dense, narrow }), [labels, dense, narrow]);
  const columnVisibility = useMemo(() => Object.fromEntries(COLUMNS.map((id) => [id, visible.includes(id)])), [visible]);
  const data = useMemo(() => (rows.length === 0 ? NO_ROWS : [...rows]), [rows]);
  // Filters, order and columns are in the address: the table itself keeps no state.
  const table = useReactTable({
    data,
    columns,
    state: { columnVisibility },
    getRowId: (row) => row.id,
    getCoreRowModel: getCoreRowModel(),
    manualFiltering: true,
    manualSorting: true,
  });
  const shown = COLUMNS.filter((id) => visible.includes(id));
  const chosen = selection?.ids.size ?? 0;
  const minWidth = narrow ? 0 : shown.reduce((sum, id) => sum + MIN_WIDTHS[id], 88);
  const key = shown.join(' ');
  return (
    // A width that follows from what was chosen cannot be a class.
    <div style={{ '--table-width': `${minWidth}px` } as React.CSSProperties}>
      <VirtualTable
        label={m.table}
        rows={table.getRowModel().rows}
        rowKey={(row) => row.id}
        widths={[...(selection === null ? [] : [ENDS.select]), ...shown.map((id) => WIDTHS[id]), ENDS.actions]}
        minWidth="min-w-(--table-width)"
        rowHeight={dense ? 37 : 57}
        className="max-h-[max(24rem,calc(100dvh-15.5rem))]"
        empty={null}
        head={
          <>
            {selection !== null && (
              <Th className="pr-0">
                <Checkbox
                  aria-label={m.selectAll}
                  checked={chosen === 0 ? false : chosen === rows.length ? true : 'indeterminate'}
                  onCheckedChange={selection.toggleAll}
                />
              </Th>
            )}
            {shown.map((id) => (
              <Th
                key={id}
                numeric={NUMERIC.has(id)}
                sort={sort.by === id ? (sort.descending ? 'desc' : 'asc') : 'none'}
                onSort={() => onSort(id)}
              >
                {m.columns[id]}
              </Th>
            ))}
            <Th>
              <span className="sr-only">{m.columns.actions}</span>
            </Th>
          </>
        }
        renderRow={(row) => (
          <ListRow
            row={row}
            task={row.original}
            columns={columns}
            shown={key}
            selected={selection?.ids.has(row.id) ?? false}
            onSelect={selection?.toggle ?? null}
            dense={dense}
            stale={stale}
          />
        )}
      />
    </div>
  );
}

interface ListRowProps {
  readonly row: Row<TaskRow>;
  readonly task: TaskRow;
  readonly columns: ReturnType<typeof columnsFor>;
  /** Names of the columns drawn. */
  readonly shown: string;
  readonly selected: boolean;
  readonly onSelect: ((id: string, on: boolean) => void) | null;
  readonly dense: boolean;
  readonly stale: boolean;
}

const LIVE: ReadonlySet<string> = new Set<ColumnId>(['state', 'progress', 'lag', 'rate']);

/** The table makes all its rows anew when one of them changes: a row is drawn again only when its own task has. */
const ListRow = memo(
  function ListRow({ row, task, columns, shown, selected, onSelect, dense, stale }: ListRowProps) {
    const m = useMessages(taskListMessages);
    const height = heightOf(dense);
    return (
      <TableRow interactive selected={selected}>
        {onSelect !== null && (
          <Td className={cn(height, 'pr-0')}>
            <Checkbox aria-label={m.select(task.name)} checked={selected} onCheckedChange={(on) => onSelect(task.id, on)} />
          </Td>
        )}
        <Cells row={row} task={task} columns={columns} shown={shown} dense={dense} stale={stale} />
        <Td className={cn(height, 'pr-3 text-right')}>
          <RowMenu row={task} />
        </Td>
      </TableRow>
    );
  },
  (before, after) => sameCells(before, after) && before.selected === after.selected && before.onSelect === after.onSelect,
);

type CellsProps = Omit<ListRowProps, 'selected' | 'onSelect'>;

/** Apart from the row: selecting two thousand tasks at once draws their marks anew and nothing beside them (72 ms to the next frame, now 48). */
const Cells = memo(function Cells({ row, dense, stale }: CellsProps) {
  return row.getVisibleCells().map((cell) => (
    <Td
      key={cell.id}
      numeric={NUMERIC.has(cell.column.id as ColumnId)}
      className={cn(heightOf(dense), 'truncate', stale && LIVE.has(cell.column.id) && 'opacity-50 transition-opacity')}
    >
      {flexRender(cell.column.columnDef.cell, cell.getContext())}
    </Td>
  ));
}, sameCells);

function sameCells(before: CellsProps, after: CellsProps): boolean {
  return (
    before.task === after.task &&
    before.columns === after.columns &&
    before.shown === after.shown &&
    before.dense === after.dense &&
    before.stale === after.stale
  );
}

function heightOf(dense: boolean): string {
  return dense ? 'h-9 py-0' : 'h-14';
}
