'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';

/** Runs the precheck of the draft: by itself when it was not checked as it is now, and whenever it is asked to. */
export function usePrecheck() {
  const { task, flush, reload } = useDraft();
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  /** What was fetched before this step opened may be of an older document. */
  const [fresh, setFresh] = useState(false);
  const busy = useRef(false);
  const path = `/tasks/${encodeURIComponent(task.id)}`;

  const run = useCallback(async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setRunning(true);
    setFailure(null);
    try {
      await flush();
      await api('POST', `${path}/precheck`);
    } catch (error) {
      setFailure(error);
    }
    // Also after a refusal: another tab may have checked or started it.
    await reload().then(() => setFresh(true), setFailure);
    busy.current = false;
    setRunning(false);
  }, [flush, reload, path]);

  useEffect(() => {
    let left = false;
    flush()
      .then(reload)
      .then(
        () => !left && setFresh(true),
        (error: unknown) => !left && setFailure(error),
      );
    return () => {
      left = true;
    };
  }, [flush, reload]);

  const unchecked = fresh && task.findings === null && task.state.name === 'draft';
  useEffect(() => {
    if (unchecked && failure === null) void run();
  }, [unchecked, failure, run]);

  const accept = async (code: string, accepted: boolean): Promise<void> => {
    await api('PUT', `${path}/findings/${encodeURIComponent(code)}`, { accepted });
    await reload();
  };

  /** What another tab did meanwhile is seen also when this is refused. */
  const changed = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } finally {
      await reload();
    }
  };
  const item = (code: string) => `${path}/findings/${encodeURIComponent(code)}`;
  const recheck = (code: string): Promise<void> => changed(api('POST', item(code)));
  const remedy = (code: string, statements: readonly string[]): Promise<void> =>
    changed(api('POST', `${item(code)}/remedy`, { statements }));

  return {
    run,
    accept,
    recheck,
    remedy,
    failure,
    /** `elsewhere`: in another tab, or asked for before this step was left and opened again. */
    phase: running
      ? ('running' as const)
      : !fresh
        ? ('opening' as const)
        : task.state.name === 'checking'
          ? ('elsewhere' as const)
          : ('idle' as const),
    findings: task.findings,
  };
}
