'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { leaveFor } from '#components/leave.ts';

/** Pages one goes to by two keys, the first of them `g`. */
export const GO = [
  { key: 'o', name: 'overview', href: '/' },
  { key: 't', name: 'migration', href: '/migration' },
  { key: 's', name: 'synchronization', href: '/synchronization' },
  { key: 'c', name: 'connections', href: '/connections' },
  { key: 'e', name: 'settings', href: '/settings/profile' },
] as const;

/** Time for the second key. */
const TOGETHER_MS = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** A dialog or an open menu has its own keys. */
function isBusy(): boolean {
  return document.querySelector('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]') !== null;
}

/** The keys that work on every page. */
export function useShortcuts({ onMenu, onHelp }: { readonly onMenu: () => void; readonly onHelp: () => void }): void {
  const router = useRouter();
  const waiting = useRef<{ readonly since: number } | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return onMenu();
      }
      const since = waiting.current?.since ?? 0;
      waiting.current = null;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isBusy()) return;
      if (event.key === '?') return onHelp();
      if (event.key === 'g') {
        waiting.current = { since: event.timeStamp };
        return;
      }
      const place = event.timeStamp - since < TOGETHER_MS ? GO.find(({ key }) => key === event.key) : undefined;
      if (place === undefined) return;
      event.preventDefault();
      leaveFor(() => router.push(place.href));
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [router, onMenu, onHelp]);
}
