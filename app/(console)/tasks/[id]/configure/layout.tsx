import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { KindProvider } from '#components/task/kind.tsx';
import { DraftProvider } from '#components/wizard/draft.tsx';
import { requireSession } from '#lib/session/session.ts';
import { requireTask } from '#lib/task/page.ts';

/** Holds the draft while the steps change: going back and forward loses nothing. */
export default async function ConfigureLayout({
  params,
  children,
}: {
  readonly params: Promise<{ id: string }>;
  readonly children: ReactNode;
}) {
  await requireSession();
  const { id } = await params;
  const task = await requireTask(id);
  if (task.startedAt !== null) redirect(`/tasks/${encodeURIComponent(id)}`);
  return (
    <KindProvider kind={task.config.kind}>
      <DraftProvider initial={task}>{children}</DraftProvider>
    </KindProvider>
  );
}
