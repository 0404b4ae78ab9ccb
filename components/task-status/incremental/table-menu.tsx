'use client';

import { MoreHorizontal, RotateCcw } from 'lucide-react';
import { useMessages, useText } from '#components/locale.tsx';
import { DropdownItem, DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { whyNotCopied } from '#engine/progress/copyable.ts';
import type { TableProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { incrementalMessages } from './messages.ts';

export interface TableMenuProps {
  readonly table: TableProgress;
  /** Why no table of the task can be copied again now; null: the table alone decides. */
  readonly refused: string | null;
  readonly onCopyAgain: (table: TableProgress) => void;
}

/** What can be done with one table while its changes are followed; what cannot be done now says why. */
export function TableMenu({ table, refused, onCopyAgain }: TableMenuProps) {
  const m = useMessages(incrementalMessages);
  const text = useText();
  const why = whyNotCopied(table);
  const reason = refused ?? (why === null ? null : m.copyAgainNot(text(why)));
  return (
    <DropdownMenu
      className="w-72"
      trigger={<IconButton size="sm" tooltip={false} label={m.actionsOf(displayName(table.source))} icon={<MoreHorizontal />} />}
    >
      <DropdownItem
        icon={<RotateCcw />}
        tone="danger"
        disabled={reason !== null}
        description={reason ?? m.copyAgainNote}
        onSelect={() => onCopyAgain(table)}
      >
        {m.copyAgain}
      </DropdownItem>
    </DropdownMenu>
  );
}
