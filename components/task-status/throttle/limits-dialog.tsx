'use client';

import { type ReactNode, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { LimitsChange } from '#engine/engine.ts';
import type { Limits } from '#engine/task/limits.ts';
import { api, explain } from '#lib/http/client.ts';
import { throttleMessages } from './messages.ts';

export interface LimitsDialogProps {
  readonly taskId: string;
  readonly title: string;
  readonly description: string;
  /** What is entered cannot be saved. */
  readonly wrong: boolean;
  /** What is entered. */
  readonly change: () => LimitsChange;
  readonly onSaved: (limits: Limits) => void;
  readonly onClose: () => void;
  /** The fields, disabled while they are saved. */
  readonly children: (saving: boolean) => ReactNode;
}

/** Saves limits of a task, at work or not; stays open with the reason when that fails. */
export function LimitsDialog({ taskId, title, description, wrong, change, onSaved, onClose, children }: LimitsDialogProps) {
  const m = useMessages(throttleMessages);
  const text = useText();
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async () => {
    if (wrong || saving) return;
    setSaving(true);
    setFailure(null);
    try {
      onSaved(await api<Limits>('PATCH', `/tasks/${encodeURIComponent(taskId)}/limits`, change()));
      onClose();
    } catch (error) {
      setFailure(error);
      setSaving(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      locked={saving}
      footer={
        <>
          <Button disabled={saving} onClick={onClose}>
            {m.cancel}
          </Button>
          <Button variant="primary" loading={saving} disabled={wrong} onClick={() => void save()}>
            {m.save}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {children(saving)}
        {failure !== null && (
          <Callout tone="danger" title={text(explain(failure).message)}>
            {text(explain(failure).hint)}
          </Callout>
        )}
        {/* Enter in a box saves; the button that is seen is below. */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
