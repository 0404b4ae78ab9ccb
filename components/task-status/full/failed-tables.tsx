'use client';

import { useMessages } from '#components/locale.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { FailedList } from '../failed-list.tsx';
import { FailedTableRow } from './failed-table-row.tsx';
import { fullMessages } from './messages.ts';
import type { TableMending } from './use-mend-table.ts';

const WIDTHS = ['30%', 'auto', '170px'] as const;

export interface FailedTablesProps {
  /** By their names. */
  readonly failed: readonly TableProgress[];
  readonly mending: TableMending;
  /** The task has ended. */
  readonly over: boolean;
}

/** Tables whose rows could not be loaded, until somebody has done something about it. */
export function FailedTables({ failed, mending, over }: FailedTablesProps) {
  return (
    <FailedList
      items={failed}
      nameOf={({ source }) => displayName(source)}
      words={useMessages(fullMessages)}
      mending={mending}
      over={over}
      widths={WIDTHS}
      minWidth="min-w-[720px]"
      renderRow={(table, { open, toggle, askToSkip }) => (
        <FailedTableRow
          table={table}
          open={open.has(table.id)}
          busy={mending.isBusy(table)}
          over={over}
          onToggle={toggle}
          onRetry={(each) => void mending.retry([each])}
          onSkip={askToSkip}
        />
      )}
    />
  );
}
