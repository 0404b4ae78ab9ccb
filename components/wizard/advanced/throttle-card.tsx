'use client';

import { useMessages } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { advancedMessages } from './messages.ts';
import type { ThrottleForm, ThrottleProblems } from './throttle.ts';
import { ThrottleFields } from './throttle-fields.tsx';
import { ThrottleSwitch } from './throttle-switch.tsx';

export interface ThrottleCardProps {
  readonly form: ThrottleForm;
  readonly problems: ThrottleProblems;
  readonly onChange: (form: ThrottleForm) => void;
}

/** Limits of full load; a task that copies no rows has none. */
export function ThrottleCard({ form, problems, onChange }: ThrottleCardProps) {
  const m = useMessages(advancedMessages);
  return (
    <Card className="mb-4">
      <CardHeader
        title={m.throttle}
        description={m.throttleText}
        divided={form.on}
        actions={<ThrottleSwitch on={form.on} onChange={(on) => onChange({ ...form, on })} />}
      />
      {form.on && (
        <CardBody>
          <ThrottleFields wide form={form} problems={problems} onChange={onChange} />
        </CardBody>
      )}
    </Card>
  );
}
