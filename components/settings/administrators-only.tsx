'use client';

import { Lock } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { settingsMessages } from './messages.ts';

export function AdministratorsOnly() {
  const m = useMessages(settingsMessages);
  return (
    <Card>
      <EmptyState icon={<Lock />} title={m.adminTitle} text={m.adminText} />
    </Card>
  );
}
