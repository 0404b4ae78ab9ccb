'use client';

import { useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { api, explain } from '#lib/http/client.ts';
import { sourceMessages } from './messages.ts';

/** For a task whose source has not kept its log: all rows are copied again. */
export function CopyAgainButton({ taskId, size = 'sm' }: { readonly taskId: string; readonly size?: 'sm' | 'md' }) {
  const m = useMessages(sourceMessages);
  const text = useText();
  const [open, setOpen] = useState(false);
  const confirm = async () => {
    try {
      await api('POST', `/tasks/${encodeURIComponent(taskId)}/copy-again`);
    } catch (error) {
      throw new Error(text(explain(error).message), { cause: error });
    }
  };
  return (
    <>
      <Reserved>
        <Button variant="primary" size={size} onClick={() => setOpen(true)}>
          {m.copyAgain}
        </Button>
      </Reserved>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={m.copyAgainTitle}
        confirmLabel={m.copyAgain}
        tone="danger"
        size="md"
        acknowledge={m.copyAgainTick}
        onConfirm={confirm}
      >
        {m.copyAgainText}
      </ConfirmDialog>
    </>
  );
}
