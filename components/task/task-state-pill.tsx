'use client';

import { useMessages } from '#components/locale.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { TaskKind } from '#engine/task/config.ts';
import { isRunning, type StateName } from '#engine/task/state.ts';
import { useKind } from './kind.tsx';
import { kindWords } from './kind-words.ts';
import { taskMessages } from './messages.ts';
import { STATE_TONE } from './state.ts';

export interface TaskStatePillProps {
  readonly state: StateName;
  /** A synchronization has other words for what it does; absent: that of the task whose page this is. */
  readonly kind?: TaskKind | undefined;
  /** Without the frame, for table cells. */
  readonly bare?: boolean | undefined;
}

/** The state of a task: a colour and its word. */
export function TaskStatePill({ state, kind, bare = false }: TaskStatePillProps) {
  const m = useMessages(taskMessages);
  const own = useKind();
  const { working } = useMessages(kindWords)[kind ?? own];
  return (
    <StatePill tone={STATE_TONE[state]} bare={bare}>
      {isRunning(state) ? working[state] : m.states[state]}
    </StatePill>
  );
}
