'use client';

import { Info } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import type { DraftConfig } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { objectsMessages } from './messages.ts';
import { synchronizationMessages } from './synchronization-messages.ts';

type Types = DraftConfig['types'];
const TYPES = ['schema', 'full', 'incremental'] as const;

/** What the task does, and in one sentence what that means. */
export function TypesCard() {
  const { types: migration, outcome: ofMigration } = useMessages(objectsMessages);
  const synchronization = useMessages(synchronizationMessages);
  const { types: title, steps } = useKindWords();
  const { draft, change } = useDraft();
  const { types, kind } = draft;
  const follows = kind === 'synchronization';
  const m = follows ? synchronization : migration;
  const outcome = follows ? synchronization.outcome : ofMigration;
  const texts = { schema: m.schemaText, full: m.fullText, incremental: m.incrementalText } as const;
  const set = (type: Types[number], on: boolean) =>
    change((before) => ({ ...before, types: TYPES.filter((each) => (each === type ? on : before.types.includes(each))) }));
  const chosen = TYPES.filter((type) => types.includes(type));
  const none = chosen.length === 0;
  return (
    <Card className="flex flex-col">
      <CardHeader title={title} divided />
      <CardBody className="flex flex-1 flex-col gap-3">
        <fieldset className="flex flex-col gap-3">
          <legend className="sr-only">{title}</legend>
          {TYPES.map((type) => (
            <Checkbox
              key={type}
              checked={types.includes(type)}
              disabled={follows && type === 'incremental'}
              onCheckedChange={(on) => set(type, on)}
              label={<span className="font-medium">{steps[type]}</span>}
              description={texts[type]}
            />
          ))}
        </fieldset>
        {follows && (
          <dl className="border-t pt-3 text-sm">
            <dt className="font-medium">{synchronization.topology}</dt>
            <dd className="mt-1">{synchronization.oneWay}</dd>
            <dd className="text-muted text-xs">{synchronization.oneWayText}</dd>
          </dl>
        )}
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
