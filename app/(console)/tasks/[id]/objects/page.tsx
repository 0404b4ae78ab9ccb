import { redirect } from 'next/navigation';
import { ModifyPage } from '#components/modify-objects/modify-page.tsx';
import { KindProvider } from '#components/task/kind.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import { requireSession } from '#lib/session/session.ts';
import { requireTask, taskTitle } from '#lib/task/page.ts';

export const generateMetadata = taskTitle;

export default async function ModifyObjectsPage({ params }: { readonly params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const task = await requireTask(id);
  if (task.startedAt === null) redirect(stepPath(id, 'objects'));
  return (
    <KindProvider kind={task.config.kind}>
      <ModifyPage task={task} />
    </KindProvider>
  );
}
