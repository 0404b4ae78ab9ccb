'use client';

import { useMemo } from 'react';
import type { Progress, StepProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import type { TaskView } from '#lib/task/view.ts';
import { stageState } from '../stages/stage-state.ts';
import { ThrottleCard } from '../throttle/throttle-card.tsx';
import { FailedTables } from './failed-tables.tsx';
import { LoadList } from './load-list.tsx';
import { LoadSection } from './load-section.tsx';
import { useMendTable } from './use-mend-table.ts';

export interface FullTabProps {
  readonly task: TaskView;
  readonly state: TaskState;
  readonly progress: Progress;
  readonly stale: boolean;
}

const WAITING: StepProgress = { step: 'full', state: 'waiting', startedAt: null, finishedAt: null };
const names = new Intl.Collator('en', { numeric: true });

/** Full load at work: what failed, how fast and how far it is, what holds it back, and all its tables. */
export function FullTab({ task, state, progress, stale }: FullTabProps) {
  const mending = useMendTable(task.id);
  const stage = stageState(progress.steps.find(({ step }) => step === 'full') ?? WAITING, state, progress);
  const tables = useMemo(() => Object.values(progress.tables).filter(({ hasRows }) => hasRows), [progress.tables]);
  // One that failed again keeps its place.
  const failed = useMemo(
    () => tables.filter((table) => table.state === 'failed').sort((a, b) => names.compare(displayName(a.source), displayName(b.source))),
    [tables],
  );
  const over = state.name === 'stopped' || state.name === 'finished';
  return (
    <>
      {failed.length > 0 && <FailedTables failed={failed} mending={mending} over={over} />}
      <div className="mb-4 flex flex-col gap-4">
        <ThrottleCard task={task} state={state} limits={progress.limits} part="full" copied={stage === 'done'} />
        <LoadSection progress={progress} stage={stage} stale={stale} />
      </div>
      <LoadList tables={tables} works={isRunning(state.name) && progress.retry === null} stale={stale} />
    </>
  );
}
