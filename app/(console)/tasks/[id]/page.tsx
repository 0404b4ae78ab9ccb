import { redirect } from 'next/navigation';
import { KindProvider } from '#components/task/kind.tsx';
import { TaskStatus } from '#components/task-status/task-status.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import { requireSession } from '#lib/session/session.ts';
import { readLog } from '#lib/task/log.ts';
import { WHOLE_LOG } from '#lib/task/log-filter.ts';
import { requireTask, taskTitle } from '#lib/task/page.ts';

export const generateMetadata = taskTitle;

export default async function TaskPage({ params }: { readonly params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const task = await requireTask(id);
  if (task.startedAt === null) redirect(stepPath(id, 'connections'));
  return (
    <KindProvider kind={task.config.kind}>
      <TaskStatus initial={task} log={await readLog(id, { ...WHOLE_LOG, before: null, limit: 200 })} />
    </KindProvider>
  );
}
