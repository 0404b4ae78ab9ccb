'use client';

import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { cn } from '#components/class-names.ts';
import { FindingDetails } from '#components/finding/finding-details.tsx';
import { findingMessages } from '#components/finding/messages.ts';
import { VERDICT_LOOK } from '#components/finding/verdict-look.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Finding } from '#engine/precheck/check.ts';
import { FindingAbout } from './finding-about.tsx';
import { IgnoreButton } from './ignore-button.tsx';
import { verdictOf } from './judge.ts';
import { precheckMessages } from './messages.ts';

export interface FindingItemProps {
  readonly finding: Finding;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onAccept: (accepted: boolean) => Promise<void>;
  readonly onAgain: () => Promise<void>;
  readonly onRemedy: (statements: readonly string[]) => Promise<void>;
}

export function FindingItem({ finding, open, onOpen, onAccept, onAgain, onRemedy }: FindingItemProps) {
  const m = useMessages(precheckMessages);
  const words = useMessages(findingMessages);
  const text = useText();
  const format = useFormat();
  const detailsId = useId();
  const verdict = verdictOf(finding);
  const { icon: Icon, color } = VERDICT_LOOK[verdict];
  const title = text(finding.title);
  const count = finding.problems.length;
  return (
    <li data-code={finding.code}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-1.5">
        <Icon aria-hidden className={cn('size-4 shrink-0', color)} />
        <div className="flex min-w-0 flex-1 basis-28 flex-wrap items-baseline sm:basis-56 gap-x-2">
          <span className={cn('text-sm', verdict !== 'passed' && 'font-medium')}>{title}</span>
          <span className="font-mono text-2xs text-subtle">{finding.code}</span>
        </div>
        {count > 0 && (
          <span className="numeric shrink-0 text-muted text-xs max-sm:order-2 max-sm:pl-7">
            {words.problems(count, format.count(count))}
          </span>
        )}
        <div
          className={cn(
            'flex shrink-0 items-center justify-end gap-2 sm:w-54',
            // What passed takes one line, also where it is narrow.
            count > 0 ? 'max-sm:order-3 max-sm:ml-auto' : 'max-sm:order-2',
          )}
        >
          {finding.severity === 'warn' && <IgnoreButton finding={finding} onAccept={onAccept} />}
          <Button
            size="sm"
            variant={count > 0 ? 'secondary' : 'ghost'}
            aria-expanded={open}
            aria-controls={detailsId}
            aria-label={open ? m.hideOf(title) : m.detailsOf(title)}
            onClick={onOpen}
          >
            {count > 0 ? (
              open ? (
                m.hide
              ) : (
                m.details
              )
            ) : (
              <ChevronDown className={cn('transition-transform duration-100', open && 'rotate-180')} />
            )}
          </Button>
        </div>
        <span className={cn('w-16 shrink-0 text-right max-sm:order-1 font-medium text-xs', color)}>{words.state[verdict]}</span>
      </div>
      <div id={detailsId} hidden={!open}>
        {open && (
          <div className="border-t bg-surface-2/50 px-4 py-3 sm:pl-11">
            <FindingAbout finding={finding} onAgain={onAgain} onRemedy={onRemedy} />
            {count > 0 && (
              <div className="mt-3">
                <FindingDetails problems={finding.problems} />
              </div>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
