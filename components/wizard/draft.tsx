'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { DraftConfig } from '#engine/task/config.ts';
import { ApiError, api } from '#lib/http/client.ts';
import type { TaskView } from '#lib/task/view.ts';

export interface DraftValue {
  /** As last fetched; its `findings` and `state` are only as fresh as that. */
  readonly task: TaskView;
  /** As edited. */
  readonly draft: DraftConfig;
  /** `failed` carries why; what was edited is kept and saved with the next change or `flush`. */
  readonly saving: { readonly state: 'saved' | 'saving' } | { readonly state: 'failed'; readonly error: ApiError };
  /** Changes the document; it saves itself a moment later. */
  change(edit: (draft: DraftConfig) => DraftConfig): void;
  /** Saves now what waits. @throws ApiError */
  flush(): Promise<void>;
  /** Fetches the task again, after a precheck say. */
  reload(): Promise<void>;
}

const SAVE_AFTER_MS = 500;
const DraftContext = createContext<DraftValue | null>(null);

/** Holds the document of one draft for all steps of the wizard, and saves it as it changes. */
export function DraftProvider({ initial, children }: { readonly initial: TaskView; readonly children: ReactNode }) {
  const [task, setTask] = useState(initial);
  const [draft, setDraft] = useState(initial.config);
  const [saving, setSaving] = useState<DraftValue['saving']>({ state: 'saved' });
  const latest = useRef(initial.config);
  const waiting = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const path = `/tasks/${encodeURIComponent(initial.id)}`;

  const save = useCallback((): Promise<void> => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    // One after the other: an older document must not arrive after a newer one.
    const work = last.current.then(async () => {
      if (!waiting.current) return;
      waiting.current = false;
      const document = latest.current;
      setSaving({ state: 'saving' });
      try {
        await api('PUT', path, document);
        setSaving(waiting.current ? { state: 'saving' } : { state: 'saved' });
      } catch (error) {
        waiting.current = true;
        if (error instanceof ApiError) setSaving({ state: 'failed', error });
        throw error;
      }
    });
    last.current = work.catch(() => {});
    return work;
  }, [path]);

  const change = useCallback(
    (edit: (draft: DraftConfig) => DraftConfig): void => {
      const next = edit(latest.current);
      if (next === latest.current) return;
      latest.current = next;
      waiting.current = true;
      setDraft(next);
      setSaving({ state: 'saving' });
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => void save().catch(() => {}), SAVE_AFTER_MS);
    },
    [save],
  );

  const reload = useCallback(async (): Promise<void> => {
    setTask(await api<TaskView>('GET', path));
  }, [path]);

  // Leaving the wizard, by a link or the page itself, saves what still waits.
  useEffect(() => {
    const leave = () => void save().catch(() => {});
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [save]);

  const value = useMemo(() => ({ task, draft, saving, change, flush: save, reload }), [task, draft, saving, change, save, reload]);
  return <DraftContext value={value}>{children}</DraftContext>;
}

export function useDraft(): DraftValue {
  const value = useContext(DraftContext);
  if (value === null) throw new Error('useDraft is used outside of the wizard');
  return value;
}
