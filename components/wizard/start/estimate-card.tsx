'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { api, explain } from '#lib/http/client.ts';
import type { TaskEstimate } from '#lib/task/estimate-time.ts';
import { useDraft } from '../draft.tsx';
import { reviewMessages } from './review-messages.ts';

const SECOND = 1_000;

/** How much there is to copy and how long it takes, where that can be told. */
export function EstimateCard() {
  const m = useMessages(reviewMessages).estimate;
  const text = useText();
  const format = useFormat();
  const { task } = useDraft();
  const { data, error } = useQuery({
    queryKey: ['estimate', task.id, task.updatedAt],
    queryFn: () => api<TaskEstimate>('GET', `/tasks/${encodeURIComponent(task.id)}/estimate`),
  });
  const time = (estimate: TaskEstimate) =>
    estimate.seconds === null ? m.unknown : m.about(format.duration(Math.max(estimate.seconds, 1) * SECOND));
  const figures: readonly (readonly [string, (estimate: TaskEstimate) => string, (estimate: TaskEstimate) => string])[] = [
    [m.tables, ({ tables }) => format.count(tables), ({ streams }) => m.streams(streams)],
    [
      m.rows,
      ({ rows }) => m.about(format.count(rows)),
      ({ unknownTables }) => (unknownTables > 0 ? m.never(format.count(unknownTables)) : m.statistics),
    ],
    [m.size, ({ bytes }) => format.bytes(bytes), () => m.onDisk],
    [m.time, time, ({ basis }) => m.basis[basis]],
  ];
  return (
    <Card>
      <CardHeader title={m.title} description={m.text} divided />
      <CardBody>
        {error !== null && data === undefined ? (
          <p className="text-muted text-sm">{m.failed(text(explain(error).message))}</p>
        ) : (
          <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
            {figures.map(([label, value, note]) => (
              <Figure key={label} label={label} value={data && value(data)} note={data && note(data)} />
            ))}
          </dl>
        )}
      </CardBody>
    </Card>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note: ReactNode;
}

/** Keeps its place while it is being found out. */
function Figure({ label, value, note }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="numeric mt-0.5 flex h-6 items-center font-semibold text-base">{value ?? <Skeleton className="h-4 w-20" />}</dd>
      <dd className="min-h-8 text-subtle text-xs">{note}</dd>
    </div>
  );
}
