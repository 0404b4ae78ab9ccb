import { LabelSettings } from '#components/label/label-settings.tsx';
import { listLabels } from '#lib/label/labels.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'Resource Groups', zh: '资源组' });

export default async function GroupsPage() {
  await requireSession();
  return <LabelSettings kind="group" initial={await listLabels()} />;
}
