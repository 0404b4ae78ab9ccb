'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** The key next to the space bar, or Ctrl; the server cannot know and says Ctrl. */
export function useModifier(): string {
  return useSyncExternalStore(
    never,
    () => (/mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  );
}

export function KeyCaps({ keys, between }: { readonly keys: readonly string[]; readonly between?: string | undefined }) {
  return (
    <span className="flex shrink-0 items-center gap-1 text-2xs text-subtle">
      {keys.map((key, index) => (
        <span key={key} className="flex items-center gap-1">
          {index > 0 && between !== undefined && <span>{between}</span>}
          <kbd className="grid h-5 min-w-5 place-items-center rounded-sm border bg-surface px-1 font-mono text-2xs text-muted">{key}</kbd>
        </span>
      ))}
    </span>
  );
}
