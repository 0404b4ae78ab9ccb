import { type DraftConfig, type DraftEndpoint, draftConfig } from '#engine/task/config.ts';
import type { SecretField } from '#lib/endpoint.ts';

type Side = 'source' | 'destination';

/** By name, so that a secret that comes later has to be answered here. */
const SECRETS: Readonly<Record<SecretField, true>> = {
  password: true,
  'tls.key': true,
  'tls.passphrase': true,
  'ssh.password': true,
  'ssh.privateKey': true,
  'ssh.passphrase': true,
};

/** The document as a program would send it. Secrets are not in it: names of theirs stand in their places. */
export function previewDocument(draft: DraftConfig, stored: Readonly<Record<Side, readonly SecretField[]>>): DraftConfig {
  const { source, destination, ...rest } = draft;
  return inOrder({
    ...rest,
    ...(source === undefined ? {} : { source: shown(source, 'source', stored.source) }),
    ...(destination === undefined ? {} : { destination: shown(destination, 'destination', stored.destination) }),
  });
}

/** As the schema has its parts, for the store keeps no order: a document begins with its name. */
function inOrder(document: DraftConfig): DraftConfig {
  const order = Object.keys(draftConfig.shape);
  return Object.fromEntries(Object.entries(document).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))) as DraftConfig;
}

function shown(endpoint: DraftEndpoint, side: Side, stored: readonly SecretField[]): DraftEndpoint {
  if ('connectionId' in endpoint) return endpoint;
  const next: Record<string, unknown> = { ...endpoint };
  for (const field of Object.keys(SECRETS) as SecretField[]) {
    const [part = '', name = null] = field.split('.');
    const inner = name === null ? next : next[part];
    if (inner === null || typeof inner !== 'object' || !(stored.includes(field) || isTyped(inner, name ?? part))) continue;
    const word = `<${side} ${field.replace('.', ' ')}>`;
    next[part] = name === null ? word : { ...inner, [name]: word };
  }
  return next;
}

function isTyped(part: object, name: string): boolean {
  const value: unknown = (part as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' && value !== '';
}
