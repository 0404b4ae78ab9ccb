'use client';

import type { ReactNode } from 'react';
import { useMessages } from '#components/locale.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { Choice } from '../choice.tsx';
import { LogRange, LogRangeFields, type LogRangeProps } from './log-range.tsx';
import { LEVELS } from './log-view.ts';
import { eventsMessages } from './messages.ts';

/** What of the log is shown, and (`children`) what can be done with it. */
export function LogBar({ view, onChoose, onType, children }: LogRangeProps & { readonly children: ReactNode }) {
  const m = useMessages(eventsMessages);
  return (
    <search aria-label={m.filters} className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <SearchInput shortcut value={view.q} onValueChange={(q) => onType({ q })} placeholder={m.search} className="sm:w-64" />
      <Choice
        label={m.level}
        value={view.level}
        onValueChange={(level) => onChoose({ level })}
        options={LEVELS.map((value) => ({ value, label: m.levelFilters[value] }))}
      />
      <LogRange view={view} onChoose={onChoose} />
      <div className="ml-auto">{children}</div>
      <LogRangeFields view={view} onType={onType} />
    </search>
  );
}
