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

export const EventRow = memo(function EventRow({ line }: { readonly line: LogLine }) {
  const m = useMessages(eventsMessages);
  const text = useText();
  return (
    <tr>
      <Td muted className={cn(CELL, 'text-xs leading-5')}>
        <LocalTime at={line.at} />
      </Td>
      <Td className={CELL}>
        <StatePill bare tone={TONE[line.level]} className="h-5">
          {m.levels[line.level]}
        </StatePill>
      </Td>
      <Td className={cn(CELL, '[overflow-wrap:anywhere]')}>
        {text(line.message)}
        {line.hint !== null && <span className="block text-muted text-xs">{text(line.hint)}</span>}
      </Td>
      <Td muted className={cn(CELL, 'text-xs leading-5')}>
        <span className="block truncate" title={line.table ?? undefined}>
          {line.table ?? ''}
        </span>
      </Td>
    </tr>
  );
});
