'use client';

import { useMessages } from '#components/locale.tsx';
import { NAME_CASES, nameCaseMessages } from '#components/task/name-case.ts';
import { Card, CardBody } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { useDraft } from '../draft.tsx';

/** What happens to the case of names on the way. */
export function NameCaseCard() {
  const m = useMessages(nameCaseMessages);
  const { draft, change } = useDraft();
  return (
    <Card>
      <CardBody className="grid items-end gap-x-6 gap-y-3 lg:grid-cols-2">
        <Field label={m.title}>
          <Select
            value={draft.nameCase}
            onValueChange={(nameCase) => change((before) => ({ ...before, nameCase }))}
            options={NAME_CASES.map((value) => ({ value, label: m.names[value], description: m.effects[value] }))}
          />
        </Field>
        <p aria-live="polite" className="flex min-h-8 items-center text-muted text-sm">
          <span>
            {m.effects[draft.nameCase]}
            {draft.nameCase !== 'source' && <span className="block">{m.given}</span>}
          </span>
        </p>
      </CardBody>
    </Card>
  );
}
