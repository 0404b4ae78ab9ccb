'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { api, explain } from '#lib/http/client.ts';
import { taskMessages } from './messages.ts';
import type { TaskDialogProps } from './task-dialogs.tsx';
import { signalPath } from './use-task-signal.ts';

/** Stopping cannot be taken back, so it is asked for twice. */
export function StopDialog({ task, open, onOpenChange }: TaskDialogProps) {
  const m = useMessages(taskMessages);
  const text = useText();
  const stop = async (): Promise<void> => {
    try {
      await api('POST', signalPath(task.id, 'stop'));
    } catch (error) {
      throw new Error(text(explain(error).message));
    }
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={m.stopTitle(task.name)}
      tone="danger"
      confirmLabel={m.stopConfirm}
      cancelLabel={m.keep}
      onConfirm={stop}
    >
      <p>{m.stopText}</p>
      <p className="mt-2">{m.stopRemoves}</p>
    </ConfirmDialog>
  );
}
