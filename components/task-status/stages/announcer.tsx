'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import type { StepProgress } from '#engine/progress/progress.ts';
import { stageMessages } from './messages.ts';
import type { Spoken } from './spoken.ts';

export interface AnnouncerProps {
  readonly spoken: readonly { readonly step: StepProgress; readonly says: Spoken }[];
}

/** The same as the cards say, for those who listen: only what changes is read out, and nobody is interrupted. */
export function Announcer({ spoken }: AnnouncerProps) {
  const m = useMessages(stageMessages);
  const { steps } = useKindWords();
  const format = useFormat();
  const words = (says: Spoken): string => {
    if (says.kind === 'percent') return format.percent(says.percent / 100);
    return says.kind === 'current' ? m.notDelayed : m.states[says.state];
  };
  return (
    <ul aria-live="polite" aria-label={m.announced} className="sr-only">
      {spoken.map(({ step, says }) => (
        <li key={step.step}>{m.spoken(steps[step.step], words(says))}</li>
      ))}
    </ul>
  );
}
