'use client';

import { useCallback, useMemo, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import type { FailedStatement } from '#engine/progress/event.ts';
import { FailedList } from '../failed-list.tsx';
import { FailedRow } from './failed-row.tsx';
import { buildMessages } from './messages.ts';
import type { Mending } from './use-mend.ts';

const WIDTHS = ['30%', '160px', 'auto', '270px'] as const;

export interface FailedPanelProps {
  readonly failed: readonly FailedStatement[];
  readonly mending: Mending;
  /** The task has ended. */
  readonly over: boolean;
}

/** What failed, until somebody has done something about it. */
export function FailedPanel({ failed, mending, over }: FailedPanelProps) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());
  const write = useCallback((id: string, sql: string | null) => {
    setDrafts((before) => {
      const next = new Map(before);
      if (sql === null) next.delete(id);
      else next.set(id, sql);
      return next;
    });
  }, []);
  // One that failed again keeps its place.
  const rows = useMemo(() => failed.toSorted((a, b) => a.index - b.index), [failed]);
  return (
    <FailedList
      items={rows}
      nameOf={({ object }) => object}
      words={useMessages(buildMessages)}
      mending={mending}
      over={over}
      widths={WIDTHS}
      minWidth="min-w-[820px]"
      renderRow={(statement, { open, toggle, askToSkip }) => (
        <FailedRow
          statement={statement}
          open={open.has(statement.id)}
          draft={drafts.get(statement.id) ?? null}
          busy={mending.isBusy(statement)}
          over={over}
          onToggle={toggle}
          onDraft={write}
          onRetry={(each, sql) => void mending.retry([each], sql)}
          onSkip={askToSkip}
        />
      )}
    />
  );
}
