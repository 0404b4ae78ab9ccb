'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { countStatements } from '#engine/progress/structure.ts';
import { stageMessages } from './messages.ts';
import { StageCard, type StageCardProps } from './stage-card.tsx';

export interface StageProps extends Pick<StageCardProps, 'step' | 'state' | 'stale'> {
  readonly progress: Progress;
  /** No figures of the stream have come for a while. */
  readonly silent: boolean;
}

export function SchemaStage({ progress, silent: _, ...props }: StageProps) {
  const m = useMessages(stageMessages);
  const format = useFormat();
  const all = countStatements(progress.structure, null);
  const known = all.total > 0;
  const percent = known ? ((all.done + all.skipped) / all.total) * 100 : null;
  const of = (phase: 'before' | 'after' | null) => {
    const { done, total } = phase === null ? all : countStatements(progress.structure, phase);
    return known ? m.of(format.count(done), format.count(total)) : format.count(null);
  };
  const failed = all.skipped === 0 ? format.count(all.failed) : m.failedAndSkipped(format.count(all.failed), format.count(all.skipped));
  const finished = props.state === 'done';
  const share = finished ? 1 : percent === null ? (props.state === 'running' ? null : 0) : percent / 100;
  return (
    <StageCard
      {...props}
      headline={format.percent(finished ? 1 : percent === null ? null : percent / 100)}
      share={share}
      figures={[
        { label: m.statements, value: of(null) },
        { label: m.failed, value: failed, tone: all.failed > 0 ? 'danger' : undefined },
        { label: m.before, value: of('before') },
        { label: m.after, value: of('after') },
      ]}
    />
  );
}
