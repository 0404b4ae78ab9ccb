'use client';

import { useCallback } from 'react';
import { useText } from '#components/locale.tsx';
import type { DdlMend } from '#engine/engine.ts';
import type { RefusedStatement } from '#engine/progress/refused.ts';
import { api, explain } from '#lib/http/client.ts';

/** What a person does about a refused statement. */
export interface DdlChoice {
  readonly kind: 'retry' | 'edit' | 'skip';
  readonly statement: RefusedStatement;
  /** With `edit`. */
  readonly sql: string;
}

/** Sends a choice; what the engine says of it is thrown as an error with its sentence. */
export function useMendDdl(taskId: string): (choice: DdlChoice) => Promise<void> {
  const text = useText();
  return useCallback(
    async ({ kind, statement: { id, attempt }, sql }) => {
      const about = { refused: id, attempt };
      const mend: DdlMend =
        kind === 'skip' ? { action: 'skip', ...about } : { action: 'retry', ...about, ...(kind === 'edit' ? { sql } : {}) };
      try {
        await api('POST', `/tasks/${encodeURIComponent(taskId)}/refused/mend`, mend);
      } catch (error) {
        const { message, hint } = explain(error);
        throw new Error(`${text(message)} ${text(hint)}`, { cause: error });
      }
    },
    [taskId, text],
  );
}
