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
  const tone = row.error === null ? 'font-mono text-2xs text-subtle' : pauseOf(row) === null ? 'text-danger' : 'text-warning';
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
        <span className={cn('block truncate text-xs', tone)} title={second}>
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
  const why = (row.retry ?? pauseOf(row))?.message;
  return (
    <>
      <TaskStatePill bare state={row.state.name} kind={row.kind} />
      {note !== null && !dense && (
        <span className="block truncate pl-4 text-warning text-xs" title={why === undefined ? note : text(why)}>
          {note}
        </span>
      )}
    </>
  );
}

/** Why it paused by itself. */
function pauseOf({ state, error }: TaskRow): TaskRow['error'] {
  return state.name === 'paused' ? error : null;
}

function noteOf(row: TaskRow, m: (typeof taskListMessages)['en']): string | null {
  if (row.retry !== null) return m.retrying;
  if (pauseOf(row) !== null) return m.pausedItself;
  if (row.stoppedTables > 0) return m.stoppedTables(row.stoppedTables);
  return row.failedTables > 0 ? m.failedTables(row.failedTables) : null;
}
