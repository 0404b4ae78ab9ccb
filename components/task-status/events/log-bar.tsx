'use client';

import { Download } from 'lucide-react';
import { useLocale, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { Choice } from '../choice.tsx';
import { LogRange, LogRangeFields, type LogRangeProps } from './log-range.tsx';
import { LEVELS } from './log-view.ts';
import { eventsMessages } from './messages.ts';

/** What of the log is shown, and all of it as a file. */
export function LogBar({ taskId, view, onChoose, onType }: LogRangeProps & { readonly taskId: string }) {
  const m = useMessages(eventsMessages);
  const { locale } = useLocale();
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
      <Button asChild className="ml-auto">
        <a href={`/api/v1/tasks/${encodeURIComponent(taskId)}/log/download?locale=${locale}`} download>
          <Download aria-hidden />
          {m.download}
        </a>
      </Button>
      <LogRangeFields view={view} onType={onType} />
    </search>
  );
}
