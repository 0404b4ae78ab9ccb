'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { guardLeaving } from '#components/leave.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useDraft } from './draft.tsx';
import { draftMessages } from './draft-messages.ts';

/** What is saved as a page is left may not be larger, in letters: a browser carries 64 KB past the end of a page. */
const SAVED_ON_LEAVING = 20_000;

/**
 * Asks before the wizard is left while something could not be saved; otherwise what waits is saved on the way out, and nobody is asked.
 * The back button leads from step to step, so it is not held up.
 */
export function LeaveQuestion() {
  const m = useMessages(draftMessages);
  const t = useText();
  const router = useRouter();
  const { draft, saving } = useDraft();
  const [go, setGo] = useState<(() => void) | null>(null);
  const failed = saving.state === 'failed';
  const asks = failed || (saving.state === 'saving' && JSON.stringify(draft).length > SAVED_ON_LEAVING);

  useEffect(() => {
    if (!asks) return;
    const close = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', close);
    return () => window.removeEventListener('beforeunload', close);
  }, [asks]);

  useEffect(() => {
    if (!failed) return;
    const press = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (link === null || link.target === '_blank' || link.origin !== window.location.origin || isOfWizard(link.pathname)) return;
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const to = `${link.pathname}${link.search}`;
      setGo(() => () => router.push(to));
    };
    // Before React's own listeners, which are at the document.
    window.addEventListener('click', press, true);
    const free = guardLeaving((leave) => setGo(() => leave));
    return () => {
      window.removeEventListener('click', press, true);
      free();
    };
  }, [failed, router]);

  return (
    <ConfirmDialog
      open={go !== null && failed}
      onOpenChange={() => setGo(null)}
      title={m.leaveTitle}
      tone="danger"
      confirmLabel={m.leave}
      cancelLabel={m.stay}
      onConfirm={() => go?.()}
    >
      {failed && m.leaveText(t(saving.error.report.message))}
    </ConfirmDialog>
  );
}

/** The steps are one page: going from one to another loses nothing. */
function isOfWizard(path: string): boolean {
  return path.split('/').slice(0, 4).join('/') === window.location.pathname.split('/').slice(0, 4).join('/');
}
