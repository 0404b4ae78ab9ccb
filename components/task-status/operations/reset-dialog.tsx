'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { Leftovers } from '#components/task/leftovers.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import type { ReleaseReport } from '#engine/engine.ts';
import { api, explain } from '#lib/http/client.ts';
import { operationsMessages } from './messages.ts';

export interface ResetDialogProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Makes the task a draft again; what could not be removed is shown, and then it is none. */
export function ResetDialog({ id, name, onClose }: ResetDialogProps) {
  const m = useMessages(operationsMessages);
  const text = useText();
  const router = useRouter();
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [leftovers, setLeftovers] = useState<ReleaseReport['leftovers']>([]);
  const left = leftovers.length > 0;
  const reset = async () => {
    if (running) return;
    setRunning(true);
    setFailure(null);
    try {
      const report = await api<ReleaseReport>('POST', `/tasks/${encodeURIComponent(id)}/reset`);
      setLeftovers(report.leftovers);
      if (report.leftovers.length > 0) return;
      toast.success(m.resetDone(name));
      onClose();
      router.push(stepPath(id, 'connections'));
    } catch (error) {
      setFailure(error);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      role="alertdialog"
      size={left ? 'md' : 'sm'}
      locked={running}
      title={left ? m.resetLeft : m.resetTitle(name)}
      footer={
        <>
          <Button disabled={running} onClick={onClose}>
            {m.cancel}
          </Button>
          <Button variant={left ? 'primary' : 'danger'} loading={running} onClick={() => void reset()}>
            {left ? m.again : m.resetConfirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {left ? (
          <Leftovers leftovers={leftovers} text={m.resetLeftText} />
        ) : (
          <div className="text-muted text-sm">
            <p>{m.resetText}</p>
            <p className="mt-2">{m.resetStays}</p>
          </div>
        )}
        {failure !== null && (
          <Callout tone="danger" title={text(explain(failure).message)}>
            {text(explain(failure).hint)}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
