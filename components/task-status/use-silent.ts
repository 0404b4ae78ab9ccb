'use client';

import { useEffect, useState } from 'react';

const SILENT_MS = 10_000;

/**
 * True when `at`, the time of the newest figures, has not moved for a while. Measured by the reader's clock alone: those of server
 * and reader may differ.
 */
export function useSilent(at: number | null): boolean {
  const [silent, setSilent] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `at` is the news that starts the wait again.
  useEffect(() => {
    setSilent(false);
    const timer = setTimeout(() => setSilent(true), SILENT_MS);
    return () => clearTimeout(timer);
  }, [at]);
  return silent;
}
