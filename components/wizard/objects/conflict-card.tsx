'use client';

import { Info } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { RadioCards } from '#components/ui/radio-card.tsx';
import { useDraft } from '../draft.tsx';
import { objectsMessages } from './messages.ts';

/** What happens to tables that are at the destination already. */
export function ConflictCard() {
  const m = useMessages(objectsMessages).conflict;
  const { steps } = useKindWords();
  const { draft, change } = useDraft();
  const needless = !draft.types.includes('schema');
  return (
    <Card className="flex flex-col">
      <CardHeader title={m.title} divided />
      <CardBody className="flex flex-1 flex-col gap-3">
        <RadioCards
          aria-label={m.title}
          disabled={needless}
          value={draft.conflictMode}
          onValueChange={(conflictMode) => change((before) => ({ ...before, conflictMode }))}
          options={[
            { value: 'precheck', title: m.precheck, description: m.precheckText },
            { value: 'ignore', title: m.ignore, description: m.ignoreText },
          ]}
        />
        {needless && (
          <p role="note" className="mt-auto flex items-start gap-2 text-muted text-xs">
            <Info aria-hidden className="mt-px size-3.5 shrink-0" />
            {m.needless(steps.schema)}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
