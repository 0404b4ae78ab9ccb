'use client';

import { memo } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Td } from '#components/ui/data-table.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { LogLine } from '#lib/task/view.ts';
import { eventsMessages } from './messages.ts';

const TONE = { info: 'neutral', warn: 'warning', error: 'danger' } as const;
const CELL = 'h-9 py-2 align-top';

export interface EventRowProps {
  readonly line: LogLine;
  /** There is room for one column only. */
  readonly narrow: boolean;
}

export const EventRow = memo(function EventRow({ line, narrow }: EventRowProps) {
  if (narrow) return <NarrowRow line={line} />;
  return (
    <tr>
      <Td muted className={cn(CELL, 'text-xs leading-5')}>
        <LocalTime at={line.at} />
      </Td>
      <Td className={CELL}>
        <LevelPill line={line} />
      </Td>
      <Td className={cn(CELL, '[overflow-wrap:anywhere]')}>
        <Said line={line} />
      </Td>
      <Td muted className={cn(CELL, 'text-xs leading-5')}>
        <span className="block truncate" title={line.table ?? undefined}>
          {line.table ?? ''}
        </span>
      </Td>
    </tr>
  );
});

type LineProps = Pick<EventRowProps, 'line'>;

function NarrowRow({ line }: LineProps) {
  return (
    <tr>
      <Td className={cn(CELL, '[overflow-wrap:anywhere]')}>
        <Said line={line} />
        <span className="mt-0.5 flex items-center justify-between gap-3 text-muted text-xs">
          <LocalTime at={line.at} />
          {line.level !== 'info' && <LevelPill line={line} />}
        </span>
      </Td>
    </tr>
  );
}

function LevelPill({ line: { level } }: LineProps) {
  const m = useMessages(eventsMessages);
  return (
    <StatePill bare tone={TONE[level]} className="h-5">
      {m.levels[level]}
    </StatePill>
  );
}

function Said({ line: { message, hint } }: LineProps) {
  const text = useText();
  return (
    <>
      {text(message)}
      {hint !== null && <span className="block text-muted text-xs">{text(hint)}</span>}
    </>
  );
}
