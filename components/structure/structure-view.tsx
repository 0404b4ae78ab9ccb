'use client';

import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Segments } from '#components/ui/segments.tsx';
import type { StructureProgress } from '#engine/progress/progress.ts';
import { explain } from '#lib/http/client.ts';
import { STRUCTURE_LISTS, type StructureList } from '#lib/task/structure-page.ts';
import { LeftOutList } from './left-out-list.tsx';
import { structureMessages } from './messages.ts';
import { PresentList } from './present-list.tsx';
import { StatementList } from './statement-list.tsx';
import { type StructureOf, useStructureRefresh, useStructureTotals } from './use-structure.ts';

export interface StructureViewProps {
  readonly of: StructureOf;
  /** How far the task is; null before it has started. */
  readonly live: StructureProgress | null;
  readonly stale?: boolean | undefined;
}

/** The DDL of a task: what runs, what is there already, what is left out. */
export function StructureView({ of, live, stale }: StructureViewProps) {
  const m = useMessages(structureMessages);
  const format = useFormat();
  const text = useText();
  const [list, setList] = useState<StructureList>('statements');
  const { data, error, isPending, isFetching, refetch } = useStructureTotals(of, 'statements');
  const refresh = useStructureRefresh(of);
  const [again, setAgain] = useState<'reading' | { readonly error: unknown } | null>(null);
  const readAgain = async () => {
    setAgain('reading');
    setAgain(
      await refresh(true).then(
        () => null,
        (failure: unknown) => ({ error: failure }),
      ),
    );
  };
  const failure = data === undefined ? error : again !== null && again !== 'reading' ? again.error : null;
  const totals = data?.totals;
  // Whatever was there before the task made its plan: nothing to tell of where nothing was.
  const lists = STRUCTURE_LISTS.filter((each) => each !== 'present' || live === null || (totals?.present ?? 0) > 0);
  const count = { statements: totals?.statements, present: totals?.present, 'left-out': totals?.leftOut };
  const warns = { statements: false, present: (totals?.different ?? 0) > 0, 'left-out': (totals?.leftOut ?? 0) > 0 };
  return (
    <>
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <Segments
          label={m.lists}
          value={list}
          onValueChange={(value) => setList(STRUCTURE_LISTS.find((each) => each === value) ?? 'statements')}
          options={lists.map((value) => ({
            value,
            label: m.list[value],
            face: (
              <span className="flex items-center gap-1.5 px-1 text-xs">
                {m.list[value]}
                <Badge tone={warns[value] ? 'warning' : 'neutral'} className="h-4 min-w-7 justify-center px-1">
                  {format.count(count[value])}
                </Badge>
              </span>
            ),
          }))}
        />
        {(data === undefined ? live === null : data.origin === 'preview') && (
          <span className="ml-auto flex h-8 items-center gap-1 text-subtle text-xs" aria-live="polite">
            {data === undefined || again === 'reading' ? (
              failure === null && m.reading
            ) : (
              <span>
                {m.readAt} <RelativeTime at={data.readAt} />
              </span>
            )}
            <IconButton
              size="sm"
              label={m.readAgain}
              icon={<RefreshCw className={cn((again === 'reading' || isPending) && 'animate-spin')} />}
              disabled={again === 'reading' || isPending}
              onClick={readAgain}
            />
          </span>
        )}
      </div>
      {failure !== null && (
        <Callout
          tone="danger"
          title={m.failed}
          className="mb-3"
          action={
            <Button size="sm" loading={isFetching || again === 'reading'} onClick={() => (data === undefined ? refetch() : readAgain())}>
              {m.tryAgain}
            </Button>
          }
        >
          <p>{text(explain(failure).message)}</p>
          <p>{text(explain(failure).hint)}</p>
        </Callout>
      )}
      {(data !== undefined || failure === null) && (
        <>
          {list === 'statements' && <StatementList of={of} live={live} stale={stale} />}
          {list === 'present' && <PresentList of={of} stale={stale} />}
          {list === 'left-out' && <LeftOutList of={of} stale={stale} />}
        </>
      )}
    </>
  );
}
