import { DEFAULT_PORTS, type DraftEndpoint, type EndpointType, SELECTDB_HTTP_PORT, SSH_PORT } from '#engine/task/config.ts';

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
 * Whether `after` leads to another server than `before` did, or on another way. A stored password is not sent there unless it is typed
 * again: whoever gets hold of a session could else read it by naming a server, or a bastion, of his own.
 */
export function leadsElsewhere(before: DraftEndpoint | undefined, after: DraftEndpoint | undefined): boolean {
  const from = addressOf(before);
  if (from === null) return false;
  return from !== addressOf(after) || bastionOf(before) !== bastionOf(after);
}

/** Whether `after` names another server; the way there may be another one all the same. */
export function isOtherServer(before: DraftEndpoint | undefined, after: DraftEndpoint | undefined): boolean {
  const from = addressOf(before);
  return from !== null && from !== addressOf(after);
}

/** Whether what was stored for one bastion would be sent to another. */
export function isOtherBastion(before: DraftEndpoint | undefined, after: DraftEndpoint | undefined): boolean {
  const from = bastionOf(before);
  return from !== null && from !== bastionOf(after);
}

/** Of the secrets that are stored, those that go along when an endpoint is changed. */
export function secretsKept<S extends string>(
  secrets: readonly S[],
  before: DraftEndpoint | undefined,
  after: DraftEndpoint | undefined,
): readonly S[] {
  const moved = leadsElsewhere(before, after);
  const otherBastion = isOtherBastion(before, after);
  return secrets.filter((secret) => !(moved && secret === 'password') && !(otherBastion && secret.startsWith('ssh.')));
}

/** The password goes to both ports of SelectDB. Null: it does not lead anywhere yet, or through a saved connection. */
function addressOf(endpoint: DraftEndpoint | undefined): string | null {
  if (endpoint === undefined || 'connectionId' in endpoint || endpoint.host === undefined || endpoint.host === '') return null;
  const second = endpoint.type === 'selectdb' ? `:${endpoint.httpPort ?? SELECTDB_HTTP_PORT}` : '';
  return `${endpoint.host.toLowerCase()}:${portOf(endpoint)}${second}`;
}

function bastionOf(endpoint: DraftEndpoint | undefined): string | null {
  if (endpoint === undefined || 'connectionId' in endpoint || endpoint.ssh?.host === undefined || endpoint.ssh.host === '') return null;
  return `${endpoint.ssh.host.toLowerCase()}:${endpoint.ssh.port ?? SSH_PORT}`;
}
