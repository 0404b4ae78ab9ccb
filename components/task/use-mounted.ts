'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False on the server and while taking over its page: what only the reader's machine knows (time zone, clock) must wait for it. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
