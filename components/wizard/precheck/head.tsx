'use client';

import { RotateCw } from 'lucide-react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type { Tally } from './judge.ts';
import { precheckMessages } from './messages.ts';

export interface PrecheckHeadProps {
  readonly tally: Tally;
  readonly checkedAt: string | null;
  /** Where the precheck runs now, if it does, and how far it is; of how many items is known a moment later. */
  readonly running: { readonly where: 'here' | 'elsewhere'; readonly done: number; readonly all: number } | null;
  readonly onAgain: () => void;
}

/** How the precheck went, or that it runs; the button to run it again stays in its place in both cases. */
export function PrecheckHead({ tally, checkedAt, running, onAgain }: PrecheckHeadProps) {
  const m = useMessages(precheckMessages);
  const format = useFormat();
  const ready = tally.good === tally.all;
  const share = tally.all === 0 ? null : tally.good / tally.all;
  return (
    <Card className="flex min-h-[116px] flex-col justify-center gap-3.5 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <div className="flex min-h-7 flex-wrap items-baseline gap-x-2.5">
            {running !== null ? (
              <>
                <h3 className="font-semibold text-base leading-7">{m.run.title}</h3>
                {running.all > 0 && (
                  <span className="numeric text-muted text-sm">{m.run.of(format.count(running.done), format.count(running.all))}</span>
                )}
              </>
            ) : (
              <>
                <h3 className="font-semibold text-base">{m.rate.title}</h3>
                <span className="numeric font-semibold text-xl">{format.percent(share)}</span>
                <span className="numeric text-muted text-sm">{m.rate.of(format.count(tally.good), format.count(tally.all))}</span>
              </>
            )}
          </div>
          <p role="status" className="mt-0.5 text-muted text-sm">
            {running === null ? (ready ? m.rate.ready : m.rate.blocked) : running.where === 'here' ? m.run.text : m.run.elsewhere}
          </p>
        </div>
        <div className="flex items-center gap-3">
          {checkedAt !== null && running === null && (
            <span className="numeric hidden text-subtle text-xs sm:inline">{m.rate.checked(format.dateTime(checkedAt))}</span>
          )}
          <Button loading={running !== null} onClick={onAgain}>
            <RotateCw />
            {m.again}
          </Button>
        </div>
      </div>
      <ProgressBar
        value={running === null ? share : running.all === 0 ? null : running.done / running.all}
        label={running === null ? m.rate.title : m.run.title}
        tone={ready && running === null ? 'success' : 'accent'}
      />
    </Card>
  );
}
