'use client';

import { useState } from 'react';
import type { ErrorReport } from '#engine/errors.ts';
import { ApiError, api } from '#lib/http/client.ts';
import type { BatchResult } from '#lib/task/batch.ts';
import type { BatchAction } from '#lib/task/batch-rules.ts';

/** So that what is done shows while the rest is not, and no request takes longer than a proxy waits. */
const AT_ONCE = 10;

export interface BatchRun {
  readonly phase: 'asked' | 'running' | 'done';
  /** What came of each task so far; null: it was done. */
  readonly results: ReadonlyMap<string, ErrorReport | null>;
  run(): Promise<void>;
}

/** Does the same with many tasks, a few at a time. A part that got no answer is told as such and does not hold the others up. */
export function useBatch(action: BatchAction, ids: readonly string[]): BatchRun {
  const [phase, setPhase] = useState<BatchRun['phase']>('asked');
  const [results, setResults] = useState<BatchRun['results']>(new Map());
  const run = async (): Promise<void> => {
    setPhase('running');
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const part = ids.slice(at, at + AT_ONCE);
      const told = await send(action, part);
      setResults((before) => new Map([...before, ...told.map(({ id, error }) => [id, error] as const)]));
    }
    setPhase('done');
  };
  return { phase, results, run };
}

async function send(action: BatchAction, ids: readonly string[]): Promise<readonly BatchResult[]> {
  try {
    return await api<readonly BatchResult[]>('POST', '/tasks/batch', { action, ids });
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return ids.map((id) => ({ id, error: thrown.report }));
  }
}
