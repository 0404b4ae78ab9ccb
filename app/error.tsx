'use client';

import { CloudAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useMessages } from '#components/locale.tsx';
import { shellMessages } from '#components/shell/messages.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const m = useMessages(shellMessages).error;
  useEffect(() => console.error(error), [error]);
  return (
    <main className="grid min-h-[80dvh] place-items-center">
      <EmptyState
        icon={<CloudAlert />}
        title={m.title}
        text={
          <>
            {m.text}
            {error.digest !== undefined && <span className="mt-2 block font-mono text-subtle text-xs">{m.reference(error.digest)}</span>}
          </>
        }
        action={
          <Button variant="primary" onClick={reset}>
            {m.action}
          </Button>
        }
      />
    </main>
  );
}
