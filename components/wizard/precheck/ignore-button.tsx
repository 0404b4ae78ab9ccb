'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { Finding } from '#engine/precheck/check.ts';
import { explain } from '#lib/http/client.ts';
import { precheckMessages } from './messages.ts';

export interface IgnoreButtonProps {
  readonly finding: Finding;
  readonly onAccept: (accepted: boolean) => Promise<void>;
}

const NAMED = 3;

/** Ignores a warning, once its risk was read; takes that back without asking. */
export function IgnoreButton({ finding, onAccept }: IgnoreButtonProps) {
  const m = useMessages(precheckMessages);
  const text = useText();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const title = text(finding.title);

  const undo = async () => {
    setBusy(true);
    await onAccept(false).catch((error: unknown) => toast.error(m.undoFailed, { description: text(explain(error).message) }));
    setBusy(false);
  };
  const ignore = () =>
    onAccept(true).catch((error: unknown) => {
      // The dialog shows the message of what it is thrown.
      throw new Error(text(explain(error).message));
    });

  const named = finding.problems.slice(0, NAMED);
  const more = finding.problems.length - named.length;
  return (
    <>
      {/* One button in both cases: the keyboard stays where it is. */}
      <Button
        size="sm"
        loading={busy}
        aria-label={finding.accepted ? m.undoOf(title) : m.ignoreOf(title)}
        onClick={() => (finding.accepted ? void undo() : setAsking(true))}
      >
        {finding.accepted ? m.undo : m.ignore}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={m.confirm.title(title)}
        confirmLabel={m.confirm.ignore}
        onConfirm={ignore}
        size="md"
      >
        <p>{m.confirm.text}</p>
        <ul className="my-2 flex list-disc flex-col gap-1 pl-5 text-foreground">
          {named.map((problem) => (
            <li key={JSON.stringify([problem.subject, problem.cause.en])} className="[overflow-wrap:anywhere]">
              {text(problem.cause)}
            </li>
          ))}
          {more > 0 && <li>{m.confirm.more(more)}</li>}
        </ul>
        <p>{m.confirm.stays}</p>
      </ConfirmDialog>
    </>
  );
}
