import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { TaskStatus } from '#components/task-status/task-status.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import { requireSession } from '#lib/session/session.ts';
import { readLog } from '#lib/task/log.ts';
import { requireTask } from '#lib/task/page.ts';

export const metadata: Metadata = { title: 'Task' };

export default async function TaskPage({ params }: { readonly params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const task = await requireTask(id);
  if (task.startedAt === null) redirect(stepPath(id, 'connections'));
  return <TaskStatus initial={task} log={await readLog(id, { before: null, level: null, limit: 200 })} />;
}
