import { openConnection } from '#lib/connection/connections.ts';
import { engine } from '#lib/engine.ts';
import { changing } from '#lib/http/route.ts';

/** Tests a saved connection, stage by stage, as far as its use as a destination goes. */
export const POST = changing<{ readonly id: string }>({ action: 'connection.diagnose' }, async ({ params }) =>
  engine().diagnose(await openConnection(params.id), { side: 'destination', incremental: false }),
);
