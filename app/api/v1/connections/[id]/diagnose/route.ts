import { z } from 'zod';
import { testConnection } from '#lib/connection/connections.ts';
import { engine } from '#lib/engine.ts';
import { changing } from '#lib/http/route.ts';

const body = z.strictObject({ side: z.enum(['source', 'destination']) });

/** Tests a saved connection, stage by stage, for its use as a source that is followed or as a destination. */
export const POST = changing<{ readonly id: string }, typeof body>(
  { action: 'connection.diagnose', body },
  async ({ params, body: { side } }) =>
    testConnection(params.id, side, (endpoint) => engine().diagnose(endpoint, { side, incremental: side === 'source' })),
);
