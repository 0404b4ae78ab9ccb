'use client';

import { useRef } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { KindLabel } from '#components/task/kind-label.tsx';
import { Card } from '#components/ui/card.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type { RunningStatement } from '#engine/progress/event.ts';
import { useNow } from '../use-now.ts';
import { buildMessages } from './messages.ts';

export interface RunningPanelProps {
  readonly running: readonly RunningStatement[];
  /** Tables are made, and the rows are on their way. */
  readonly waitsForRows: boolean;
}

/** Most statements are over before one could read their names. */
const NOTICED_MS = 1_000;
const LINE = 40;
const MOST_LINES = 6;

/** What runs at the destination now. As high as it ever was: nothing below it moves when statements come and go. */
export function RunningPanel({ running, waitsForRows }: RunningPanelProps) {
  const m = useMessages(buildMessages);
  const format = useFormat();
  const now = useNow(true);
  const most = useRef(1);
  const lines = now === null ? [] : running.filter(({ since }) => now - since >= NOTICED_MS);
  most.current = Math.min(MOST_LINES, Math.max(most.current, lines.length));
  return (
    <Card className="mb-4" aria-label={m.running}>
      <header className="flex h-9 items-center justify-between gap-3 border-b bg-surface-2 px-4 font-medium text-muted text-xs">
        <h3>{m.running}</h3>
        <span className="numeric font-normal">{lines.length > 0 && m.runningCount(format.count(lines.length))}</span>
      </header>
      <div className="scroll-quiet overflow-y-auto" style={{ height: most.current * LINE }}>
        {lines.length === 0 ? (
          <p className="flex h-10 items-center px-4 text-muted text-sm">{waitsForRows ? m.waitsForRows : m.nothingRuns}</p>
        ) : (
          <ul>
            {lines.map((statement) => (
              <RunningLine key={statement.id} statement={statement} elapsed={Math.max(0, (now ?? 0) - statement.since)} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function RunningLine({
  statement: { kind, object, percent },
  elapsed,
}: {
  readonly statement: RunningStatement;
  readonly elapsed: number;
}) {
  const m = useMessages(buildMessages);
  const format = useFormat();
  return (
    <li className="grid h-10 grid-cols-[minmax(0,1fr)_minmax(0,9rem)_minmax(0,10rem)_3.5rem_5.5rem] items-center gap-3 border-b px-4 text-sm last:border-b-0 max-sm:grid-cols-[minmax(0,1fr)_6rem_3rem_5rem]">
      <span className="truncate font-medium" title={object}>
        {object}
      </span>
      <KindLabel kind={kind} className="text-muted max-sm:hidden" />
      <ProgressBar size="sm" value={percent === null ? null : percent / 100} label={m.progressOf(object)} />
      <span className="numeric text-right text-xs" title={percent === null ? m.noPercent : undefined}>
        {percent === null ? '–' : format.percent(Math.min(percent, 100) / 100)}
      </span>
      <span className="numeric truncate text-right text-muted text-xs">{format.duration(elapsed)}</span>
    </li>
  );
}
