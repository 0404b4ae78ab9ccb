'use client';

import { ArrowUp, Download } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useFormat, useLocale, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardFooter } from '#components/ui/card.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import { explain } from '#lib/http/client.ts';
import { Choice } from '../choice.tsx';
import { useTab } from '../use-tab.ts';
import { EventRow } from './event-row.tsx';
import { type LevelFilter, searched } from './merge.ts';
import { eventsMessages } from './messages.ts';
import { type EventLogInit, useEventLog } from './use-event-log.ts';
import { useHeldLines } from './use-held-lines.ts';

const WIDTHS = ['184px', '96px', '72%', '22%'] as const;
const LEVELS = ['all', 'info', 'warn', 'error'] as const;

export function EventsTab(init: Omit<EventLogInit, 'level'>) {
  const m = useMessages(eventsMessages);
  const { locale } = useLocale();
  const format = useFormat();
  const text = useText();
  const [, openTab] = useTab();
  const asked = useSearchParams().get('level');
  const level: LevelFilter = LEVELS.find((each) => each === asked) ?? 'all';
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const box = useRef<HTMLDivElement>(null);
  const { lines, query } = useEventLog({ ...init, level });
  const found = useMemo(() => searched(lines, wanted), [lines, wanted]);
  const { shown, waiting, onScroll, release } = useHeldLines(found, box);
  const download = `/api/v1/tasks/${encodeURIComponent(init.taskId)}/log/download?locale=${locale}`;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-72" />
        <Choice
          label={m.filter}
          value={level}
          onValueChange={(next) => openTab('events', next)}
          options={LEVELS.map((value) => ({ value, label: m.filters[value] }))}
        />
        <Button asChild className="ml-auto">
          <a href={download} download>
            <Download aria-hidden />
            {m.download}
          </a>
        </Button>
      </div>
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
          rowHeight={37}
          widths={WIDTHS}
          minWidth="min-w-[760px]"
          className="h-[480px]"
          box={box}
          onScroll={onScroll}
          empty={query.isPending ? m.loading : lines.length === 0 && level === 'all' ? m.none : m.noMatch}
          renderRow={(line) => <EventRow line={line} />}
        />
        <CardFooter className="justify-between">
          <span className="numeric text-subtle text-xs">{m.count(format.count(shown.length), format.count(lines.length))}</span>
          {query.hasNextPage ? (
            <Button size="sm" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              {m.older}
            </Button>
          ) : (
            <span className="flex h-7 items-center text-subtle text-xs">{query.isSuccess ? m.end : ''}</span>
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
