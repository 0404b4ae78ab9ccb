'use client';

import { useState } from 'react';
import type { TaskState } from '#engine/task/state.ts';
import type { Patch, Picture } from '#lib/task/feed.ts';
import type { TaskView } from '#lib/task/view.ts';
import { useEventStream } from './use-event-stream.ts';

/** The state of one task, live: for a page that shows nothing else of what it does, and is not drawn anew with each of its rows. */
export function useTaskState({ id, state: initial }: TaskView): TaskState {
  const [state, setState] = useState(initial);
  useEventStream(`/api/v1/tasks/${encodeURIComponent(id)}/events`, {
    picture: (data) => {
      const { state: now } = data as Picture;
      setState((before) => (isSame(before, now) ? before : now));
    },
    patch: (data) => {
      const { state: now } = data as Patch;
      if (now !== undefined) setState(now);
    },
  });
  return state;
}

function isSame(before: TaskState, now: TaskState): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}
