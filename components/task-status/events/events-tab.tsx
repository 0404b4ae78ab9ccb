'use client';

import { ArrowUp } from 'lucide-react';
import { useRef } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { useNarrow } from '#components/task-list/use-narrow.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardFooter } from '#components/ui/card.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import { explain } from '#lib/http/client.ts';
import { EventRow } from './event-row.tsx';
import { LogBar } from './log-bar.tsx';
import { LogDownload } from './log-download.tsx';
import { isBackwards, isFiltered } from './log-view.ts';
import { eventsMessages } from './messages.ts';
import { type EventLogInit, useEventLog } from './use-event-log.ts';
import { useHeldLines } from './use-held-lines.ts';
import { useLogView } from './use-log-view.ts';

const WIDTHS = ['184px', '96px', '70%', '26%'] as const;
/** On a phone one cell tells it all. */
const NARROW = ['100%'] as const;

export function EventsTab(init: Omit<EventLogInit, 'view'>) {
  const m = useMessages(eventsMessages);
  const format = useFormat();
  const text = useText();
  const { asked, typed, type, choose, clear } = useLogView();
  const narrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  const { lines, query, filter } = useEventLog({ ...init, view: asked });
  const { shown, waiting, onScroll, release } = useHeldLines(lines, box);
  const filtered = isFiltered(asked);
  const asking = !isBackwards(asked) && (query.isPending || query.isPlaceholderData);
  const note = (): string => {
    if (isBackwards(asked)) return m.backwards;
    if (query.isError) return m.failed;
    return asking ? m.loading : filtered ? m.noMatch : m.none;
  };
  const empty = (
    <div className="flex flex-col items-center gap-3 py-4">
      {note()}
      {filtered && !asking && (
        <Button size="sm" onClick={clear}>
          {m.clear}
        </Button>
      )}
    </div>
  );
  return (
    <>
      <LogBar view={typed} onChoose={choose} onType={type}>
        <LogDownload taskId={init.taskId} filter={isBackwards(asked) ? null : filter} filtered={filtered} />
      </LogBar>
      <Card className="relative">
        {waiting > 0 && (
          <div className="absolute inset-x-0 top-3 z-20 flex justify-center">
            <Button size="sm" variant="primary" className="rounded-full" onClick={release}>
              <ArrowUp aria-hidden />
              {m.newer(format.count(waiting))}
            </Button>
          </div>
        )}
        <VirtualTable
          label={m.label}
          rows={shown}
          rowKey={(line) => line.seq}
          rowHeight={narrow ? 57 : 37}
          widths={narrow ? NARROW : WIDTHS}
          // Without rows there is nothing to scroll sideways for, and the note is to be seen on a phone.
          minWidth={shown.length === 0 || narrow ? undefined : 'min-w-[760px]'}
          className="h-[480px]"
          box={box}
          onScroll={onScroll}
          empty={empty}
          renderRow={(line) => <EventRow line={line} narrow={narrow} />}
        />
        <CardFooter className="justify-between">
          <span className="numeric text-subtle text-xs">{m.count(format.count(shown.length), format.count(lines.length))}</span>
          {query.hasNextPage ? (
            <Button size="sm" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              {m.older}
            </Button>
          ) : (
            <span className="flex h-7 items-center text-subtle text-xs">
              {query.isSuccess && !asking ? (filtered ? m.endFiltered : m.end) : ''}
            </span>
          )}
        </CardFooter>
      </Card>
      {query.isError && (
        <Callout tone="danger" className="mt-3" title={text(explain(query.error).message)}>
          {text(explain(query.error).hint)}
        </Callout>
      )}
    </>
  );
}
