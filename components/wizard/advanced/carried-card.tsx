'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { useDraft } from '../draft.tsx';
import { destinationType } from '../steps.ts';
import { isOn, switchesFor, withSwitch } from './fields.ts';
import { advancedMessages } from './messages.ts';

/** What comes along with objects and rows. */
export function CarriedCard() {
  const m = useMessages(advancedMessages);
  const text = useText();
  const { task, draft, change } = useDraft();
  // SelectDB has no owners, no grants of PostgreSQL's and no large objects.
  const fields = destinationType(draft, task) === 'selectdb' ? [] : switchesFor(draft.types);
  if (fields.length === 0) return null;
  return (
    <Card className="mb-4">
      <CardHeader title={m.carried} description={m.carriedText} divided />
      <CardBody className="flex flex-col gap-4">
        {fields.map((field) => (
          <Checkbox
            key={field.name}
            checked={isOn(draft, field)}
            onCheckedChange={(on) => change((before) => withSwitch(before, field, on))}
            label={<span className="font-medium">{text(field.label)}</span>}
            description={field.help === undefined ? undefined : text(field.help)}
          />
        ))}
      </CardBody>
    </Card>
  );
}
