'use client';

import { useState } from 'react';
import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { Patch, Picture } from '#lib/task/feed.ts';
import { applyPatch } from '#lib/task/patch.ts';
import type { LogLine, TaskView } from '#lib/task/view.ts';
import { type Liveness, useEventStream } from './use-event-stream.ts';

export interface TaskFeed {
  readonly state: TaskState;
  readonly progress: Progress;
  /** Lines that came since the page was opened, oldest first. */
  readonly log: readonly LogLine[];
  readonly liveness: Liveness;
  readonly removed: boolean;
}

const LOG_LINES = 2_000;

/**
 * One task, live. `initial` is what the page was rendered with; `onDocument` is called when document or findings changed and the
 * task should be fetched again, `onPicture` after a gap that could not be filled: earlier log lines may be missing.
 */
export function useTaskFeed(initial: TaskView, on: { readonly document?: () => void; readonly picture?: () => void } = {}): TaskFeed {
  const [feed, setFeed] = useState<Omit<TaskFeed, 'liveness'>>({
    state: initial.state,
    progress: initial.progress,
    log: [],
    removed: false,
  });
  const liveness = useEventStream(`/api/v1/tasks/${encodeURIComponent(initial.id)}/events`, {
    picture: (data) => {
      setFeed((before) => ({ ...before, ...(data as Picture) }));
      on.picture?.();
    },
    patch: (data) => {
      const patch = data as Patch;
      setFeed((before) => ({
        state: patch.state ?? before.state,
        progress: patch.progress === undefined ? before.progress : applyPatch(before.progress, patch.progress),
        log: patch.log === undefined ? before.log : [...before.log, ...patch.log].slice(-LOG_LINES),
        removed: before.removed || patch.removed === true,
      }));
      if (patch.document === true) on.document?.();
    },
  });
  return { ...feed, liveness };
}
