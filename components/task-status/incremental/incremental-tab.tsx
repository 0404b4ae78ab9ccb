'use client';

import { useMemo } from 'react';
import { cn } from '#components/class-names.ts';
import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { TaskView } from '#lib/task/view.ts';
import { CutOverCard } from '../cut-over/cut-over-card.tsx';
import { SourceCard } from '../source/source-card.tsx';
import { ThrottleCard } from '../throttle/throttle-card.tsx';
import { ChangesList } from './changes-list.tsx';
import { FiguresCard } from './figures-card.tsx';
import { HotKeys } from './hot-keys.tsx';
import { SlowTables } from './slow-tables.tsx';

export interface IncrementalTabProps {
  readonly task: TaskView;
  readonly state: TaskState;
  readonly progress: Progress;
  readonly stale: boolean;
  /** Why no table can be copied again now, or null. */
  readonly refused: string | null;
}

const NOTHING = {};

/** Changes as they are followed: what holds them back, how they are applied, what takes long, and all tables with what changed. */
export function IncrementalTab({ task, state, progress, stale, refused }: IncrementalTabProps) {
  const tables = useMemo(() => Object.values(progress.tables).filter(({ hasRows }) => hasRows), [progress.tables]);
  const { stream } = progress;
  // Not every destination tells. One that does has told by the first batch: until then the card's place is kept.
  const tells = stream === null || stream.batch === null || stream.spent !== null;
  const full = progress.steps.find(({ step }) => step === 'full');
  return (
    <>
      <div className="mb-4 flex flex-col gap-4">
        <ThrottleCard
          task={task}
          state={state}
          limits={progress.limits}
          part="incremental"
          copied={full === undefined || full.state === 'done'}
        />
        <FiguresCard stream={stream} stale={stale} />
        <SourceCard task={task} state={state} progress={progress} stale={stale} />
        {task.config.kind === 'migration' && <CutOverCard task={task} state={state} progress={progress} stale={stale} />}
        <div className={cn('grid gap-4', tells && 'lg:grid-cols-2')}>
          {tells && <SlowTables spent={stream?.spent ?? NOTHING} tables={progress.tables} stale={stale} />}
          <HotKeys stream={stream} tables={progress.tables} stale={stale} />
        </div>
      </div>
      <ChangesList taskId={task.id} othersWait={task.destination?.type === 'selectdb'} tables={tables} refused={refused} stale={stale} />
    </>
  );
}
