'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTaskSignal } from '#components/task/use-task-signal.ts';
import { api } from '#lib/http/client.ts';
import { useTaskFeed } from '#lib/live/use-task-feed.ts';
import type { LogLine, TaskView } from '#lib/task/view.ts';
import { Banner } from './banner.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { logKey } from './events/use-event-log.ts';
import { HeaderActions } from './header-actions.tsx';
import { MoreMenu } from './operations/more-menu.tsx';
import { RefusedPanel } from './refused/refused-panel.tsx';
import { SlotWaits } from './source/slot-waits.tsx';
import { Stages } from './stages/stages.tsx';
import { StatusHeader } from './status-header.tsx';
import { statusKey } from './status-key.ts';
import { useSilent } from './use-silent.ts';

export interface TaskStatusProps {
  readonly initial: TaskView;
  /** Newest first. */
  readonly log: readonly LogLine[];
}

/** One task as it is now: what it does, how far it is, what went wrong. */
export function TaskStatus({ initial, log }: TaskStatusProps) {
  const client = useQueryClient();
  const key = statusKey(initial.id);
  const { data: task } = useQuery({
    queryKey: key,
    queryFn: () => api<TaskView>('GET', `/tasks/${encodeURIComponent(initial.id)}`),
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
    // The page brings its own when it is opened again.
    gcTime: 0,
  });
  const feed = useTaskFeed(initial, {
    document: () => void client.invalidateQueries({ queryKey: key }),
    picture: () => void client.invalidateQueries({ queryKey: logKey(initial.id) }),
  });
  const { state, progress, liveness, removed } = feed;
  const { pending, send } = useTaskSignal(task.id, state);
  const silent = useSilent(progress.stream?.at ?? null);
  const stale = removed || liveness.state === 'lost';
  const follows = task.config.types.includes('incremental');
  const named = { id: task.id, name: task.name, state };
  return (
    <>
      <StatusHeader
        task={task}
        state={state}
        liveness={removed ? null : liveness}
        actions={
          removed ? undefined : (
            <>
              <HeaderActions task={named} types={task.config.types} pending={pending} send={send} />
              <MoreMenu task={task} state={state} />
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <Banner taskId={task.id} types={task.config.types} feed={feed} followsChanges={follows} pending={pending} send={send} />
        <RefusedPanel taskId={task.id} state={state} progress={progress} />
        <SlotWaits progress={progress} state={state} />
        <Stages types={task.config.types} progress={progress} state={state} stale={stale} silent={silent} />
        <DetailTabs task={task} feed={feed} log={log} stale={stale} silent={silent} />
      </div>
    </>
  );
}
