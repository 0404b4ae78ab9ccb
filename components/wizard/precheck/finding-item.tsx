'use client';

import { CircleCheck, CircleMinus, CircleX, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Finding } from '#engine/precheck/check.ts';
import { FindingDetails } from './finding-details.tsx';
import { IgnoreButton } from './ignore-button.tsx';
import { type Verdict, verdictOf } from './judge.ts';
import { precheckMessages } from './messages.ts';

export interface FindingItemProps {
  readonly finding: Finding;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onAccept: (accepted: boolean) => Promise<void>;
}

const LOOK = {
  passed: { icon: CircleCheck, color: 'text-success' },
  ignored: { icon: CircleMinus, color: 'text-subtle' },
  warning: { icon: TriangleAlert, color: 'text-warning' },
  failed: { icon: CircleX, color: 'text-danger' },
} as const satisfies Readonly<Record<Verdict, unknown>>;

export function FindingItem({ finding, open, onOpen, onAccept }: FindingItemProps) {
  const m = useMessages(precheckMessages);
  const text = useText();
  const format = useFormat();
  const detailsId = useId();
  const verdict = verdictOf(finding);
  const { icon: Icon, color } = LOOK[verdict];
  const title = text(finding.title);
  const count = finding.problems.length;
  return (
    <li data-code={finding.code}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-1.5">
        <Icon aria-hidden className={cn('size-4 shrink-0', color)} />
        <div className="flex min-w-0 flex-1 basis-40 flex-wrap sm:basis-56 items-baseline gap-x-2">
          <span className={cn('text-sm', verdict !== 'passed' && 'font-medium')}>{title}</span>
          <span className="font-mono text-2xs text-subtle">{finding.code}</span>
        </div>
        {count > 0 && (
          <>
            <span className="numeric shrink-0 text-muted text-xs max-sm:order-2 max-sm:pl-7">{m.problems(count, format.count(count))}</span>
            <div className="flex shrink-0 items-center justify-end gap-2 max-sm:order-3 max-sm:ml-auto sm:w-54">
              {finding.severity === 'warn' && <IgnoreButton finding={finding} onAccept={onAccept} />}
              <Button
                size="sm"
                aria-expanded={open}
                aria-controls={detailsId}
                aria-label={open ? m.hideOf(title) : m.detailsOf(title)}
                onClick={onOpen}
              >
                {open ? m.hide : m.details}
              </Button>
            </div>
          </>
        )}
        <span className={cn('w-16 shrink-0 text-right max-sm:order-1 font-medium text-xs', color)}>{m.state[verdict]}</span>
      </div>
      <div id={detailsId} hidden={!open}>
        {open && <FindingDetails problems={finding.problems} />}
      </div>
    </li>
  );
}
