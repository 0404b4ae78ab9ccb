'use client';

import { useMessages } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { advancedMessages } from './messages.ts';
import type { WalLimitForm } from './wal-limit.ts';
import { WalLimitFields } from './wal-limit-fields.tsx';

export interface WalLimitCardProps {
  readonly form: WalLimitForm;
  readonly onChange: (form: WalLimitForm) => void;
}

/** How much log the source may keep for the task. */
export function WalLimitCard({ form, onChange }: WalLimitCardProps) {
  const m = useMessages(advancedMessages);
  return (
    <Card className="mb-4">
      <CardHeader title={m.walLimit} description={m.walLimitText} divided />
      <CardBody>
        <WalLimitFields wide form={form} onChange={onChange} />
      </CardBody>
    </Card>
  );
}
