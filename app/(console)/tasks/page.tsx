import type { Metadata } from 'next';
import { TaskList } from '#components/task-list/task-list.tsx';
import { requireSession } from '#lib/session/session.ts';
import { listTasks } from '#lib/task/queries.ts';

export const metadata: Metadata = { title: 'Tasks' };

export default async function TasksPage() {
  await requireSession();
  return <TaskList initial={await listTasks()} />;
}
