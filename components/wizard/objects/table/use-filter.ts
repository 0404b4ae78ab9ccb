'use client';

import { useRef, useState } from 'react';
import type { ErrorReport } from '#engine/errors.ts';
import type { FilterVerdict } from '#engine/precheck/filter.ts';
import type { TableName } from '#engine/schema/table.ts';
import { ApiError, api, explain } from '#lib/http/client.ts';
import { useDraft } from '../../draft.tsx';

export interface Judged {
  /** The condition that was judged: a later one is not. */
  readonly where: string;
  readonly verdict: FilterVerdict;
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

  const verdict = judged !== null && judged.where === where ? judged.verdict : null;
  /** An empty condition needs no judging. */
  const settled = where.trim() === '' || verdict?.ok === true;
  return { where, change, verify, verifying, verdict, settled };
}

export type Filter = ReturnType<typeof useFilter>;

/** A filter that could not be judged is not good. */
function reportOf(error: unknown): ErrorReport {
  if (error instanceof ApiError) return error.report;
  return { code: 'request.failed', ...explain(error), retry: 'soon', side: 'task', connection: false, object: null };
}
