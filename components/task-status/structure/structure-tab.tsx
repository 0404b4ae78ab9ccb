'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { StructureView } from '#components/structure/structure-view.tsx';
import { useStructureRefresh } from '#components/structure/use-structure.ts';
import type { Progress } from '#engine/progress/progress.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { stageState } from '../stages/stage-state.ts';
import { FailedPanel } from './failed-panel.tsx';
import { RunningPanel } from './running-panel.tsx';
import { useMend } from './use-mend.ts';

export interface StructureTabProps {
  readonly taskId: string;
  readonly state: TaskState;
  readonly progress: Progress;
  readonly stale: boolean;
}

/** The structure of a task at work: what runs, what failed, and all statements. */
export function StructureTab({ taskId, state, progress, stale }: StructureTabProps) {
  const { structure } = progress;
  const of = useMemo(() => ({ taskId, version: '' }), [taskId]);
  const refresh = useStructureRefresh(of);
  const again = useCallback(() => void refresh().catch(() => {}), [refresh]);
  const mending = useMend(taskId, again);
  const planned = useRef(structure.phases);
  useEffect(() => {
    if (planned.current === structure.phases) return;
    planned.current = structure.phases;
    again();
  }, [structure.phases, again]);
  const step = progress.steps.find((each) => each.step === 'schema');
  const builds = isRunning(state.name) && step?.state === 'running';
  return (
    <>
      {builds && <RunningPanel running={structure.running} waitsForRows={stageState(step, state, progress) === 'between'} />}
      {structure.failed.length > 0 && (
        <FailedPanel failed={structure.failed} mending={mending} over={state.name === 'stopped' || state.name === 'finished'} />
      )}
      <StructureView of={of} live={structure} stale={stale} />
    </>
  );
}
