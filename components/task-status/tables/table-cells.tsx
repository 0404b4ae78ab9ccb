'use client';

import { useMessages } from '#components/locale.tsx';
import { StatePill, type StateTone } from '#components/ui/state-pill.tsx';
import type { TableState } from '#engine/progress/event.ts';
import type { TableProgress } from '#engine/progress/progress.ts';
import { displayName } from '#engine/schema/table.ts';
import { tablesMessages } from './messages.ts';

const TONE: Readonly<Record<TableState, StateTone>> = {
  waiting: 'neutral',
  copying: 'running',
  copied: 'success',
  following: 'success',
  failed: 'danger',
  skipped: 'neutral',
  stopped: 'danger',
};

/** What a table is called at the source, and where that differs at the destination. */
export function TableNames({ table }: { readonly table: TableProgress }) {
  const source = displayName(table.source);
  const destination = displayName(table.destination);
  return (
    <>
      <span className="block truncate font-medium leading-4.5" title={source}>
        {source}
      </span>
      {destination !== source && (
        <span className="block truncate text-muted text-xs" title={destination}>
          → {destination}
        </span>
      )}
    </>
  );
}

export interface TableStatePillProps {
  readonly table: TableProgress;
  /** The task copies rows; without that a table that waits has nothing to wait for. */
  readonly copies: boolean;
  /** The task is at work; without that nothing is being copied just now. */
  readonly works: boolean;
}

export function TableStatePill({ table: { state, hasRows }, copies, works }: TableStatePillProps) {
  const m = useMessages(tablesMessages);
  if (state === 'copying' && !works) {
    return (
      <StatePill bare tone="warning">
        {m.held}
      </StatePill>
    );
  }
  if (state !== 'waiting') {
    return (
      <StatePill bare tone={TONE[state]}>
        {m.states[state]}
      </StatePill>
    );
  }
  return <StatePill bare>{hasRows ? (copies ? m.states.waiting : m.notCopied) : m.partitioned}</StatePill>;
}
