'use client';

import type { ReactNode } from 'react';
import { useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { LiveMark } from '#components/task/live-mark.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { PlaceRoute } from '#components/task/place.tsx';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { TaskState } from '#engine/task/state.ts';
import type { Liveness } from '#lib/live/use-event-stream.ts';
import type { TaskView } from '#lib/task/view.ts';
import { statusMessages } from './messages.ts';

export interface StatusHeaderProps {
  readonly task: TaskView;
  readonly state: TaskState;
  /** Null when there is nothing left to follow. */
  readonly liveness: Liveness | null;
  readonly actions: ReactNode;
}

export function StatusHeader({ task, state, liveness, actions }: StatusHeaderProps) {
  const m = useMessages(statusMessages);
  const { list } = useKindWords();
  return (
    <PageHeader
      className="mb-5"
      breadcrumbs={[{ label: list, href: `/${task.config.kind}` }]}
      title={task.name}
      badge={
        <>
          <TaskStatePill state={state.name} />
          {liveness !== null && <LiveMark liveness={liveness} />}
        </>
      }
      description={
        <span className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1">
          <PlaceRoute source={task.source} destination={task.destination} />
          {task.startedAt !== null && (
            <span className="whitespace-nowrap">
              {m.started} <LocalTime at={task.startedAt} />
            </span>
          )}
        </span>
      }
      actions={actions}
    />
  );
}
