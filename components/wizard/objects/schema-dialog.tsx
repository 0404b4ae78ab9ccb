'use client';

import { type FormEvent, useId, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { operationMessages } from '#components/task/operations.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Operation } from '#engine/schema/operation.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { objectsMessages } from './messages.ts';
import { operationsMessages } from './operations/messages.ts';
import { OperationsField } from './operations/operations-field.tsx';
import { DialogSection, type Section } from './table/section.tsx';
import { useNameProblem } from './use-name-problem.ts';

export interface SchemaDialogProps {
  readonly selection: SchemaSelection;
  /** What it was opened for. */
  readonly section: Section;
  readonly onSave: (edited: { readonly as: string; readonly operations: SchemaSelection['operations'] }) => void;
  readonly onClose: () => void;
}

export function SchemaDialog({ selection, section, onSave, onClose }: SchemaDialogProps) {
  const m = useMessages(objectsMessages).schemaDialog;
  const words = useMessages(operationMessages);
  const choice = useMessages(operationsMessages);
  const { draft } = useDraft();
  const follows = draft.types.includes('incremental');
  const { schema } = selection;
  const [name, setName] = useState(selection.as ?? schema);
  const [operations, setOperations] = useState<readonly Operation[] | undefined>(selection.operations);
  const form = useId();
  const problem = useNameProblem(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== undefined) return;
    onSave({ as: name, operations: operations === undefined ? undefined : [...operations] });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={m.title(schema)}
      description={m.text}
      size={follows ? 'lg' : 'sm'}
      footer={
        <>
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button variant="primary" type="submit" form={form} disabled={operations?.length === 0 || problem !== undefined}>
            {m.save}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save} className="flex flex-col gap-5">
        <Field label={m.name} hint={m.nameHint(schema)} error={problem}>
          <Input mono value={name} placeholder={schema} onChange={(event) => setName(event.target.value)} />
        </Field>
        {follows && (
          <DialogSection label={words.title} wanted={section === 'operations'}>
            <OperationsField
              title={words.title}
              value={operations}
              onChange={setOperations}
              inherited={{ label: choice.ofTask, operations: draft.operations ?? null }}
            />
          </DialogSection>
        )}
      </form>
    </Dialog>
  );
}
