import { isEngineError } from '#engine/errors.ts';
import type { TaskConfig } from '#engine/task/config.ts';
import { listConnections, saveConnection } from '#lib/connection/connections.ts';
import { type OwnEndpoint, sealEndpoint } from '#lib/endpoint.ts';
import { metadata } from '#lib/metadata/client.ts';
import { sealingKey } from '#lib/secret.ts';

/** What the wizard offers of the demo, by the names it has there. */
type Places = Readonly<Record<'Demo source' | 'Demo destination', TaskConfig['destination']>>;

/** Both databases can be chosen in the wizard; a server that got another port since the last demo is found where it is now. */
export async function saveConnections(places: Places): Promise<void> {
  const known = await listConnections();
  for (const [name, endpoint] of Object.entries(places)) {
    const id = known.find((connection) => connection.name === name)?.id ?? null;
    try {
      await saveConnection(id, { name, endpoint });
    } catch (error) {
      if (id === null || !isEngineError(error) || error.code !== 'connection.in-use') throw error;
      await moveUnderBegun(id, endpoint);
    }
  }
}

/**
 * Tasks that have begun forbid another address, which may be another server. Here it is the one in the demo's own folder, and without
 * its new port those tasks could never go on.
 */
async function moveUnderBegun(id: string, endpoint: TaskConfig['destination']): Promise<void> {
  const sealed = sealEndpoint(endpoint, undefined, await sealingKey()) as OwnEndpoint;
  await metadata().connection.update({ where: { id }, data: { endpoint: sealed } });
}
