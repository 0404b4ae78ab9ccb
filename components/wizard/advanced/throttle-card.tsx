'use client';

import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import type { ThrottleField, ThrottleForm, ThrottleProblems } from './throttle.ts';
import { ThrottleFields } from './throttle-fields.tsx';
import { ThrottleSwitch } from './throttle-switch.tsx';

export interface ThrottleCardProps {
  readonly title: string;
  readonly text: string;
  readonly fields: readonly ThrottleField[];
  readonly form: ThrottleForm;
  readonly problems: ThrottleProblems;
  readonly onChange: (form: ThrottleForm) => void;
}

/** Limits of one step of the task. */
export function ThrottleCard({ title, text, fields, form, problems, onChange }: ThrottleCardProps) {
  return (
    <Card className="mb-4">
      <CardHeader
        title={title}
        description={text}
        divided={form.on}
        actions={<ThrottleSwitch label={title} on={form.on} onChange={(on) => onChange({ ...form, on })} />}
      />
      {form.on && (
        <CardBody>
          <ThrottleFields wide fields={fields} form={form} problems={problems} onChange={onChange} />
        </CardBody>
      )}
    </Card>
  );
}
