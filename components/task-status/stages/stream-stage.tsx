'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { isCaughtUp } from './caught-up.ts';
import { stageMessages } from './messages.ts';
import type { StageProps } from './schema-stage.tsx';
import { StageCard } from './stage-card.tsx';

export function StreamStage({ progress, silent, ...props }: StageProps) {
  const m = useMessages(stageMessages);
  const format = useFormat();
  const { stream, retry } = progress;
  const running = props.state === 'running';
  const current = running && !silent && retry === null;
  const waiting = stream?.waiting ?? 0;
  const caughtUp = running && isCaughtUp(progress, silent);
  const changes = Object.values(progress.tables).reduce(
    (sum, { changes: { inserts, updates, deletes } }) => sum + inserts + updates + deletes,
    0,
  );
  const halted = Object.values(progress.tables).filter(({ state }) => state === 'stopped').length;
  const copying = waiting - halted;
  const working = halted > 0 ? m.tablesStopped(format.count(halted)) : copying > 0 ? m.copyingAgain(format.count(copying)) : m.catchingUp;
  const headline = {
    waiting: m.notStarted,
    between: m.notStarted,
    running: caughtUp ? m.caughtUp : working,
    done: m.ended,
    stopped: m.ended,
    paused: m.held,
    failed: m.held,
  }[props.state];
  const begun = props.state !== 'waiting';
  return (
    <StageCard
      {...props}
      headline={headline}
      share={running ? (caughtUp ? 1 : null) : begun ? 1 : 0}
      barTone={caughtUp ? 'success' : undefined}
      figures={[
        { label: m.lag, value: current ? format.lagTime(stream?.lagMs) : format.lagTime(null) },
        { label: m.changeRate, value: current && stream !== null ? format.rows(Math.round(stream.rate)) : format.count(null) },
        { label: m.transactions, value: begun ? format.rows(stream?.transactions) : format.count(null) },
        { label: m.changes, value: begun ? format.rows(changes) : format.count(null) },
      ]}
    />
  );
}
