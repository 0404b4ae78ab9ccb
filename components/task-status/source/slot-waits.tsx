'use client';

import { useMessages } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { sourceMessages } from './messages.ts';
import { TransactionList } from './transaction-list.tsx';

/** Whom the making of the slot waits for; nothing when it does not wait. */
export function SlotWaits({ progress, state }: { readonly progress: Progress; readonly state: TaskState }) {
  const m = useMessages(sourceMessages);
  const waits = progress.source?.waits ?? [];
  if (progress.source === null || waits.length === 0 || !isRunning(state.name)) return null;
  return (
    <Callout tone="warning" title={m.waitsTitle}>
      <p className="mb-2">{m.waitsText}</p>
      <TransactionList live transactions={waits} at={progress.source.at} />
    </Callout>
  );
}
