'use client';

import { Server } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { GroupTagFields } from '#components/task/group-tag-fields.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { useDraft } from '../draft.tsx';
import { advancedMessages } from './messages.ts';

/** *Dedicated Cluster for Task Scheduling* and *Environment Tag*: where the task runs and what it is for. */
export function PlaceCard() {
  const m = useMessages(advancedMessages).place;
  const { task, reload } = useDraft();
  return (
    <Card className="mb-4">
      <CardHeader title={m.title} divided />
      <CardBody className="grid gap-x-8 gap-y-5 md:grid-cols-2">
        <div className="min-w-0">
          <div className="font-medium text-sm">{m.cluster}</div>
          <div className="mt-1.5 flex h-8 items-center gap-2.5 rounded-md border bg-surface-2 px-3 text-sm">
            <Server aria-hidden className="size-4 shrink-0 text-subtle" />
            {m.local}
          </div>
          <p className="mt-1.5 text-muted text-xs">{m.localText}</p>
        </div>
        <GroupTagFields task={task} parts={['tag']} onSaved={() => void reload().catch(() => {})} className="min-w-0" />
      </CardBody>
    </Card>
  );
}
