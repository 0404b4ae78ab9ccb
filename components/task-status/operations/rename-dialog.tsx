'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { api } from '#lib/http/client.ts';
import { operationsMessages } from './messages.ts';

const LONGEST = 128;

export interface RenameDialogProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function RenameDialog({ id, name: before, onClose }: RenameDialogProps) {
  const m = useMessages(operationsMessages);
  const [name, setName] = useState(before);
  const wrong = name.trim() === '' || name.trim().length > LONGEST;
  const save = async () => {
    await api('POST', `/tasks/${encodeURIComponent(id)}/rename`, { name });
    toast.success(m.renamed);
  };
  return (
    <FormDialog title={m.renameTitle} saveLabel={m.renameSave} wrong={wrong} onSave={save} onClose={onClose}>
      {(saving) => (
        <Field label={m.renameLabel} hint={m.renameHint} error={wrong ? m.renameWrong : undefined}>
          <Input value={name} disabled={saving} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
    </FormDialog>
  );
}
