import type { TestServers } from '../servers.ts';

/** Tables, or slices of them, that are copied side by side. */
export const STREAMS = 2;

/** Slow enough that faults find the load at work, in slices small enough that there are many. */
const FULL = {
  streams: STREAMS,
  sliceMegabytes: 16,
  throttle: { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 30 },
} as const;

/** The task document of a round. */
export function documentOf(servers: TestServers, database: string, schema: string): object {
  return {
    name: database,
    source: servers.source.endpoint(database),
    destination: servers.destination.endpoint(database),
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema }],
    full: FULL,
    advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 5 },
    accepted: ['PG_PRIMARY_KEY'],
  };
}
