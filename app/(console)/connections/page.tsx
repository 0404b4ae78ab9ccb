import { ConnectionList } from '#components/connection/connection-list.tsx';
import { listUsedConnections } from '#lib/connection/connections.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'Database Connections', zh: '数据库连接' });

export default async function ConnectionsPage() {
  await requireSession();
  return <ConnectionList initial={await listUsedConnections()} />;
}
