import { diagnosePostgres } from '../postgres/diagnose.ts';
import type { Diagnosis } from '../precheck/diagnose.ts';
import type { DestinationEndpoint, SelectDbConfig, SourceEndpoint } from '../task/config.ts';
import type { Destination } from './destination.ts';
import { openPostgresDestination } from './postgres/destination.ts';
import { openSelectDbDestination } from './selectdb/destination.ts';
import { diagnoseSelectDb } from './selectdb/diagnose.ts';

/** One opener a destination type: does not compile until a new type has one. */
const OPENERS = {
  postgresql: openPostgresDestination,
  'polardb-postgresql': openPostgresDestination,
  'polardb-oracle': openPostgresDestination,
  selectdb: openSelectDbDestination,
} satisfies {
  readonly [T in DestinationEndpoint['type']]: (
    endpoint: Extract<DestinationEndpoint, { type: T }>,
    taskId: string,
    selectdb?: SelectDbConfig,
  ) => Promise<Destination>;
};

/** Opens the destination of a task; `taskId` names its marks there. `selectdb`: what the task says of one of that kind. */
export function openDestination(endpoint: DestinationEndpoint, taskId: string, selectdb?: SelectDbConfig): Promise<Destination> {
  return endpoint.type === 'selectdb' ? OPENERS.selectdb(endpoint, taskId, selectdb) : OPENERS[endpoint.type](endpoint, taskId);
}

/** Tests a connection stage by stage; see `Engine.diagnose`. */
export function diagnoseEndpoint(
  endpoint: SourceEndpoint | DestinationEndpoint,
  use: { readonly side: 'source' | 'destination'; readonly incremental: boolean },
): Promise<Diagnosis> {
  return endpoint.type === 'selectdb' ? diagnoseSelectDb(endpoint) : diagnosePostgres(endpoint, use);
}
