'use client';

import { useMessages } from '#components/locale.tsx';
import { Table, TableBody, TableHead, Th } from '#components/ui/data-table.tsx';
import type { TaskRow } from '#lib/task/view.ts';
import { taskListMessages } from './messages.ts';
import { TaskListRow } from './task-row.tsx';

/** Widths in order of the columns: fixed, so that live values never move their neighbours. */
const WIDTHS = ['auto', '148px', '114px', '104px', '17%', '100px', '112px', '48px'] as const;

export function TaskTable({ rows, stale }: { readonly rows: readonly TaskRow[]; readonly stale: boolean }) {
  const { columns } = useMessages(taskListMessages);
  return (
    <Table className="min-w-[940px] table-fixed">
      <colgroup>
        {WIDTHS.map((width, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity besides their place.
          <col key={position} style={{ width }} />
        ))}
      </colgroup>
      <TableHead>
        <tr>
          <Th>{columns.task}</Th>
          <Th>{columns.state}</Th>
          <Th>{columns.progress}</Th>
          <Th>{columns.lag}</Th>
          <Th>{columns.route}</Th>
          <Th>{columns.types}</Th>
          <Th>{columns.created}</Th>
          <Th>
            <span className="sr-only">{columns.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TaskListRow key={row.id} row={row} stale={stale} />
        ))}
      </TableBody>
    </Table>
  );
}
