'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PreviewButton } from '#components/api-reference/preview-button.tsx';
import { useMessages, useText } from '#components/locale.tsx';
import { GroupTagFields } from '#components/task/group-tag-fields.tsx';
import { placeAddress } from '#components/task/place.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardBody } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { api, explain } from '#lib/http/client.ts';
import type { Place } from '#lib/task/view.ts';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { wizardMessages } from '../messages.ts';
import { furthestStep } from '../reach.ts';
import { stepPath } from '../steps.ts';
import { ClassCard } from './class-card.tsx';
import { EstimateCard } from './estimate-card.tsx';
import { startMessages } from './messages.ts';
import { reviewMessages } from './review-messages.ts';
import { Route } from './route.tsx';
import { StructurePreview } from './structure-preview.tsx';
import { SummaryCard } from './summary-card.tsx';
import { TermsCard } from './terms-card.tsx';

/** Last step: says what will happen, and lets it happen. */
export function StartStep() {
  const m = useMessages(startMessages);
  const review = useMessages(reviewMessages);
  const wizard = useMessages(wizardMessages);
  const router = useRouter();
  const text = useText();
  const { task, draft, flush, reload, revision } = useDraft();
  const [started, setStarted] = useState(false);
  const [agreed, setAgreed] = useState(false);
  const [asking, setAsking] = useState(false);
  const step = furthestStep(draft, task.state);
  const ready = step === 'start';
  const complete = step !== 'connections' && step !== 'objects';
  const reason = step === 'precheck' && (task.state.name === 'blocked' || task.state.name === 'checking') ? task.state.name : step;

  const start = async () => {
    // What is started is what is seen: not what another tab or another person has made of it meanwhile.
    await flush();
    await api('POST', `/tasks/${encodeURIComponent(task.id)}/signal/start?revision=${revision()}`);
    // Stays busy until the page of the task is there: one start is enough.
    setStarted(true);
    router.push(`/tasks/${encodeURIComponent(task.id)}`);
  };

  return (
    <div className="flex flex-col gap-4">
      {reason !== 'start' && !started && (
        <Callout
          tone="warning"
          title={m.missing.title}
          action={
            <Button asChild>
              <Link href={stepPath(task.id, step)}>{m.goTo(wizard.steps[step])}</Link>
            </Button>
          }
        >
          {m.missing[reason]}
        </Callout>
      )}
      <Route source={task.source} destination={task.destination} href={stepPath(task.id, 'connections')} />
      <ClassCard />
      <Card>
        <CardBody>
          <GroupTagFields task={task} parts={['group']} onSaved={() => void reload().catch(() => {})} className="max-w-sm" />
        </CardBody>
      </Card>
      <SummaryCard />
      {draft.types.includes('full') && complete && <EstimateCard />}
      {draft.types.includes('schema') && complete && <StructurePreview />}
      <TermsCard agreed={agreed} onAgree={setAgreed} />
      <WizardFooter
        step="start"
        next={{ label: m.start, onPress: () => setAsking(true), loading: started, disabled: !(ready && agreed) && !started }}
        note={ready ? (agreed ? undefined : review.terms.needed) : m.notReady}
        aside={<PreviewButton draft={draft} secrets={task.secrets} />}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={review.confirm.title(draft.name)}
        confirmLabel={review.confirm.start}
        onConfirm={() =>
          start().catch((error: unknown) => {
            void reload().catch(() => {});
            // The dialog shows the message of what it is thrown.
            throw new Error(text(explain(error).message));
          })
        }
      >
        {review.confirm.text(placeName(task.source), placeName(task.destination))}
      </ConfirmDialog>
    </div>
  );
}

function placeName(place: Place | null): string {
  return place === null ? '' : (place.connection ?? placeAddress(place));
}
