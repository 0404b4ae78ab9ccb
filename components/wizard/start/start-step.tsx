'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { api } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { wizardMessages } from '../messages.ts';
import { furthestStep } from '../reach.ts';
import { stepPath } from '../steps.ts';
import { ClassCard } from './class-card.tsx';
import { startMessages } from './messages.ts';
import { Route } from './route.tsx';
import { StructurePreview } from './structure-preview.tsx';
import { SummaryCard } from './summary-card.tsx';

/** Last step: says what will happen, and lets it happen. */
export function StartStep() {
  const m = useMessages(startMessages);
  const wizard = useMessages(wizardMessages);
  const router = useRouter();
  const { task, draft } = useDraft();
  const [started, setStarted] = useState(false);
  const step = furthestStep(draft, task.state);
  const ready = step === 'start';
  const reason = step === 'precheck' && (task.state.name === 'blocked' || task.state.name === 'checking') ? task.state.name : step;

  const start = async () => {
    await api('POST', `/tasks/${encodeURIComponent(task.id)}/signal/start`);
    // Stays busy until the page of the task is there: one start is enough.
    setStarted(true);
    router.push(`/tasks/${encodeURIComponent(task.id)}`);
  };

  return (
    <div className="flex max-w-4xl flex-col gap-4">
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
      <SummaryCard />
      {draft.types.includes('incremental') && <Callout title={m.marks.title}>{m.marks.text}</Callout>}
      {draft.types.includes('schema') && step !== 'connections' && step !== 'objects' && <StructurePreview />}
      <WizardFooter
        step="start"
        next={{ label: m.start, onPress: start, loading: started, disabled: !ready && !started }}
        note={ready ? undefined : m.notReady}
      />
    </div>
  );
}
