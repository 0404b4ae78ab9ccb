'use client';

import { useMessages } from '#components/locale.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { UsedConnection } from '#lib/connection/connections.ts';
import { connectionListMessages } from './list-messages.ts';
import { resultOf } from './list-view.ts';

const TONE = { passed: 'success', failed: 'danger', untested: 'neutral' } as const;

/** What the last test said, and when. */
export function TestResult({ connection }: { readonly connection: UsedConnection }) {
  const m = useMessages(connectionListMessages);
  const result = resultOf(connection);
  return (
    <span className="flex min-w-0 flex-col">
      <StatePill bare tone={TONE[result]}>
        {m.results[result]}
      </StatePill>
      {connection.test !== null && <RelativeTime at={connection.test.at} className="truncate pl-4 text-muted text-xs" />}
    </span>
  );
}
