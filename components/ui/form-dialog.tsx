'use client';

import { type ReactNode, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { explain } from '#lib/http/client.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { Dialog } from './dialog.tsx';
import { uiMessages } from './messages.ts';

export interface FormDialogProps {
  readonly title: string;
  readonly description?: string | undefined;
  readonly saveLabel: string;
  /** What is entered cannot be saved. */
  readonly wrong: boolean;
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
  /** The fields, disabled while they are saved. */
  readonly children: (saving: boolean) => ReactNode;
}

/** A few fields and one thing that is done with them; stays open with the reason when that fails. */
export function FormDialog({ title, description, saveLabel, wrong, onSave, onClose, children }: FormDialogProps) {
  const m = useMessages(uiMessages);
  const text = useText();
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async () => {
    if (wrong || saving) return;
    setSaving(true);
    setFailure(null);
    try {
      await onSave();
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
            {saveLabel}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-4"
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
