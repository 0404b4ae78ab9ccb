'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import type { TaskRow } from '#lib/task/view.ts';
import { taskListMessages } from './messages.ts';
import { taskPath } from './task-path.ts';

interface CellProps {
  readonly row: TaskRow;
  readonly dense: boolean;
  /** There is no column for the state: it stands under the name. */
  readonly narrow: boolean;
}

/** The name leads to the task; under it what is wrong with it, or its ID. */
export function NameCell({ row, dense, narrow }: CellProps) {
  const text = useText();
  const second = row.error === null ? row.id : text(row.error.message);
  return (
    <>
      {/* Thousands of rows pass by while scrolling: fetching the pages of all of them ahead would be a flood. */}
      <Link
        href={taskPath(row)}
        prefetch={false}
        className="block truncate rounded-sm font-medium hover:text-accent-text"
        title={dense ? `${row.name}\n${second}` : row.name}
      >
        {row.name}
      </Link>
      {narrow && <StateCell row={row} dense narrow />}
      {!dense && !narrow && (
        <span
          className={cn('block truncate text-xs', row.error === null ? 'font-mono text-2xs text-subtle' : 'text-danger')}
          title={second}
        >
          {second}
        </span>
      )}
    </>
  );
}

/** The state, and under it what does not show in it. */
export function StateCell({ row, dense }: CellProps) {
  const m = useMessages(taskListMessages);
  const text = useText();
  const note = noteOf(row, m);
  return (
    <>
      <TaskStatePill bare state={row.state.name} kind={row.kind} />
      {note !== null && !dense && (
        <span className="block truncate pl-4 text-warning text-xs" title={row.retry === null ? note : text(row.retry.message)}>
          {note}
        </span>
      )}
    </>
  );
}

function noteOf(row: TaskRow, m: (typeof taskListMessages)['en']): string | null {
  if (row.retry !== null) return m.retrying;
  if (row.stoppedTables > 0) return m.stoppedTables(row.stoppedTables);
  return row.failedTables > 0 ? m.failedTables(row.failedTables) : null;
}
