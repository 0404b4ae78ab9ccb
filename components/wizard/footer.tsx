'use client';

import { ChevronLeft } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { explain } from '#lib/http/client.ts';
import { ActionBar } from './action-bar.tsx';
import { useDraft } from './draft.tsx';
import { wizardMessages } from './messages.ts';
import { stepPath, stepsOf, type WizardStep } from './steps.ts';

export interface WizardFooterProps {
  readonly step: WizardStep;
  readonly next: {
    readonly label: string;
    /** Runs when the draft is saved; it is not called while it cannot be. A promise keeps the button busy. */
    readonly onPress: () => Promise<unknown> | unknown;
    readonly loading?: boolean | undefined;
    readonly disabled?: boolean | undefined;
  };
  /** A short sentence beside the button: what is missing, say. */
  readonly note?: ReactNode;
  /** A quiet button before the main one. */
  readonly aside?: ReactNode;
}

/** The bar at the bottom of every step: back, and on. */
export function WizardFooter({ step, next, note, aside }: WizardFooterProps) {
  const m = useMessages(wizardMessages);
  const t = useText();
  const router = useRouter();
  const { task, draft, saving, flush } = useDraft();
  const [busy, setBusy] = useState<'back' | 'next' | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown; readonly ofSave: boolean } | null>(null);
  const own = stepsOf(draft, task);
  const previous = own[own.indexOf(step) - 1];

  const run = async (which: 'back' | 'next', action: () => Promise<unknown> | unknown) => {
    if (busy !== null) return;
    setBusy(which);
    setFailure(null);
    let ofSave = true;
    try {
      await flush();
      ofSave = false;
      await action();
    } catch (error) {
      setFailure({ error, ofSave });
    } finally {
      setBusy(null);
    }
  };

  // A save that failed is history once it worked by another way.
  const shown = failure?.ofSave === true && saving.state !== 'failed' ? null : failure;
  return (
    <ActionBar
      label={m.actions}
      start={
        previous !== undefined && (
          <Button variant="ghost" loading={busy === 'back'} onClick={() => run('back', () => router.push(stepPath(task.id, previous)))}>
            <ChevronLeft />
            <span className="max-sm:sr-only">{m.back}</span>
          </Button>
        )
      }
      note={shown === null ? note : <span className="text-danger">{t(explain(shown.error).message)}</span>}
    >
      {aside}
      <Button
        variant="primary"
        loading={next.loading === true || busy === 'next'}
        disabled={next.disabled}
        onClick={() => run('next', next.onPress)}
      >
        {next.label}
      </Button>
    </ActionBar>
  );
}
