'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useText } from '#components/locale.tsx';
import type { TaskState } from '#engine/task/state.ts';
import { api, explain } from '#lib/http/client.ts';

export type SentSignal = 'pause' | 'resume' | 'stop';

export function signalPath(taskId: string, signal: SentSignal): string {
  return `/tasks/${encodeURIComponent(taskId)}/signal/${signal}`;
}

/** Sends a signal. `pending` lasts until the new state is seen, so that a button never shows the old one as if it were new. */
export function useTaskSignal(taskId: string, state: TaskState) {
  const text = useText();
  const [sent, setSent] = useState<{ readonly signal: SentSignal; readonly from: TaskState } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: any other state is the answer.
  useEffect(() => setSent(null), [state.name]);
  const pending = sent !== null && sent.from.name === state.name ? sent.signal : null;
  const send = async (signal: SentSignal): Promise<void> => {
    if (pending !== null) return;
    setSent({ signal, from: state });
    try {
      const { state: next } = await api<{ readonly state: TaskState }>('POST', signalPath(taskId, signal));
      if (next.name === state.name) setSent(null);
    } catch (error) {
      const { message, hint } = explain(error);
      toast.error(text(message), { description: text(hint) });
      setSent(null);
    }
  };
  return { pending, send } as const;
}
