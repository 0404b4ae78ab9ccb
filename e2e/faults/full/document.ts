import { taskConfig } from '#engine/task/config.ts';
import type { TestServers } from '../servers.ts';

/** Tables, or slices of them, that are copied side by side. */
export const STREAMS = 2;

/** The task document of a round. Only what the engine knows may be asked of it: one that has no streams to choose copies in two. */
export function documentOf(servers: TestServers, database: string, schema: string): object {
  const document = {
    name: database,
    source: servers.source.endpoint(database),
    destination: servers.destination.endpoint(database),
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema }],
    advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 5 },
    accepted: ['PG_PRIMARY_KEY'],
  };
  const streamed = { ...document, full: { streams: STREAMS } };
  return taskConfig.safeParse(streamed).success ? streamed : document;
}
