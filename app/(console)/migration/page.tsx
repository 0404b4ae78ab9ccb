import { initialList } from '#components/task-list/initial.ts';
import { TaskList } from '#components/task-list/task-list.tsx';
import { readView } from '#components/task-list/view.ts';
import { listLabels } from '#lib/label/labels.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';
import { listTasks } from '#lib/task/list.ts';
import { type SearchParams, toParams } from '#lib/task/page.ts';

export const generateMetadata = titled({ en: 'Data Migration', zh: '数据迁移' });

export default async function MigrationPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireSession();
  const [rows, labels, params] = await Promise.all([listTasks({ kind: 'migration' }), listLabels(), toParams(searchParams)]);
  return <TaskList kind="migration" initial={initialList(rows, readView(params), labels)} />;
}
