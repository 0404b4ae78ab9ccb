'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { explain } from '#lib/http/client.ts';
import { precheckMessages } from './messages.ts';

export interface RemedyDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly statements: readonly string[];
  readonly onConfirm: () => Promise<void>;
}

/** Shows what will be run at the source, and runs it once that was read. */
export function RemedyDialog({ open, onOpenChange, statements, onConfirm }: RemedyDialogProps) {
  const m = useMessages(precheckMessages).remedyDialog;
  const text = useText();
  const run = () =>
    onConfirm().catch((error: unknown) => {
      // The dialog shows the message of what it is thrown.
      const { message, hint } = explain(error);
      throw new Error(`${text(message)} ${text(hint)}`);
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={m.title(statements.length)}
      confirmLabel={m.run}
      onConfirm={run}
      size="lg"
    >
      <p className="mb-3">{m.text}</p>
      <CodeBlock code={statements.join('\n')} className="max-h-64" />
      <p className="mt-3">{m.cost}</p>
    </ConfirmDialog>
  );
}
