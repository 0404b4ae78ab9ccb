'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { guardLeaving, interceptLinks } from '#components/leave.ts';
import { useMessages } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { modifyMessages } from './messages.ts';

export interface LeaveGuardProps {
  /** What would be lost, in words; empty: nothing, and nobody is asked. */
  readonly changes: string;
}

/**
 * Asks before the page is left with changes: by a link, the back button, a key or the command menu in words of its own, by closing
 * or loading the page in the browser's.
 */
export function LeaveGuard({ changes }: LeaveGuardProps) {
  const m = useMessages(modifyMessages);
  const router = useRouter();
  const [asked, setAsked] = useState<{ readonly go: () => void } | null>(null);
  const guarded = changes !== '';
  /** An entry of the browser's history that is this page once more: going back reaches it first. */
  const doubled = useRef(false);
  const leaving = useRef(false);

  useEffect(() => {
    if (!guarded) return;
    const close = (event: BeforeUnloadEvent) => event.preventDefault();
    const back = () => {
      if (!doubled.current) return;
      doubled.current = false;
      setAsked({ go: () => window.history.back() });
    };
    if (!doubled.current) double(doubled);
    window.addEventListener('beforeunload', close);
    window.addEventListener('popstate', back);
    const isHere = (path: string) => path === window.location.pathname;
    const unlink = interceptLinks(isHere, (to) => setAsked({ go: () => router.push(to) }));
    const free = guardLeaving((go) => setAsked({ go }));
    return () => {
      window.removeEventListener('beforeunload', close);
      window.removeEventListener('popstate', back);
      unlink();
      free();
    };
  }, [guarded, router]);

  // What was undone need not be asked about: one press of the back button is enough again.
  useEffect(() => {
    if (guarded) return;
    const back = () => {
      if (!doubled.current) return;
      doubled.current = false;
      window.history.back();
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, [guarded]);

  if (asked === null) return null;
  return (
    <ConfirmDialog
      open
      onOpenChange={() => {
        if (!doubled.current && !leaving.current) double(doubled);
        setAsked(null);
      }}
      title={m.leaveTitle}
      tone="danger"
      confirmLabel={m.leave}
      cancelLabel={m.stay}
      onConfirm={() => {
        leaving.current = true;
        asked.go();
      }}
    >
      {m.leaveText(changes)}
    </ConfirmDialog>
  );
}

function double(doubled: { current: boolean }): void {
  window.history.pushState(window.history.state, '', window.location.href);
  doubled.current = true;
}
