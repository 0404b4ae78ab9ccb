'use client';

import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { RetryProgress } from '#engine/progress/progress.ts';
import { statusMessages } from './messages.ts';
import { useNow } from './use-now.ts';

/** The task met an obstacle and tries again by itself: why, when next, and until when. */
export function RetryBanner({ retry }: { readonly retry: RetryProgress }) {
  const m = useMessages(statusMessages);
  const format = useFormat();
  const text = useText();
  const now = useNow(true);
  const wait = now === null ? null : retry.nextAt - now;
  return (
    <Callout tone="warning" title={m.retryTitle(format.count(retry.attempt))}>
      <p className="text-foreground">{text(retry.error.message)}</p>
      <p>{text(retry.error.hint)}</p>
      <p className="numeric mt-1.5 flex flex-wrap gap-x-4 text-xs">
        <span>
          {m.retryNext} {wait === null || wait < 1_000 ? m.retryNow : m.retryIn(format.duration(wait))}
        </span>
        <span>
          {m.retryUntil} <LocalTime at={retry.until} />
        </span>
        <span>
          {m.retrySince} <LocalTime at={retry.since} short />
        </span>
      </p>
    </Callout>
  );
}
