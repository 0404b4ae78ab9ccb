'use client';

import { useCallback, useState } from 'react';
import { toast } from 'sonner';
import { useText } from '#components/locale.tsx';
import type { Mend } from '#engine/engine.ts';
import type { FailedStatement } from '#engine/progress/event.ts';
import { api, explain } from '#lib/http/client.ts';

export interface Mending {
  /** Asked for, and not yet seen to have happened. */
  readonly isBusy: (statement: FailedStatement) => boolean;
  readonly retry: (statements: readonly FailedStatement[], sql?: string) => Promise<void>;
  /** @throws ApiError */
  readonly skip: (statements: readonly FailedStatement[]) => Promise<void>;
}

/** Has failed statements run again or passed over. What was asked for stays busy until the list no longer has that failure. */
export function useMend(taskId: string, onMended: () => void): Mending {
  const text = useText();
  const [busy, setBusy] = useState<ReadonlySet<FailedStatement>>(new Set());
  const send = useCallback((mend: Mend) => api('POST', `/tasks/${encodeURIComponent(taskId)}/structure/mend`, mend), [taskId]);
  const mark = useCallback((statements: readonly FailedStatement[], on: boolean) => {
    setBusy((before) => {
      const next = new Set(before);
      for (const statement of statements) on ? next.add(statement) : next.delete(statement);
      return next;
    });
  }, []);
  const retry = useCallback(
    async (statements: readonly FailedStatement[], sql?: string) => {
      mark(statements, true);
      let left = statements;
      try {
        for (const { id } of statements) {
          await send({ action: 'retry', statement: id, sql });
          left = left.slice(1);
        }
      } catch (error) {
        const { message, hint } = explain(error);
        toast.error(text(message), { description: text(hint) });
        mark(left, false);
      }
      onMended();
    },
    [mark, send, onMended, text],
  );
  const skip = useCallback(
    async (statements: readonly FailedStatement[]) => {
      mark(statements, true);
      try {
        await send({ action: 'skip', statements: statements.map(({ id }) => id) });
      } catch (error) {
        mark(statements, false);
        throw new Error(text(explain(error).message), { cause: error });
      }
      onMended();
    },
    [mark, send, onMended, text],
  );
  const isBusy = useCallback((statement: FailedStatement) => busy.has(statement), [busy]);
  return { isBusy, retry, skip };
}
