import type { SourceEndpoint } from '../task/config.ts';
import { syncName } from './postgres/names.ts';
import { keptAnywhere } from './postgres/release.ts';
import { openPostgresSource } from './postgres/source.ts';
import type { Reading } from './reading.ts';
import type { Source } from './source.ts';

/** One opener a source type: does not compile until a new type has one. */
const OPENERS = {
  postgresql: openPostgresSource,
  'polardb-postgresql': openPostgresSource,
} satisfies {
  readonly [T in SourceEndpoint['type']]: (
    endpoint: Extract<SourceEndpoint, { type: T }>,
    taskId: string,
    reading: Reading | null,
  ) => Promise<Source>;
};

/** For a source that cannot be reached: what the task keeps there, to be removed by hand. */
export function keptAtSource(taskId: string): readonly { readonly object: string; readonly sql: string }[] {
  return keptAnywhere(syncName(taskId));
}

/**
 * Opens the source of a task; `taskId` names what the task keeps there. Without `reading` changes are asked for when they are committed, not
 * before.
 */
export function openSource(endpoint: SourceEndpoint, taskId: string, reading: Reading | null = null): Promise<Source> {
  return OPENERS[endpoint.type](endpoint, taskId, reading);
}
