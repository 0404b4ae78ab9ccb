'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { leaveFor } from '#components/leave.ts';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Stepper } from '#components/ui/stepper.tsx';
import { ActionBar } from '#components/wizard/action-bar.tsx';
import { useDraft } from '#components/wizard/draft.tsx';
import { ChooseStep } from './choose-step.tsx';
import { FollowedProvider } from './followed-provider.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { modifyMessages } from './messages.ts';
import { ReviewStep } from './review-step.tsx';
import { useDifference, useSummary } from './use-difference.ts';

const STEPS = ['choose', 'review'] as const;

export interface ModifyStepsProps {
  /** The task does not take changes just now; the page says why. */
  readonly refused: boolean;
}

/** First the tables are chosen, then what comes of it is read and applied. */
export function ModifySteps({ refused }: ModifyStepsProps) {
  const m = useMessages(modifyMessages);
  const router = useRouter();
  const { task, draft } = useDraft();
  const { difference, contents } = useDifference();
  const summary = useSummary();
  const [step, setStep] = useState<(typeof STEPS)[number]>('choose');
  const [applied, setApplied] = useState(false);
  const { added, removed, unread } = difference;
  const changes = summary({ added: added.length, removed: removed.length });
  const empty = draft.objects.length === 0;
  const ready = changes !== '' && unread.length === 0 && !empty && !refused;
  const path = `/tasks/${encodeURIComponent(task.id)}`;
  const done = () => {
    setApplied(true);
    router.push(`${path}?tab=overview`);
  };
  return (
    <FollowedProvider difference={difference}>
      <Stepper
        steps={STEPS.map((id) => ({
          id,
          label: m.steps[id],
          state: id === step ? 'current' : id === 'choose' ? 'done' : 'upcoming',
          reachable: id === 'choose' || ready,
        }))}
        onSelect={setStep}
        className="mb-5 border-b pb-4"
      />
      {step === 'choose' ? (
        <>
          <ChooseStep difference={difference} contents={contents} />
          <ActionBar
            label={m.actions}
            start={
              <Button variant="ghost" onClick={() => leaveFor(() => router.push(path))}>
                {m.cancel}
              </Button>
            }
            note={empty ? m.allAway : changes === '' ? (unread.length > 0 ? m.reading : m.none) : changes}
          >
            <Button variant="primary" disabled={!ready} onClick={() => setStep('review')}>
              {m.next}
            </Button>
          </ActionBar>
        </>
      ) : (
        <ReviewStep difference={difference} changes={changes} refused={refused} onBack={() => setStep('choose')} onApplied={done} />
      )}
      <LeaveGuard changes={applied ? '' : changes} />
    </FollowedProvider>
  );
}
