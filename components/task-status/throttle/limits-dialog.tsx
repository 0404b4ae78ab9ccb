'use client';

import { useMessages } from '#components/locale.tsx';
import { FormDialog, type FormDialogProps } from '#components/ui/form-dialog.tsx';
import type { LimitsChange } from '#engine/engine.ts';
import type { Limits } from '#engine/task/limits.ts';
import { api } from '#lib/http/client.ts';
import { throttleMessages } from './messages.ts';

export interface LimitsDialogProps extends Omit<FormDialogProps, 'saveLabel' | 'onSave'> {
  readonly taskId: string;
  /** What is entered. */
  readonly change: () => LimitsChange;
  readonly onSaved: (limits: Limits) => void;
}

/** Saves limits of a task, at work or not. */
export function LimitsDialog({ taskId, change, onSaved, children, ...form }: LimitsDialogProps) {
  const m = useMessages(throttleMessages);
  const save = async () => onSaved(await api<Limits>('PATCH', `/tasks/${encodeURIComponent(taskId)}/limits`, change()));
  return (
    <FormDialog {...form} saveLabel={m.save} onSave={save}>
      {(saving) => <div className="flex flex-col gap-5">{children(saving)}</div>}
    </FormDialog>
  );
}
