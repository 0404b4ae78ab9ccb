'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { isSavedEndpoint } from '#components/connection/endpoint.ts';
import { useConnections } from '#components/connection/use-connections.ts';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { EndpointType } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { isFilled } from '../reach.ts';
import { stepPath } from '../steps.ts';
import { LimitsPanel } from './limits-panel.tsx';
import { connectionsStepMessages } from './messages.ts';
import { SideCard } from './side-card.tsx';
import { type SideName, useSideTest } from './use-side-test.ts';

const SIDES: readonly SideName[] = ['source', 'destination'];

/** First step: what the task is called, and which two databases it connects. */
export function ConnectionsStep() {
  const m = useMessages(connectionsStepMessages);
  const router = useRouter();
  const { task, draft, change } = useDraft();
  const { data: connections } = useConnections();
  const version = (side: SideName) => {
    const endpoint = draft[side];
    const id = isSavedEndpoint(endpoint) ? endpoint.connectionId : null;
    return connections?.find((connection) => connection.id === id)?.updatedAt ?? '';
  };
  const tests = { source: useSideTest('source', version('source')), destination: useSideTest('destination', version('destination')) };
  const typeOf = (side: SideName): EndpointType => {
    const endpoint = draft[side];
    const saved = isSavedEndpoint(endpoint) ? connections?.find(({ id }) => id === endpoint.connectionId)?.endpoint : endpoint;
    return saved?.type ?? 'postgresql';
  };
  const [strict, setStrict] = useState(false);
  const [refused, setRefused] = useState(0);
  const [failed, setFailed] = useState<readonly SideName[]>([]);
  const form = useRef<HTMLDivElement>(null);
  const unnamed = draft.name.trim() === '';
  const incomplete = unnamed || !SIDES.every((side) => isFilled(draft[side]));
  // A failure is no longer held against a side that was edited, or tested again.
  const failing = failed.filter((side) => !tests[side].running && !tests[side].outdated && tests[side].diagnosis?.ok !== true);
  const note =
    strict && incomplete ? m.incomplete : failing.length > 0 ? m.failed(failing.map((side) => m.sideFailed[side]).join(m.and)) : '';

  // The keyboard goes to the first field that stands in the way.
  useEffect(() => {
    if (refused > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);

  const refuse = () => {
    setStrict(true);
    setRefused((count) => count + 1);
  };
  const show = (side: SideName) =>
    form.current?.querySelector(`[data-test="${side}"]`)?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  const testOne = async (side: SideName) => {
    if (!isFilled(draft[side])) return refuse();
    await tests[side].run();
    show(side);
  };
  const proceed = async () => {
    setFailed([]);
    if (incomplete) return refuse();
    const passed = await Promise.all(SIDES.map((side) => tests[side].run()));
    const broken = SIDES.filter((_, index) => passed[index] !== true);
    setFailed(broken);
    const [first] = broken;
    if (first === undefined) router.push(stepPath(task.id, 'objects'));
    else show(first);
  };

  return (
    <div ref={form} className="flex flex-col gap-6">
      <Field label={m.name} error={unnamed ? m.nameMissing : undefined} className="max-w-md">
        <Input value={draft.name} maxLength={128} onChange={(event) => change((before) => ({ ...before, name: event.target.value }))} />
      </Field>
      <LimitsPanel source={typeOf('source')} destination={typeOf('destination')} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        {SIDES.map((side) => (
          <SideCard key={side} side={side} connections={connections} test={tests[side]} strict={strict} onTest={() => void testOne(side)} />
        ))}
      </div>
      <WizardFooter step="connections" next={{ label: m.next, onPress: proceed }} note={note} />
    </div>
  );
}
