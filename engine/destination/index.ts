import type { DestinationEndpoint } from '../task/config.ts';
import type { Destination } from './destination.ts';
import { openPostgresDestination } from './postgres/destination.ts';

/** One opener a destination type: does not compile until a new type has one. */
const OPENERS = {
  postgresql: openPostgresDestination,
  'polardb-postgresql': openPostgresDestination,
  'polardb-oracle': openPostgresDestination,
} satisfies {
  readonly [T in DestinationEndpoint['type']]: (
    endpoint: Extract<DestinationEndpoint, { type: T }>,
    taskId: string,
  ) => Promise<Destination>;
};

/** Opens the destination of a task; `taskId` names its marks there. */
export function openDestination(endpoint: DestinationEndpoint, taskId: string): Promise<Destination> {
  return OPENERS[endpoint.type](endpoint, taskId);
}
