'use client';

import { useMessages } from '#components/locale.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { StateName } from '#engine/task/state.ts';
import { taskMessages } from './messages.ts';
import { STATE_TONE } from './state.ts';

export interface TaskStatePillProps {
  readonly state: StateName;
  /** Without the frame, for table cells. */
  readonly bare?: boolean | undefined;
}

/** The state of a task: a colour and its word. */
export function TaskStatePill({ state, bare = false }: TaskStatePillProps) {
  const m = useMessages(taskMessages);
  return (
    <StatePill tone={STATE_TONE[state]} bare={bare}>
      {m.states[state]}
    </StatePill>
  );
}
