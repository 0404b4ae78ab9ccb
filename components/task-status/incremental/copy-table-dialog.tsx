'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { TableProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { api, explain } from '#lib/http/client.ts';
import { incrementalMessages } from './messages.ts';

export interface CopyTableDialogProps {
  readonly taskId: string;
  /** Where a destination has no transaction over marks and rows, the others wait for the one that is copied. */
  readonly othersWait: boolean;
  /** Null: it is closed. */
  readonly table: TableProgress | null;
  readonly onClose: () => void;
}

/** Asks before the rows of one table are deleted at the destination and copied again. */
export function CopyTableDialog({ taskId, table, othersWait, onClose }: CopyTableDialogProps) {
  const m = useMessages(incrementalMessages);
  const text = useText();
  if (table === null) return null;
  const confirm = async () => {
    try {
      await api('POST', `/tasks/${encodeURIComponent(taskId)}/tables/copy-again`, { table: table.id });
    } catch (error) {
      throw new Error(text(explain(error).message), { cause: error });
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.copyAgainTitle(displayName(table.source))}
      confirmLabel={m.copyAgain}
      tone="danger"
      size="md"
      onConfirm={confirm}
    >
      {m.copyAgainText(displayName(table.destination))} {othersWait ? m.othersWait : m.othersGoOn}
    </ConfirmDialog>
  );
}
