'use client';

import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { isWalLimitFine, walLimitFormOf, walLimitOf, walLimitProblems } from '#components/wizard/advanced/wal-limit.ts';
import { WalLimitFields } from '#components/wizard/advanced/wal-limit-fields.tsx';
import type { WalLimit } from '#engine/schema/slot.ts';
import type { Limits } from '#engine/task/limits.ts';
import { LimitsDialog } from '../throttle/limits-dialog.tsx';
import { sourceMessages } from './messages.ts';

export interface WalLimitDialogProps {
  readonly taskId: string;
  readonly limit: WalLimit;
  readonly onSaved: (limits: Limits) => void;
  readonly onClose: () => void;
}

/** Changes when the log that the source keeps is worth a warning, and when following stops. */
export function WalLimitDialog({ taskId, limit, onSaved, onClose }: WalLimitDialogProps) {
  const m = useMessages(sourceMessages);
  const [form, setForm] = useState(() => walLimitFormOf(limit));
  return (
    <LimitsDialog
      taskId={taskId}
      title={m.dialogTitle}
      description={m.dialogText}
      wrong={!isWalLimitFine(walLimitProblems(form))}
      change={() => ({ walLimit: walLimitOf(form) })}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(saving) => <WalLimitFields form={form} disabled={saving} onChange={setForm} />}
    </LimitsDialog>
  );
}
