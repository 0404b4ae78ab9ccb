'use client';

import { type FormEvent, useId, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { SchemaSelection } from '#engine/task/config.ts';
import { objectsMessages } from './messages.ts';

export interface SchemaDialogProps {
  readonly selection: SchemaSelection;
  readonly onSave: (as: string) => void;
  readonly onClose: () => void;
}

export function SchemaDialog({ selection, onSave, onClose }: SchemaDialogProps) {
  const m = useMessages(objectsMessages).schemaDialog;
  const { schema } = selection;
  const [name, setName] = useState(selection.as ?? schema);
  const form = useId();
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(name);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={m.title(schema)}
      description={m.text}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button variant="primary" type="submit" form={form}>
            {m.save}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save}>
        <Field label={m.name} hint={m.nameHint(schema)}>
          <Input mono value={name} placeholder={schema} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
