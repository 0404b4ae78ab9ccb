'use client';

import { createContext, Fragment, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { DraftConfig } from '#engine/task/config.ts';
import { ApiError, api } from '#lib/http/client.ts';
import type { TaskView } from '#lib/task/view.ts';
import { SignInAgain } from './sign-in-again.tsx';

export interface DraftValue {
  /** As last fetched; its `findings` and `state` are only as fresh as that. */
  readonly task: TaskView;
  /** As edited. */
  readonly draft: DraftConfig;
  /** `failed` carries why; what was edited is kept and saved with the next change or `flush`. */
  readonly saving: { readonly state: 'saved' | 'saving' } | { readonly state: 'failed'; readonly error: ApiError };
  /** The server has another version than the one that was edited: nothing is saved before a person has chosen. Null: it has not. */
  readonly changed: Changed | null;
  /** Changes the document; it saves itself a moment later. */
  change(edit: (draft: DraftConfig) => DraftConfig): void;
  /** Saves now what waits. @throws ApiError */
  flush(): Promise<void>;
  /** Fetches the task again, after a precheck say. */
  reload(): Promise<void>;
  /** Of the document that is seen here, as it was last saved: what is begun with it names it. */
  revision(): string;
}

interface Changed {
  /** Something was edited here that is not saved. */
  readonly unsaved: boolean;
  loadOther(): void;
  /** @throws ApiError */
  keepMine(): Promise<void>;
}

const SAVE_AFTER_MS = 500;
/** After a save that the server did not answer: it may be starting anew. */
const SAVE_AGAIN_MS = 3_000;
const CONFLICT = 'task.draft-changed';
/** What is configured in this part of the page, wherever it is kept. */
export const DraftContext = createContext<DraftValue | null>(null);

/** Holds the document of one draft for all steps of the wizard, and saves it as it changes. */
export function DraftProvider({ initial, children }: { readonly initial: TaskView; readonly children: ReactNode }) {
  const [task, setTask] = useState(initial);
  const [draft, setDraft] = useState(initial.config);
  const [saving, setSaving] = useState<DraftValue['saving']>({ state: 'saved' });
  const [other, setOther] = useState<TaskView | null>(null);
  const latest = useRef(initial.config);
  /** That of the document that was edited. */
  const revision = useRef(initial.revision);
  const waiting = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const path = `/tasks/${encodeURIComponent(initial.id)}`;

  /** Whatever is saved meanwhile comes first: a task that was fetched before it would seem to be another's. */
  const reload = useCallback((): Promise<void> => {
    const work = last.current.then(async () => {
      const now = await api<TaskView>('GET', path);
      setTask(now);
      setOther(now.revision === revision.current ? null : now);
    });
    last.current = work.catch(() => {});
    return work;
  }, [path]);

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
        const saved = await api<{ readonly revision: string }>('PUT', `${path}?revision=${revision.current}`, document);
        revision.current = saved.revision;
        setOther(null);
        setSaving(waiting.current ? { state: 'saving' } : { state: 'saved' });
      } catch (error) {
        waiting.current = true;
        if (error instanceof ApiError) setSaving({ state: 'failed', error });
        if (error instanceof ApiError && error.report.code === CONFLICT) setOther(await api<TaskView>('GET', path));
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

  // Leaving the wizard, by a link or the page itself, saves what still waits. Who comes back sees whether it was changed elsewhere.
  useEffect(() => {
    const leave = () => void save().catch(() => {});
    const look = () => void reload().catch(() => {});
    window.addEventListener('pagehide', leave);
    window.addEventListener('focus', look);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('focus', look);
      leave();
    };
  }, [save, reload]);

  useEffect(() => {
    if (saving.state !== 'failed' || (saving.error.status !== 0 && saving.error.status < 500)) return;
    const again = setTimeout(() => void save().catch(() => {}), SAVE_AGAIN_MS);
    return () => clearTimeout(again);
  }, [saving, save]);

  // Fields hold what is typed by themselves: another document has them begin anew.
  const [generation, setGeneration] = useState(0);
  const changed = useMemo((): Changed | null => {
    if (other === null) return null;
    return {
      unsaved: saving.state !== 'saved',
      loadOther: () => {
        if (timer.current !== null) clearTimeout(timer.current);
        timer.current = null;
        waiting.current = false;
        latest.current = other.config;
        revision.current = other.revision;
        setTask(other);
        setDraft(other.config);
        setSaving({ state: 'saved' });
        setOther(null);
        setGeneration((known) => known + 1);
      },
      keepMine: () => {
        revision.current = other.revision;
        waiting.current = true;
        return save();
      },
    };
  }, [other, saving, save]);

  const value = useMemo(
    () => ({ task, draft, saving, changed, change, flush: save, reload, revision: () => revision.current }),
    [task, draft, saving, changed, change, save, reload],
  );
  return (
    <DraftContext value={value}>
      <Fragment key={generation}>{children}</Fragment>
      <SignInAgain onSignedIn={() => void save().catch(() => {})} />
    </DraftContext>
  );
}

export function useDraft(): DraftValue {
  const value = useContext(DraftContext);
  if (value === null) throw new Error('useDraft is used outside of the wizard');
  return value;
}
