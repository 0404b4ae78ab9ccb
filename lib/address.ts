import { DEFAULT_PORTS, type DraftEndpoint, type EndpointType, SELECTDB_HTTP_PORT } from '#engine/task/config.ts';

/** The port it listens on: the one that was entered, or its kind's own. */
export function portOf({
  type = 'postgresql',
  port,
}: {
  readonly type?: EndpointType | undefined;
  readonly port?: number | undefined;
}): number {
  return port ?? DEFAULT_PORTS[type];
}

/**
 * Whether `after` leads to another server than `before` did. A stored password is not sent there unless it is typed again: whoever
 * gets hold of a session could else read it by naming a server of his own.
 */
export function leadsElsewhere(before: DraftEndpoint | undefined, after: DraftEndpoint | undefined): boolean {
  const [from, to] = [addressOf(before), addressOf(after)];
  return from !== null && from !== to;
}

/** The password goes to both ports of SelectDB. Null: it does not lead anywhere yet, or through a saved connection. */
function addressOf(endpoint: DraftEndpoint | undefined): string | null {
  if (endpoint === undefined || 'connectionId' in endpoint || endpoint.host === undefined || endpoint.host === '') return null;
  const second = endpoint.type === 'selectdb' ? `:${endpoint.httpPort ?? SELECTDB_HTTP_PORT}` : '';
  return `${endpoint.host.toLowerCase()}:${portOf(endpoint)}${second}`;
}
