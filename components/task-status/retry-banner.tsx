'use client';

import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { RetryProgress } from '#engine/progress/progress.ts';
import { statusMessages } from './messages.ts';
import { useLasting } from './use-lasting.ts';
import { useNow } from './use-now.ts';

/** The task met an obstacle and tries again by itself: where and why, when next, and until when. */
export function RetryBanner({ retry }: { readonly retry: RetryProgress }) {
  const m = useMessages(statusMessages);
  const format = useFormat();
  const text = useText();
  const lasting = useLasting(retry.since);
  const now = useNow(true);
  if (!lasting && retry.attempt === 1) return null;
  const { error, nextAt, until, since } = retry;
  const wait = now === null ? null : nextAt - now;
  return (
    <Callout tone="warning" title={m.retryTitle(format.count(retry.attempt))}>
      <p className="text-foreground">{text(error.message)}</p>
      <p>{text(error.hint)}</p>
      <p className="numeric mt-1.5 flex flex-wrap gap-x-4 text-xs">
        <span>
          {m.retrySide} <span className="text-foreground">{m.retrySides[error.side]}</span>
        </span>
        <span>
          {m.retryNext} {wait === null || wait < 1_000 ? m.retryNow : m.retryIn(format.duration(wait))}
        </span>
        <span>
          {m.retrySince} <LocalTime at={since} short />
        </span>
        <span title={m.retryWindow[error.connection ? 'connection' : 'other']}>
          {m.retryUntil} <LocalTime at={until} />
        </span>
      </p>
    </Callout>
  );
}

/** How long it was tried before the task failed. */
export function GivenUp({ retry }: { readonly retry: RetryProgress }) {
  const m = useMessages(statusMessages);
  const format = useFormat();
  return (
    <p className="numeric mt-1.5 flex flex-wrap gap-x-4 text-xs">
      <span>{m.gaveUp(format.count(retry.attempt + 1))}</span>
      <span>
        {m.retrySince} <LocalTime at={retry.since} />
      </span>
      <span>
        {m.retrySide} <span className="text-foreground">{m.retrySides[retry.error.side]}</span>
      </span>
    </p>
  );
}
