'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { PlaceLabel } from '#components/task/place.tsx';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { TaskRow } from '#lib/task/view.ts';
import { taskListMessages } from './messages.ts';
import { RowMenu } from './row-menu.tsx';
import { taskPath } from './task-path.ts';
import { TaskProgress } from './task-progress.tsx';
import { TypeMarks } from './type-marks.tsx';

export interface TaskListRowProps {
  readonly row: TaskRow;
  /** What is shown may no longer be true. */
  readonly stale: boolean;
}

export function TaskListRow({ row, stale }: TaskListRowProps) {
  const format = useFormat();
  const text = useText();
  const m = useMessages(taskListMessages);
  const faded = stale && 'opacity-50 transition-opacity';
  const second = row.error === null ? row.id : text(row.error.message);
  return (
    <TableRow interactive>
      <Td className="h-14">
        <Link href={taskPath(row)} className="block truncate rounded-sm font-medium hover:text-accent-text" title={row.name}>
          {row.name}
        </Link>
        <span
          className={cn('block truncate text-xs', row.error === null ? 'font-mono text-subtle text-2xs' : 'text-danger')}
          title={second}
        >
          {second}
        </span>
      </Td>
      <Td className={cn(faded)}>
        <TaskStatePill bare state={row.state.name} />
        {row.stoppedTables > 0 && <span className="block pl-4 text-warning text-xs">{m.stoppedTables(row.stoppedTables)}</span>}
      </Td>
      <Td className={cn(faded)}>
        <TaskProgress row={row} />
      </Td>
      <Td className={cn('numeric truncate', faded, row.lagMs === null && 'text-subtle')}>
        {format.duration(row.lagMs === null ? null : Math.max(1, row.lagMs))}
      </Td>
      <Td>
        <span className="flex min-w-0 flex-col text-xs leading-4.5">
          <PlaceLabel place={row.source} />
          {(row.source !== null || row.destination !== null) && <PlaceLabel place={row.destination} className="text-muted" />}
        </span>
      </Td>
      <Td>
        <TypeMarks types={row.types} />
      </Td>
      <Td muted className="truncate text-xs">
        <RelativeTime at={row.createdAt} />
      </Td>
      <Td className="pr-3 text-right">
        <RowMenu row={row} />
      </Td>
    </TableRow>
  );
}
