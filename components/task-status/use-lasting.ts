'use client';

import { useEffect, useState } from 'react';

const LASTING_MS = 1_500;

/** False until what `what` names has lasted for a moment: what is over at once need not be shown. By the reader's clock alone. */
export function useLasting(what: number): boolean {
  const [lasting, setLasting] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(what), LASTING_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return lasting === what;
}
