'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { statusKey } from '#components/task-status/status-key.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { ActionBar } from '#components/wizard/action-bar.tsx';
import { useDraft } from '#components/wizard/draft.tsx';
import { api, explain } from '#lib/http/client.ts';
import type { Difference } from './difference.ts';
import { modifyMessages } from './messages.ts';
import { ReviewReport } from './review-report.tsx';
import { isPossible, usePreview, warningsOf } from './use-preview.ts';

export interface ReviewStepProps {
  readonly difference: Difference;
  /** In words. */
  readonly changes: string;
  /** The task does not take them just now. */
  readonly refused: boolean;
  readonly onBack: () => void;
  readonly onApplied: () => void;
}

/** What the changes come to, and the question whether they are made. */
export function ReviewStep({ difference, changes, refused, onBack, onApplied }: ReviewStepProps) {
  const m = useMessages(modifyMessages);
  const text = useText();
  const client = useQueryClient();
  const { task, draft, revision } = useDraft();
  const preview = usePreview();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const ready = preview.data !== undefined && !preview.isFetching && isPossible(preview.data) && !refused;
  const accepted = preview.data === undefined ? [] : warningsOf(preview.data);
  const apply = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await api('POST', `/tasks/${encodeURIComponent(task.id)}/objects`, { objects: draft.objects, revision: revision(), accepted });
      toast.success(m.applied);
      await client.invalidateQueries({ queryKey: statusKey(task.id) });
      onApplied();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <>
      {failure !== null && (
        <Callout tone="danger" title={m.applyFailed} className="mb-4">
          <p>{text(explain(failure).message)}</p>
          <p>{text(explain(failure).hint)}</p>
        </Callout>
      )}
      <ReviewReport difference={difference} preview={preview} />
      <ActionBar
        label={m.actions}
        start={
          <Button variant="ghost" disabled={busy} onClick={onBack}>
            <ChevronLeft />
            <span className="max-sm:sr-only">{m.back}</span>
          </Button>
        }
        note={changes}
      >
        <Button variant="primary" loading={busy} disabled={!ready} onClick={() => setAsking(true)}>
          {m.apply}
        </Button>
      </ActionBar>
      <ConfirmDialog
        open={asking && !refused}
        onOpenChange={setAsking}
        title={m.asks(task.name)}
        confirmLabel={m.confirm}
        acknowledge={accepted.length > 0 ? m.accept(accepted.length) : undefined}
        onConfirm={apply}
      >
        {changes}
      </ConfirmDialog>
    </>
  );
}
