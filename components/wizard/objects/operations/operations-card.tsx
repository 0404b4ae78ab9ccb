'use client';

import { type FormEvent, useId, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { describeOperations, isAll, operationMessages } from '#components/task/operations.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, CardBody } from '#components/ui/card.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Operation } from '#engine/schema/operation.ts';
import { useDraft } from '../../draft.tsx';
import { operationsMessages } from './messages.ts';
import { OperationsField } from './operations-field.tsx';

/** The operations of the whole task. Nothing can be chosen where no changes are followed. */
export function OperationsCard() {
  const m = useMessages(operationsMessages);
  const words = useMessages(operationMessages);
  const text = useText();
  const { steps } = useKindWords();
  const { draft } = useDraft();
  const [open, setOpen] = useState(false);
  const follows = draft.types.includes('incremental');
  return (
    <Card>
      <CardBody className="flex items-center justify-between gap-6">
        <div className="min-w-0">
          <h2 className="font-medium text-sm">{words.title}</h2>
          <p aria-live="polite" className="text-muted text-sm [overflow-wrap:anywhere]">
            {follows ? describeOperations(draft.operations, words, text) : m.notFollowed(steps.incremental)}
          </p>
        </div>
        <Button aria-label={m.changeTask} disabled={!follows} onClick={() => setOpen(true)}>
          {m.change}
        </Button>
      </CardBody>
      {open && <OperationsDialog onClose={() => setOpen(false)} />}
    </Card>
  );
}

function OperationsDialog({ onClose }: { readonly onClose: () => void }) {
  const m = useMessages(operationsMessages);
  const { draft, change } = useDraft();
  const [value, setValue] = useState<readonly Operation[]>();
  const chosen = value ?? draft.operations;
  const form = useId();
  const save = (event: FormEvent) => {
    event.preventDefault();
    change(({ operations: _, ...before }) => (isAll(chosen) ? before : { ...before, operations: [...(chosen ?? [])] }));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={m.taskTitle}
      description={m.taskText}
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button variant="primary" type="submit" form={form} disabled={chosen?.length === 0}>
            {m.save}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save}>
        <OperationsField value={chosen} onChange={setValue} inherited={null} />
      </form>
    </Dialog>
  );
}
