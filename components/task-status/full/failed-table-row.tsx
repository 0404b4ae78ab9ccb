'use client';

import { useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { Button } from '#components/ui/button.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { Expander } from '../expander.tsx';
import { TableError } from '../tables/table-error.tsx';
import { fullMessages } from './messages.ts';

export interface FailedTableRowProps {
  readonly table: TableProgress;
  readonly open: boolean;
  readonly busy: boolean;
  /** The task has ended: nothing can be done about it any more. */
  readonly over: boolean;
  readonly onToggle: (id: string) => void;
  readonly onRetry: (table: TableProgress) => void;
  readonly onSkip: (table: TableProgress) => void;
}

/** A table that failed: why, and what can be done. */
export function FailedTableRow({ table, open, busy, over, onToggle, onRetry, onSkip }: FailedTableRowProps) {
  const m = useMessages(fullMessages);
  const text = useText();
  const [retried, setRetried] = useState(false);
  const { id, source, error } = table;
  const name = displayName(source);
  const retry = () => {
    setRetried(true);
    onRetry(table);
  };
  const skip = () => {
    setRetried(false);
    onSkip(table);
  };
  return (
    <>
      <TableRow interactive>
        <Td>
          <span className="flex min-w-0 items-center gap-1">
            <Expander label={m.showError(name)} open={open} onToggle={() => onToggle(id)} />
            <span className="min-w-0 truncate font-medium" title={name}>
              {name}
            </span>
          </span>
        </Td>
        <Td className="py-1 text-xs">
          {error !== null && (
            <>
              <span className="line-clamp-2 text-danger [overflow-wrap:anywhere]" title={text(error.message)}>
                {text(error.message)}
              </span>
              <span className="line-clamp-1 text-muted" title={text(error.hint)}>
                {text(error.hint)}
              </span>
            </>
          )}
        </Td>
        <Td className="py-0">
          {!over && (
            <Reserved className="flex justify-end gap-1.5">
              <Button size="sm" aria-label={m.retryOf(name)} loading={busy && retried} disabled={busy && !retried} onClick={retry}>
                {m.retry}
              </Button>
              <Button size="sm" variant="ghost" aria-label={m.skipOf(name)} disabled={busy} onClick={skip}>
                {m.skip}
              </Button>
            </Reserved>
          )}
        </Td>
      </TableRow>
      {open && error !== null && (
        <tr>
          <td colSpan={3} className="border-b px-4 py-3">
            <TableError error={error} />
          </td>
        </tr>
      )}
    </>
  );
}
