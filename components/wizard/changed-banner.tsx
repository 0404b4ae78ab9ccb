'use client';

import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { useDraft } from './draft.tsx';
import { draftMessages } from './draft-messages.ts';

/** The task is another one at the server than this page began with: a person says which goes on. */
export function ChangedBanner() {
  const m = useMessages(draftMessages);
  const { changed } = useDraft();
  const [busy, setBusy] = useState(false);
  if (changed === null) return null;
  const keep = async () => {
    setBusy(true);
    // What fails is told where saving is.
    await changed.keepMine().catch(() => {});
    setBusy(false);
  };
  return (
    <Callout
      tone="warning"
      title={m.changedTitle}
      className="mb-6"
      action={
        <>
          {changed.unsaved && (
            <Button size="sm" loading={busy} onClick={keep}>
              {m.keepMine}
            </Button>
          )}
          <Button size="sm" variant="primary" disabled={busy} onClick={changed.loadOther}>
            {m.loadOther}
          </Button>
        </>
      }
    >
      {changed.unsaved ? m.changedMine : m.changed}
    </Callout>
  );
}
