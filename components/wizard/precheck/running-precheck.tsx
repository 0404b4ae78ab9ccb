'use client';

import { CircleDashed } from 'lucide-react';
import { useEffect } from 'react';
import { cn } from '#components/class-names.ts';
import { findingMessages } from '#components/finding/messages.ts';
import { VERDICT_LOOK } from '#components/finding/verdict-look.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { Finding } from '#engine/precheck/check.ts';
import { useEventStream } from '#lib/live/use-event-stream.ts';
import type { PrecheckPicture } from '#lib/task/precheck-runs.ts';
import { verdictOf } from './judge.ts';
import { precheckMessages } from './messages.ts';
import { WaitingItems } from './waiting.tsx';

export const NOTHING_YET: PrecheckPicture = { items: [], findings: [] };

export interface FollowPrecheckProps {
  readonly taskId: string;
  readonly onChange: (change: (before: PrecheckPicture) => PrecheckPicture) => void;
}

/** Hears of a precheck while it runs. */
export function FollowPrecheck({ taskId, onChange }: FollowPrecheckProps) {
  useEffect(() => onChange(() => NOTHING_YET), [onChange]);
  useEventStream(`/api/v1/tasks/${encodeURIComponent(taskId)}/precheck`, {
    picture: (data) => onChange(() => data as PrecheckPicture),
    finding: (data) => onChange((before) => ({ ...before, findings: [...before.findings, data as Finding] })),
  });
  return null;
}

/** Every item in its place, with what came of it as soon as that is known. */
export function RunningItems({ picture: { items, findings } }: { readonly picture: PrecheckPicture }) {
  const found = new Map(findings.map((finding) => [finding.code, finding]));
  if (items.length === 0) return <WaitingItems />;
  return (
    <Card className="mt-12">
      <ul className="divide-y">
        {items.map((item) => (
          <RunningItem key={item.code} item={item} finding={found.get(item.code)} />
        ))}
      </ul>
    </Card>
  );
}

function RunningItem({ item, finding }: { readonly item: PrecheckPicture['items'][number]; readonly finding: Finding | undefined }) {
  const m = useMessages(precheckMessages);
  const words = useMessages(findingMessages);
  const text = useText();
  const format = useFormat();
  const verdict = finding === undefined ? null : verdictOf(finding);
  const { icon: Icon, color } = verdict === null ? { icon: CircleDashed, color: 'text-subtle' } : VERDICT_LOOK[verdict];
  const count = finding?.problems.length ?? 0;
  return (
    <li data-code={item.code} className="flex min-h-11 items-center gap-x-3 px-4 py-1.5">
      <Icon aria-hidden className={cn('size-4 shrink-0', color)} />
      <span
        className={cn(
          'min-w-0 flex-1 text-sm',
          verdict === null && 'text-muted',
          verdict !== null && verdict !== 'passed' && 'font-medium',
        )}
      >
        {text(item.title)}
      </span>
      {count > 0 && <span className="numeric text-muted text-xs max-sm:hidden">{words.problems(count, format.count(count))}</span>}
      <span className={cn('flex w-16 shrink-0 items-center justify-end font-medium text-xs', color)}>
        {verdict === null ? (
          <>
            <Spinner className="size-3.5" />
            <span className="sr-only">{m.checking}</span>
          </>
        ) : (
          words.state[verdict]
        )}
      </span>
    </li>
  );
}
