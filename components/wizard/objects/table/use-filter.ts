'use client';

import { useEffect, useRef, useState } from 'react';
import type { ErrorReport } from '#engine/errors.ts';
import type { FilterCount, FilterVerdict } from '#engine/precheck/filter.ts';
import type { TableName } from '#engine/schema/table.ts';
import { ApiError, api, explain } from '#lib/http/client.ts';
import { useDraft } from '../../draft.tsx';

export interface Judged {
  /** The condition that was judged: a later one is not. */
  readonly where: string;
  readonly verdict: FilterVerdict;
}

interface Tally {
  readonly where: string;
  /** Null: it took too long. */
  readonly rows: number | null;
}

/** A WHERE condition and what the source says of it. */
export function useFilter(table: TableName, initial: string) {
  const { task, flush } = useDraft();
  const [where, setWhere] = useState(initial);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [verifying, setVerifying] = useState(false);
  const latest = useRef(initial);

  const change = (next: string): void => {
    latest.current = next;
    setWhere(next);
  };

  /** Resolves to whether the condition may be saved; the verdict is shown in any case. */
  const verify = async (): Promise<boolean> => {
    const asked = latest.current;
    setVerifying(true);
    const verdict = await flush()
      .then(() =>
        api<FilterVerdict>('POST', `/tasks/${encodeURIComponent(task.id)}/filter`, {
          schema: table.schema,
          table: table.name,
          where: asked,
        }),
      )
      .catch((error: unknown): FilterVerdict => ({ ok: false, error: reportOf(error), at: null }));
    setVerifying(false);
    setJudged({ where: asked, verdict });
    return verdict.ok && latest.current === asked;
  };

  const [tally, setTally] = useState<Tally | null>(null);
  const [counting, setCounting] = useState<AbortController | null>(null);
  const running = useRef<AbortController | null>(null);
  // Who closes the dialog waits for nothing any more; the source must not count on.
  useEffect(() => () => running.current?.abort(), []);

  /** Verifies as well: what cannot be counted is no filter. */
  const count = async (): Promise<void> => {
    const asked = latest.current;
    const waits = new AbortController();
    running.current = waits;
    setCounting(waits);
    const answer = await flush()
      .then(() => countRows(task.id, { table, where: asked }, waits.signal))
      .catch((error: unknown): FilterCount => ({ ok: false, error: reportOf(error), at: null }));
    if (running.current === waits) running.current = null;
    setCounting((now) => (now === waits ? null : now));
    if (waits.signal.aborted) return;
    setJudged({ where: asked, verdict: answer.ok ? { ok: true } : answer });
    if (answer.ok) setTally({ where: asked, rows: answer.rows });
  };

  const verdict = judged !== null && judged.where === where ? judged.verdict : null;
  /** An empty condition needs no judging. */
  const settled = where.trim() === '' || verdict?.ok === true;
  const counted = tally !== null && tally.where === where ? tally : null;
  const stop = counting === null ? null : () => counting.abort();
  return { where, change, verify, verifying, verdict, settled, count, stop, counted };
}

export type Filter = ReturnType<typeof useFilter>;

/** A filter that could not be judged is not good. */
function reportOf(error: unknown): ErrorReport {
  if (error instanceof ApiError) return error.report;
  return { code: 'request.failed', ...explain(error), retry: 'soon', side: 'task', connection: false, object: null };
}

async function countRows(
  taskId: string,
  { table, where }: { readonly table: TableName; readonly where: string },
  signal: AbortSignal,
): Promise<FilterCount> {
  const asked = { schema: table.schema, table: table.name, where };
  return api<FilterCount>('POST', `/tasks/${encodeURIComponent(taskId)}/filter/count`, asked, { signal });
}
