import { OverviewPage } from '#components/overview/overview-page.tsx';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';
import { readOverview } from '#lib/task/overview.ts';

export const generateMetadata = titled({ en: 'Overview', zh: '概览' });

export default async function HomePage() {
  await requireSession();
  return <OverviewPage initial={await readOverview()} />;
}
