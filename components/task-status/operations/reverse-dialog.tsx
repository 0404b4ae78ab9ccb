'use client';

import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import { api, explain } from '#lib/http/client.ts';
import type { Reverse } from '#lib/task/copies.ts';
import { operationsMessages } from './messages.ts';

/** Says what a reverse task does and what it does not, before there is one. */
export function ReverseDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const m = useMessages(operationsMessages);
  const text = useText();
  const router = useRouter();
  const create = async () => {
    const made = await api<Reverse>('POST', `/tasks/${encodeURIComponent(id)}/reverse`).catch((error: unknown) => {
      const { message, hint } = explain(error);
      throw new Error(`${text(message)} ${text(hint)}`);
    });
    const left = made.unfiltered.length === 0 ? {} : { description: m.unfiltered(made.unfiltered.join(', ')) };
    toast.success(m.reverseDone, left);
    router.push(stepPath(made.id, 'connections'));
  };
  return (
    <ConfirmDialog
      open
      size="md"
      onOpenChange={(open) => !open && onClose()}
      title={m.reverseTitle}
      confirmLabel={m.reverseConfirm}
      cancelLabel={m.cancel}
      onConfirm={create}
    >
      <p>{m.reverseText}</p>
      <ul className="mt-3 flex list-disc flex-col gap-1.5 pl-5">
        {Object.values(m.reversePoints).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
