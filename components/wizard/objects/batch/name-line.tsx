'use client';

import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, memo } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { useFollowed } from '../followed.ts';
import { batchMessages } from './messages.ts';
import type { NameProblem, NameRow } from './names.ts';

export interface NameLineActions {
  type(row: NameRow, name: string): void;
  reset(row: NameRow): void;
  /** To the line above or below, in a column of names. */
  move(index: number): void;
}

export interface NameLineProps {
  readonly row: NameRow;
  readonly index: number;
  readonly inputId: string;
  /** As typed or given; empty: none of its own. */
  readonly value: string;
  /** What it is called with no name of its own. */
  readonly fallback: string;
  readonly changed: boolean;
  /** Its name before anything was changed here. */
  readonly before: string;
  readonly problem: NameProblem | undefined;
  /** Other tables of that name. */
  readonly sharedWith: string;
  readonly on: NameLineActions;
}

export const NAME_GRID =
  'grid grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)] items-center gap-x-3 px-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_7rem]';

/** Of thousands of lines only the one that is typed in changes. */
export const NameLine = memo(function NameLine(props: NameLineProps) {
  const { row, index, value, fallback, changed, before, problem, on } = props;
  const m = useMessages(batchMessages);
  // A schema of which a running task has tables keeps its name.
  const fixed = useFollowed()?.schema(row.schema) === true && row.table === null;
  const full = row.table === null ? row.schema : `${row.schema}.${row.table}`;
  const wrong = problem === undefined ? undefined : problem === 'long' ? m.long : m.shared(props.sharedWith);
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    on.move(index + (event.key === 'Enter' && event.shiftKey ? -1 : step));
  };
  return (
    <div className={cn(NAME_GRID, 'h-8 rounded-md text-sm focus-within:bg-hover hover:bg-hover')}>
      <span title={full} className="min-w-0 truncate font-mono text-xs">
        {row.table === null ? (
          <span className="font-semibold">{row.schema}</span>
        ) : (
          <>
            <span className="text-subtle">{row.schema}.</span>
            {row.table}
          </>
        )}
      </span>
      <span className="flex min-w-0 items-center gap-1">
        <Input
          mono
          id={props.inputId}
          aria-label={m.nameOf(full)}
          aria-invalid={wrong === undefined ? undefined : true}
          title={wrong ?? (changed ? m.before(before) : undefined)}
          value={value}
          disabled={fixed}
          placeholder={fallback}
          onChange={(event) => on.type(row, event.target.value)}
          onKeyDown={keys}
          className={cn('h-7', changed && 'border-accent bg-accent-soft/50')}
        />
        {problem !== undefined && (
          <span aria-hidden className="shrink-0 font-medium text-danger sm:hidden">
            !
          </span>
        )}
      </span>
      <span className="hidden min-w-0 items-center justify-end gap-1 sm:flex">
        {problem !== undefined && (
          <span title={wrong}>
            <Badge tone="danger">{problem === 'long' ? m.longMark : m.sharedMark}</Badge>
          </span>
        )}
        {changed && (
          <IconButton
            size="sm"
            tooltip={false}
            label={m.reset(full)}
            title={m.reset(full)}
            icon={<RotateCcw />}
            onClick={() => on.reset(row)}
          />
        )}
      </span>
    </div>
  );
});
