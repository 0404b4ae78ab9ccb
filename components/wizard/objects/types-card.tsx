'use client';

import { Info } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import type { DraftConfig } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { objectsMessages } from './messages.ts';

type Types = DraftConfig['types'];
const TYPES = ['schema', 'full', 'incremental'] as const;

/** What the task does, and in one sentence what that means. */
export function TypesCard() {
  const { types: m, outcome } = useMessages(objectsMessages);
  const { draft, change } = useDraft();
  const { types } = draft;
  const words = {
    schema: [m.schema, m.schemaText],
    full: [m.full, m.fullText],
    incremental: [m.incremental, m.incrementalText],
  } as const;
  const set = (type: Types[number], on: boolean) =>
    change((before) => ({ ...before, types: TYPES.filter((each) => (each === type ? on : before.types.includes(each))) }));
  const chosen = TYPES.filter((type) => types.includes(type));
  const none = chosen.length === 0;
  return (
    <Card className="flex flex-col">
      <CardHeader title={m.title} divided />
      <CardBody className="flex flex-1 flex-col gap-3">
        <fieldset className="flex flex-col gap-3">
          <legend className="sr-only">{m.title}</legend>
          {TYPES.map((type) => (
            <Checkbox
              key={type}
              checked={types.includes(type)}
              onCheckedChange={(on) => set(type, on)}
              label={<span className="font-medium">{words[type][0]}</span>}
              description={words[type][1]}
            />
          ))}
        </fieldset>
        <p
          aria-live="polite"
          className={cn('mt-auto flex min-h-11 items-start gap-2 border-t pt-3 text-xs', none ? 'text-danger' : 'text-muted')}
        >
          <Info aria-hidden className="mt-px size-3.5 shrink-0" />
          {outcome[none ? 'none' : chosen.join('+')]}
        </p>
      </CardBody>
    </Card>
  );
}
