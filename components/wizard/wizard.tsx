'use client';

import { useRouter } from 'next/navigation';
import { type ComponentType, useEffect, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Stepper } from '#components/ui/stepper.tsx';
import { AdvancedStep } from './advanced/advanced-step.tsx';
import { ChangedBanner } from './changed-banner.tsx';
import { ConnectionsStep } from './connections/connections-step.tsx';
import { useDraft } from './draft.tsx';
import { FieldsStep } from './fields/fields-step.tsx';
import { LeaveQuestion } from './leave-question.tsx';
import { wizardMessages } from './messages.ts';
import { ObjectsStep } from './objects/objects-step.tsx';
import { PrecheckStep } from './precheck/precheck-step.tsx';
import { furthestStep, isReachable } from './reach.ts';
import { SaveStatus } from './save-status.tsx';
import { StartStep } from './start/start-step.tsx';
import { stepPath, stepsOf, type WizardStep } from './steps.ts';

const BODY: Readonly<Record<WizardStep, ComponentType>> = {
  connections: ConnectionsStep,
  objects: ObjectsStep,
  advanced: AdvancedStep,
  fields: FieldsStep,
  precheck: PrecheckStep,
  start: StartStep,
};

/** The frame around the steps of a draft: its name, how it is saved, where one is. */
export function Wizard({ step }: { readonly step: WizardStep }) {
  const m = useMessages(wizardMessages);
  const { list } = useKindWords();
  const forbidden = useForbidden('operator');
  const router = useRouter();
  const { task, draft, flush, reload } = useDraft();
  const [fresh, setFresh] = useState<WizardStep | null>(null);
  const furthest = furthestStep(draft, task.state);
  // The start step says itself what is missing.
  const own = stepsOf(draft, task);
  const misplaced = !own.includes(step) || (step !== 'start' && !isReachable(step, furthest));
  const open = (target: WizardStep) => router.push(stepPath(task.id, target));

  useEffect(() => {
    if (misplaced) router.replace(stepPath(task.id, furthest));
  }, [misplaced, furthest, router, task.id]);

  // What a step needs to know of the task (its state, which secrets are stored) is as of when the step was opened.
  useEffect(() => {
    let here = true;
    flush()
      .then(reload)
      .catch(() => {})
      .finally(() => here && setFresh(step));
    return () => {
      here = false;
    };
  }, [flush, reload, step]);

  const current = own.indexOf(step);
  // Six whole titles want more than 1280.
  const wide = own.includes('fields');
  const steps = own.map((id, index) => ({
    id,
    label: (
      <>
        <span className={wide ? 'max-2xl:hidden' : 'max-xl:hidden'}>{m.titles[id]}</span>
        <span className={wide ? 'max-sm:hidden 2xl:hidden' : 'max-sm:hidden xl:hidden'}>{m.steps[id]}</span>
        <span className="sm:hidden">{m.narrowSteps[id]}</span>
      </>
    ),
    state: index === current ? ('current' as const) : index < own.indexOf(furthest) ? ('done' as const) : ('upcoming' as const),
    error: id === furthest && index < current,
    reachable: isReachable(id, furthest),
  }));
  const Body = BODY[step];
  const name = draft.name.trim() === '' ? m.untitled : draft.name;

  return (
    // The bar at the bottom lies over the page: leave it room, also when the keyboard moves on to what lies under it.
    <div className="pb-16 [&_*]:scroll-mb-20">
      <PageHeader breadcrumbs={[{ label: list, href: `/${draft.kind}` }]} title={name} actions={<SaveStatus />} className="mb-4" />
      <Stepper steps={steps} onSelect={open} className="mb-6 border-b pb-4" />
      <ChangedBanner />
      <LeaveQuestion />
      <h2 className="sr-only">{m.titles[step]}</h2>
      {forbidden !== null && <Callout title={forbidden} className="mb-4" />}
      <fieldset disabled={forbidden !== null} className="contents">
        {!misplaced && (step === 'start' && fresh !== step ? <Skeleton className="h-96 rounded-lg" /> : <Body />)}
      </fieldset>
    </div>
  );
}
