'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { RadioCards } from '#components/ui/radio-card.tsx';
import { useDraft } from '../draft.tsx';
import { CLASSES } from './instance-class.ts';
import { startMessages } from './messages.ts';

/** *Instance Class*: how fast the task may be. */
export function ClassCard() {
  const m = useMessages(startMessages);
  const format = useFormat();
  const { draft, change } = useDraft();
  return (
    <Card>
      <CardHeader title={m.class.title} description={m.class.text} divided />
      <CardBody>
        <RadioCards
          aria-label={m.class.title}
          columns={4}
          value={draft.start?.instanceClass ?? 'unlimited'}
          onValueChange={(instanceClass) => change((before) => ({ ...before, start: { ...before.start, instanceClass } }))}
          options={CLASSES.map((each) => ({
            value: each.name,
            title: each.name === 'unlimited' ? m.class.unlimited : each.name,
            description: (
              <>
                <span className="block">{each.streams === null ? m.class.perProcessor : m.class.streams(each.streams)}</span>
                <span className="numeric block">{each.rows === null ? m.class.anyRows : m.class.rows(format.count(each.rows))}</span>
              </>
            ),
          }))}
        />
      </CardBody>
    </Card>
  );
}
