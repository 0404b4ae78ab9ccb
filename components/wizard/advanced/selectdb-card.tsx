'use client';

import { useState } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import type { SelectDbConfig } from '#engine/task/config.ts';
import { verbatim } from '#engine/text.ts';
import { useDraft } from '../draft.tsx';
import { advancedMessages } from './messages.ts';
import { isAllowed, SELECTDB_FIELDS, withSelectDb } from './selectdb-fields.ts';

type Typed = Readonly<Partial<Record<keyof SelectDbConfig, number | undefined>>>;

/** What is said of all tables in SelectDB. `onProblem` hears whether a box holds what may not be saved. */
export function SelectDbCard({ onProblem }: { readonly onProblem: (held: boolean) => void }) {
  const m = useMessages(advancedMessages);
  const text = useText();
  const format = useFormat();
  const { draft, change } = useDraft();
  const [typed, setTyped] = useState<Typed>(draft.selectdb ?? {});
  const fields = SELECTDB_FIELDS.filter(({ step }) => draft.types.includes(step));
  if (fields.length === 0) return null;

  const edit = (field: (typeof fields)[number], value: number | undefined) => {
    const next = { ...typed, [field.name]: value };
    setTyped(next);
    onProblem(fields.some((each) => !isAllowed(each, next[each.name])));
    // What is saved can always be run: a wrong value stays on the page only.
    if (!isAllowed(field, value)) return;
    change(({ selectdb, ...before }) => {
      const config = withSelectDb(selectdb, field.name, value);
      return config === undefined ? before : { ...before, selectdb: config };
    });
  };

  return (
    <Card className="mb-4">
      <CardHeader title={m.selectdb} description={m.selectdbText} divided />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        {fields.map((field) => (
          <Field
            key={field.name}
            label={text(field.label)}
            {...(field.help === undefined ? {} : { hint: text(field.help) })}
            error={
              isAllowed(field, typed[field.name])
                ? undefined
                : m.range(format.count(field.low), format.count(field.high), text(field.unit ?? verbatim('')))
            }
          >
            <NumberInput
              value={typed[field.name] ?? ''}
              min={field.low}
              max={field.high}
              step={1}
              onValueChange={(value) => edit(field, value)}
              {...(field.unit === undefined ? {} : { unit: text(field.unit) })}
            />
          </Field>
        ))}
      </CardBody>
    </Card>
  );
}
