'use client';

import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Card } from '#components/ui/card.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { StepProgress } from '#engine/progress/progress.ts';
import { useNow } from '../use-now.ts';
import { stageMessages } from './messages.ts';
import { BAR_TONE, STAGE_TONE, type StageState } from './stage-state.ts';

export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'danger' | undefined;
}

export interface StageCardProps {
  readonly step: StepProgress;
  readonly state: StageState;
  readonly headline: string;
  /** From 0 to 1; null sweeps, while the length is not known. */
  readonly share: number | null;
  readonly barTone?: 'success' | undefined;
  /** Always four, so that the cards stay equally high. */
  readonly figures: readonly [Figure, Figure, Figure, Figure];
  readonly stale: boolean;
}

export function StageCard({ step, state, headline, share, barTone, figures, stale }: StageCardProps) {
  const m = useMessages(stageMessages);
  const words = useKindWords();
  return (
    <Card className="flex flex-col px-4 pt-3 pb-4">
      {/* As high as a title of two lines, so that the bars of all cards stand side by side. */}
      <header className="flex min-h-8 items-center justify-between gap-3">
        <h2 className="line-clamp-2 font-medium text-sm leading-4">{words.steps[step.step]}</h2>
        <StatePill bare tone={STAGE_TONE[state]} className={cn('transition-opacity', stale && 'opacity-50')}>
          {m.states[state]}
        </StatePill>
      </header>
      <div className={cn('transition-opacity', stale && 'opacity-50')}>
        <div className="mt-2 flex h-8 items-baseline justify-between gap-3">
          <span className={cn('numeric truncate font-semibold text-2xl tracking-[-0.02em]', state === 'waiting' && 'text-subtle')}>
            {headline}
          </span>
          <Elapsed step={step} state={state} />
        </div>
        <ProgressBar className="mt-2" value={share} tone={barTone ?? BAR_TONE[state]} label={words.steps[step.step]} />
        <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-3">
          {figures.map((figure) => (
            <div key={figure.label} className="min-w-0">
              <dt className="truncate text-muted text-xs">{figure.label}</dt>
              <dd className={cn('numeric mt-0.5 truncate font-medium text-sm', figure.tone === 'danger' && 'text-danger')}>
                {figure.value}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Elapsed({ step, state }: Pick<StageCardProps, 'step' | 'state'>) {
  const m = useMessages(stageMessages);
  const format = useFormat();
  const running = state === 'running';
  const now = useNow(running);
  if (step.startedAt === null) return null;
  const end = step.finishedAt ?? (running ? now : null);
  if (end === null) return null;
  const time = format.duration(Math.max(0, end - step.startedAt));
  return <span className="numeric shrink-0 whitespace-nowrap text-muted text-xs">{running ? m.elapsed(time) : m.took(time)}</span>;
}
