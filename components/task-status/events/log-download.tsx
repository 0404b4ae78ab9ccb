'use client';

import { Download } from 'lucide-react';
import { useLocale, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { type LogFilter, logSearch } from '#lib/task/log-filter.ts';
import { eventsMessages } from './messages.ts';

export interface LogDownloadProps {
  readonly taskId: string;
  /** Null: one that no line can meet. */
  readonly filter: LogFilter | null;
  /** It leaves something out, and the button says so. */
  readonly filtered: boolean;
}

/** The lines that are looked for as a file, in the language in use. */
export function LogDownload({ taskId, filter, filtered }: LogDownloadProps) {
  const m = useMessages(eventsMessages);
  const { locale } = useLocale();
  const face = (
    <>
      <Download aria-hidden />
      {filtered ? m.downloadFiltered : m.download}
    </>
  );
  if (filter === null) return <Button disabled>{face}</Button>;
  const params = logSearch(filter);
  params.set('locale', locale);
  return (
    <Button asChild>
      <a href={`/api/v1/tasks/${encodeURIComponent(taskId)}/log/download?${params}`} download>
        {face}
      </a>
    </Button>
  );
}
