import { LabelSettings } from '#components/label/label-settings.tsx';
import { listLabels } from '#lib/label/labels.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'Environment Tags', zh: '环境标签' });

export default async function TagsPage() {
  await requireSession();
  return <LabelSettings kind="tag" initial={await listLabels()} />;
}
