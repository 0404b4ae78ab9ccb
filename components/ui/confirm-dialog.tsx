'use client';

import { type ReactNode, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { Checkbox } from './checkbox.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { uiMessages } from './messages.ts';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** What will happen. */
  readonly children?: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel?: string | undefined;
  readonly tone?: 'primary' | 'danger' | undefined;
  /** This word must be typed before the action is allowed. */
  readonly typed?: string | undefined;
  /** This sentence must be ticked before the action is allowed. */
  readonly acknowledge?: ReactNode;
  /** The dialog waits for it, closes when it is done, and shows the message of what it throws. */
  readonly onConfirm: () => Promise<unknown> | unknown;
  readonly size?: 'sm' | 'md' | 'lg' | undefined;
}

/** Asks once more before something that counts. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  // What was typed and what failed belong to one opening: a new one starts afresh.
  return props.open ? <OpenConfirmDialog {...props} /> : null;
}

function OpenConfirmDialog({
  onOpenChange,
  title,
  children,
  tone = 'primary',
  typed,
  acknowledge,
  onConfirm,
  size = 'sm',
  ...props
}: ConfirmDialogProps) {
  const m = useMessages(uiMessages);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [word, setWord] = useState('');
  const [ticked, setTicked] = useState(false);
  const allowed = (typed === undefined || word === typed) && (acknowledge === undefined || ticked);

  const confirm = async () => {
    if (!allowed || running) return;
    setRunning(true);
    setFailure(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setFailure(error instanceof Error && error.message !== '' ? error.message : m.failed);
    } finally {
      setRunning(false);
    }
  };

  const hasBody = children !== undefined || typed !== undefined || acknowledge !== undefined || failure !== undefined;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={title}
      size={size}
      locked={running}
      role="alertdialog"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={running}>
            {props.cancelLabel ?? m.cancel}
          </Button>
          <Button variant={tone} loading={running} disabled={!allowed} onClick={confirm}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {hasBody && (
        <div className="flex flex-col gap-4">
          {children !== undefined && <div className="text-muted text-sm">{children}</div>}
          {typed !== undefined && (
            <Field label={m.typeToConfirm(typed)}>
              <Input
                mono
                value={word}
                disabled={running}
                onChange={(event) => setWord(event.target.value)}
                onKeyDown={(event) => event.key === 'Enter' && confirm()}
              />
            </Field>
          )}
          {acknowledge !== undefined && <Checkbox checked={ticked} disabled={running} onCheckedChange={setTicked} label={acknowledge} />}
          {failure !== undefined && (
            <Callout tone="danger" title={m.failed}>
              {failure === m.failed ? undefined : failure}
            </Callout>
          )}
        </div>
      )}
    </Dialog>
  );
}
