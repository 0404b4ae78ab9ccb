'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { guardLeaving, interceptLinks } from '#components/leave.ts';
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
    const unlink = interceptLinks(isOfWizard, (to) => setGo(() => () => router.push(to)));
    const free = guardLeaving((leave) => setGo(() => leave));
    return () => {
      unlink();
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
