import { perProcess } from '#lib/process.ts';

const listeners = () => perProcess('session-ended', () => new Set<() => void>());

/** Calls `listener` whenever somebody's session ends before its time: who streams looks whether it was his. */
export function onSessionEnd(listener: () => void): () => void {
  listeners().add(listener);
  return () => listeners().delete(listener);
}

export function sessionEnded(): void {
  for (const listener of listeners()) listener();
}
