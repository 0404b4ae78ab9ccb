'use client';

import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import type { Progress, StepProgress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { TaskView } from '#lib/task/view.ts';
import { Announcer } from './announcer.tsx';
import { LoadStage } from './load-stage.tsx';
import { stageMessages } from './messages.ts';
import { SchemaStage } from './schema-stage.tsx';
import { spokenOf } from './spoken.ts';
import { stageState } from './stage-state.ts';
import { StreamStage } from './stream-stage.tsx';

const ORDER = ['schema', 'full', 'incremental'] as const;
const STAGE = { schema: SchemaStage, full: LoadStage, incremental: StreamStage } as const;
const COLUMNS = ['', 'lg:grid-cols-2', 'lg:grid-cols-3'] as const;

export interface StagesProps {
  readonly types: TaskView['config']['types'];
  readonly progress: Progress;
  readonly state: TaskState;
  readonly stale: boolean;
  readonly silent: boolean;
}

/** The chosen kinds of migration side by side, in the order they happen. */
export function Stages({ types, progress, state, stale, silent }: StagesProps) {
  const m = useMessages(stageMessages);
  const steps = ORDER.filter((step) => types.includes(step)).map(
    (step): StepProgress =>
      progress.steps.find((known) => known.step === step) ?? { step, state: 'waiting', startedAt: null, finishedAt: null },
  );
  return (
    <section aria-label={m.label}>
      <Announcer spoken={steps.map((step) => ({ step, says: spokenOf(step, stageState(step, state, progress), progress, silent) }))} />
      <div className={cn('grid gap-3', COLUMNS[steps.length - 1])}>
        {steps.map((step) => {
          const Stage = STAGE[step.step];
          return (
            <Stage
              key={step.step}
              step={step}
              state={stageState(step, state, progress)}
              progress={progress}
              stale={stale}
              silent={silent}
            />
          );
        })}
      </div>
    </section>
  );
}
