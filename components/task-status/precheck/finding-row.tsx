'use client';

import { useId, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { FindingDetails } from '#components/finding/finding-details.tsx';
import { findingMessages } from '#components/finding/messages.ts';
import { VERDICT_LOOK } from '#components/finding/verdict-look.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { verdictOf } from '#components/wizard/precheck/judge.ts';
import type { Finding } from '#engine/precheck/check.ts';
import { checkMessages } from './messages.ts';

/** One item of a check, to be read: nothing of it can be accepted once the task has begun. */
export function FindingRow({ finding }: { readonly finding: Finding }) {
  const m = useMessages(checkMessages);
  const words = useMessages(findingMessages);
  const text = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const verdict = verdictOf(finding);
  const { icon: Icon, color } = VERDICT_LOOK[verdict];
  const title = text(finding.title);
  const { problems } = finding;
  return (
    <li data-code={finding.code}>
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
        <Icon aria-hidden className={cn('size-4 shrink-0', color)} />
        <span className="flex min-w-0 flex-1 basis-40 flex-wrap items-baseline gap-x-2">
          <span className={cn('text-sm', verdict !== 'passed' && 'font-medium')}>{title}</span>
          <span className="font-mono text-2xs text-subtle">{finding.code}</span>
        </span>
        {problems.length > 0 && (
          <>
            <span className="numeric shrink-0 text-muted text-xs">{words.problems(problems.length, format.count(problems.length))}</span>
            <Button
              size="sm"
              aria-expanded={open}
              aria-controls={detailsId}
              aria-label={open ? m.hideOf(title) : m.detailsOf(title)}
              onClick={() => setOpen(!open)}
            >
              {open ? m.hide : m.details}
            </Button>
          </>
        )}
        <span className={cn('w-14 shrink-0 text-right font-medium text-xs', color)}>{words.state[verdict]}</span>
      </div>
      <div id={detailsId} hidden={!open}>
        {open && (
          <div className="border-t bg-surface-2/50 px-4 py-3 sm:pl-11">
            <FindingDetails problems={problems} />
          </div>
        )}
      </div>
    </li>
  );
}
