'use client';

import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import { api } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';

export type SideName = 'source' | 'destination';

export interface SideTest {
  readonly diagnosis: Diagnosis | undefined;
  readonly running: boolean;
  readonly error: unknown;
  readonly outdated: boolean;
  /** Saves and tests; whether it passed. */
  readonly run: () => Promise<boolean>;
}

interface Tested {
  readonly fingerprint: string;
  readonly diagnosis: Diagnosis;
}

/** The test of one side. The last result outlives leaving the step; `version` changes when a saved connection is edited. */
export function useSideTest(side: SideName, version: string): SideTest {
  const { task, draft, flush } = useDraft();
  const fingerprint = JSON.stringify([draft[side] ?? null, version]);
  const latest = useRef(fingerprint);
  // A test that starts with the very change it is about (a key was confirmed) still has the function of before it.
  useLayoutEffect(() => {
    latest.current = fingerprint;
  });
  const query = useQuery({
    queryKey: ['diagnosis', task.id, side],
    queryFn: async (): Promise<Tested> => {
      const tested = latest.current;
      await flush();
      const diagnosis = await api<Diagnosis>('POST', `/tasks/${encodeURIComponent(task.id)}/diagnose`, { side });
      return { fingerprint: tested, diagnosis };
    },
    enabled: false,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return {
    diagnosis: query.data?.diagnosis,
    running: query.isFetching,
    error: query.isError ? query.error : null,
    outdated: query.data !== undefined && query.data.fingerprint !== fingerprint,
    run: async () => {
      const { data, isError } = await query.refetch();
      return !isError && data?.diagnosis.ok === true;
    },
  };
}
