'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import type { Progress, StatementProgress } from '#engine/progress/progress.ts';
import { structureSummary } from '#engine/progress/summary.ts';
import { stageMessages } from './messages.ts';
import { StageCard, type StageCardProps } from './stage-card.tsx';

export interface StageProps extends Pick<StageCardProps, 'step' | 'state' | 'stale'> {
  readonly progress: Progress;
  /** No figures of the stream have come for a while. */
  readonly silent: boolean;
}

function isDone(statement: StatementProgress): boolean {
  return statement.state === 'done';
}

export function SchemaStage({ progress, silent: _, ...props }: StageProps) {
  const m = useMessages(stageMessages);
  const format = useFormat();
  const { done, total, percent } = structureSummary(progress);
  const known = total > 0;
  const of = (statements: readonly StatementProgress[]) =>
    known ? m.of(format.count(statements.filter(isDone).length), format.count(statements.length)) : format.count(null);
  const failed = progress.statements.filter(({ state }) => state === 'failed').length;
  const finished = props.state === 'done';
  const share = finished ? 1 : percent === null ? (props.state === 'running' ? null : 0) : percent / 100;
  return (
    <StageCard
      {...props}
      headline={format.percent(finished ? 1 : percent === null ? null : percent / 100)}
      share={share}
      figures={[
        { label: m.objects, value: known ? m.of(format.count(done), format.count(total)) : format.count(null) },
        { label: m.failed, value: format.count(failed), tone: failed > 0 ? 'danger' : undefined },
        { label: m.before, value: of(progress.statements.filter(({ phase }) => phase === 'before')) },
        { label: m.after, value: of(progress.statements.filter(({ phase }) => phase === 'after')) },
      ]}
    />
  );
}
