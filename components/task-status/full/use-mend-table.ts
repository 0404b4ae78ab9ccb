'use client';

import { useCallback, useState } from 'react';
import { toast } from 'sonner';
import { useText } from '#components/locale.tsx';
import type { TableMend } from '#engine/engine.ts';
import type { ErrorReport } from '#engine/errors.ts';
import type { TableProgress } from '#engine/progress/progress.ts';
import { api, explain } from '#lib/http/client.ts';

export interface TableMending {
  /** Asked for, and not yet seen to have happened. */
  readonly isBusy: (table: TableProgress) => boolean;
  readonly retry: (tables: readonly TableProgress[]) => Promise<void>;
  /** @throws Error with the words for a person */
  readonly skip: (tables: readonly TableProgress[]) => Promise<void>;
}

/** Has failed tables loaded again or passed over. What was asked for stays busy until the table no longer has that failure. */
export function useMendTable(taskId: string): TableMending {
  const text = useText();
  const [busy, setBusy] = useState<ReadonlySet<ErrorReport>>(new Set());
  const mend = useCallback(
    async (tables: readonly TableProgress[], action: TableMend['action']) => {
      const errors = (of: readonly TableProgress[]) => of.flatMap(({ error }) => error ?? []);
      setBusy((before) => new Set([...before, ...errors(tables)]));
      let left = tables;
      try {
        for (const { id } of tables) {
          await api('POST', `/tasks/${encodeURIComponent(taskId)}/tables/mend`, { table: id, action } satisfies TableMend);
          left = left.slice(1);
        }
      } catch (error) {
        const given = new Set(errors(left));
        setBusy((before) => new Set([...before].filter((each) => !given.has(each))));
        throw error;
      }
    },
    [taskId],
  );
  const retry = useCallback(
    (tables: readonly TableProgress[]) =>
      mend(tables, 'retry').catch((error: unknown) => {
        const { message, hint } = explain(error);
        toast.error(text(message), { description: text(hint) });
      }),
    [mend, text],
  );
  const skip = useCallback(
    (tables: readonly TableProgress[]) =>
      mend(tables, 'skip').catch((error: unknown) => {
        throw new Error(text(explain(error).message), { cause: error });
      }),
    [mend, text],
  );
  const isBusy = useCallback(({ error }: TableProgress) => error !== null && busy.has(error), [busy]);
  return { isBusy, retry, skip };
}
