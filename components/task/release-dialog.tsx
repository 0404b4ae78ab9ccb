'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ReleaseReport } from '#engine/engine.ts';
import type { Text } from '#engine/text.ts';
import { api, explain } from '#lib/http/client.ts';
import { Leftovers } from './leftovers.tsx';
import { taskMessages } from './messages.ts';
import { isDraft } from './state.ts';
import type { TaskDialogProps } from './task-dialogs.tsx';

export interface ReleaseDialogProps extends TaskDialogProps {
  readonly onReleased?: (() => void) | undefined;
}

/** Releases a task, or deletes a draft. What could not be removed is shown before anything is forgotten. */
export function ReleaseDialog(props: ReleaseDialogProps) {
  // What failed belongs to one opening: a new one starts afresh.
  return props.open ? <OpenReleaseDialog {...props} /> : null;
}

type Running = 'release' | 'forget' | null;

function OpenReleaseDialog({ task, onOpenChange, onReleased }: ReleaseDialogProps) {
  const m = useMessages(taskMessages);
  const text = useText();
  const [running, setRunning] = useState<Running>(null);
  const [failure, setFailure] = useState<{ readonly message: Text; readonly hint: Text } | null>(null);
  const [leftovers, setLeftovers] = useState<ReleaseReport['leftovers']>([]);
  const draft = isDraft(task.state.name);
  const left = leftovers.length > 0;

  const release = async (forget: boolean): Promise<void> => {
    if (running !== null) return;
    setRunning(forget ? 'forget' : 'release');
    setFailure(null);
    try {
      const path = `/tasks/${encodeURIComponent(task.id)}`;
      const report = await api<ReleaseReport>('DELETE', forget ? `${path}?forget=true` : path);
      if (report.leftovers.length > 0 && !forget) return setLeftovers(report.leftovers);
      toast.success(draft ? m.deleted(task.name) : m.released(task.name));
      onOpenChange(false);
      onReleased?.();
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setRunning(null);
    }
  };

  const confirmLabel = left ? m.tryAgain : draft ? m.delete : m.releaseConfirm;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      role="alertdialog"
      size={left ? 'md' : 'sm'}
      locked={running !== null}
      title={left ? m.leftoversTitle : draft ? m.deleteTitle(task.name) : m.releaseTitle(task.name)}
      footer={
        <>
          <Button disabled={running !== null} onClick={() => onOpenChange(false)}>
            {m.keep}
          </Button>
          {left && (
            <Button variant="danger-quiet" loading={running === 'forget'} disabled={running === 'release'} onClick={() => release(true)}>
              {m.forget}
            </Button>
          )}
          <Button
            variant={left ? 'primary' : 'danger'}
            loading={running === 'release'}
            disabled={running === 'forget'}
            onClick={() => release(false)}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {left ? (
          <Leftovers leftovers={leftovers} />
        ) : (
          <div className="text-muted text-sm">
            <p>{draft ? m.deleteText : m.releaseText}</p>
            {!draft && <p className="mt-2">{m.releaseRemoves}</p>}
          </div>
        )}
        {failure !== null && (
          <Callout tone="danger" title={text(failure.message)}>
            {text(failure.hint)}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
