'use client';

import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { isWalLimitFine, walLimitFormOf, walLimitOf, walLimitProblems } from '#components/wizard/advanced/wal-limit.ts';
import { WalLimitFields } from '#components/wizard/advanced/wal-limit-fields.tsx';
import type { WalLimit } from '#engine/schema/slot.ts';
import type { Limits } from '#engine/task/limits.ts';
import { api } from '#lib/http/client.ts';
import { throttleMessages } from '../throttle/messages.ts';
import { sourceMessages } from './messages.ts';

export interface WalLimitDialogProps {
  readonly taskId: string;
  readonly limit: WalLimit;
  readonly onSaved: (limits: Limits) => void;
  readonly onClose: () => void;
}

/** Changes when the log that the source keeps is worth a warning, and when the task pauses. */
export function WalLimitDialog({ taskId, limit, onSaved, onClose }: WalLimitDialogProps) {
  const m = useMessages(sourceMessages);
  const { save: saveLabel } = useMessages(throttleMessages);
  const [form, setForm] = useState(() => walLimitFormOf(limit));
  const save = async () => {
    onSaved(await api<Limits>('PATCH', `/tasks/${encodeURIComponent(taskId)}/limits`, { walLimit: walLimitOf(form) }));
  };
  return (
    <FormDialog
      title={m.dialogTitle}
      description={m.dialogText}
      saveLabel={saveLabel}
      wrong={!isWalLimitFine(walLimitProblems(form))}
      onSave={save}
      onClose={onClose}
    >
      {(saving) => <WalLimitFields form={form} disabled={saving} onChange={setForm} />}
    </FormDialog>
  );
}
