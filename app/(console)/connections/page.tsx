import type { Metadata } from 'next';
import { ConnectionList } from '#components/connection/connection-list.tsx';
import { listConnections } from '#lib/connection/connections.ts';
import { requireSession } from '#lib/session/session.ts';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage() {
  await requireSession();
  return <ConnectionList initial={await listConnections()} />;
}
