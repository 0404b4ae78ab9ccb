'use client';

import { Compass } from 'lucide-react';
import Link from 'next/link';
import { useMessages } from '#components/locale.tsx';
import { shellMessages } from '#components/shell/messages.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  const m = useMessages(shellMessages).notFound;
  return (
    <main className="grid min-h-[80dvh] place-items-center">
      <EmptyState
        icon={<Compass />}
        title={m.title}
        text={m.text}
        action={
          <Button asChild>
            <Link href="/">{m.action}</Link>
          </Button>
        }
      />
    </main>
  );
}
