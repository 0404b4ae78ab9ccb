import type { Diagnosis } from '#engine/precheck/diagnose.ts';
import type { OwnEndpoint, SecretField } from '#lib/endpoint.ts';

/** What the last test of a connection found, as it is now. */
export interface ConnectionTest {
  readonly at: string;
  /** The use it was tested for. */
  readonly side: 'source' | 'destination';
  readonly diagnosis: Diagnosis;
}

/** A saved connection as the browser sees it. */
export interface ConnectionView {
  readonly id: string;
  readonly name: string;
  /** Under which people know the database. */
  readonly instanceId: string;
  readonly region: string | null;
  readonly tags: readonly string[];
  readonly endpoint: OwnEndpoint;
  /** Secrets that are set; never sent themselves. */
  readonly secrets: readonly SecretField[];
  /** Null: not tested since it was made, or since its endpoint was changed. */
  readonly test: ConnectionTest | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A task that leads through a connection. */
export interface TaskUse {
  readonly id: string;
  readonly name: string;
  readonly side: 'source' | 'destination';
  readonly draft: boolean;
}

/** With the tasks that lead through it. */
export interface UsedConnection extends ConnectionView {
  readonly tasks: readonly TaskUse[];
}
