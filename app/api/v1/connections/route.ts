import { connectionForm, listUsedConnections, saveConnection } from '#lib/connection/connections.ts';
import { changing, reading } from '#lib/http/route.ts';

export const GET = reading(() => listUsedConnections());

export const POST = changing<Record<never, never>, typeof connectionForm>(
  { action: 'connection.create', body: connectionForm },
  ({ body }) => saveConnection(null, body),
);
