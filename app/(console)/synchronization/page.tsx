import { initialList } from '#components/task-list/initial.ts';
import { TaskList } from '#components/task-list/task-list.tsx';
import { readView } from '#components/task-list/view.ts';
import { listLabels } from '#lib/label/labels.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';
import { listTasks } from '#lib/task/list.ts';
import { type SearchParams, toParams } from '#lib/task/page.ts';

export const generateMetadata = titled({ en: 'Data Synchronization', zh: '数据同步' });

export default async function SynchronizationPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireSession();
  const [rows, labels, params] = await Promise.all([listTasks({ kind: 'synchronization' }), listLabels(), toParams(searchParams)]);
  return <TaskList kind="synchronization" initial={initialList(rows, readView(params), labels)} />;
}
