import { KeyList } from '#components/settings/keys/key-list.tsx';
import { titled } from '#lib/page-title.ts';
import { listKeys } from '#lib/session/keys.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'API Keys', zh: 'API 密钥' });

export default async function KeysPage() {
  const { id } = await requireSession();
  return <KeyList initial={await listKeys(id)} />;
}
